/** examples/wrap/bubblewrap.sh: agents that try everything, with and without it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { git } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const asUser = process.getuid?.() === 0 ? ['--unshare-user', '--uid', '1000'] : [];
const works = spawnSync('bwrap', [...asUser, '--unshare-pid', '--ro-bind', '/', '/', 'true']).status === 0;
if (!works)
  console.warn(
    'SKIPPED: bubblewrap is not installed or may not be used here, so bubblewrap.sh is not tried.',
  );

const SCRIPT = resolve('examples/wrap/bubblewrap.sh');
const FIXTURES = resolve('test/fixtures/containment');
const MUST = ['work', 'contract', 'history', 'status', 'own-home', 'temporary', 'ask', 'names'];
const MAY = ['commit', 'move-branch'];

/** The prefixes of three agents. The file `other` holds the id of another run, which the attack has to know. */
const wraps = (root: string): Record<string, string[]> => {
  const shown = ['--read', FIXTURES, '--read', join(root, 'other')];
  return {
    walled: [SCRIPT, ...shown, '--'],
    committing: [SCRIPT, ...shown, '--commits', '--'],
    bare: ['env'],
  };
};

/** Attacks, then ends without a commit. */
const attack = (root: string): string[] => [
  'sh',
  '-c',
  `sh ${FIXTURES}/attack.sh ${root}/home "$(cat ${root}/other)" ${root}/secret ${process.pid} > "$METAWSM_WORKSPACE/attack"
   echo '{"summary":"tried"}' > "$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"`,
];

async function begin(): Promise<void> {
  const files = { other: 'nobody\n', secret: 's\n', 'home/files/api/key': 'k\n' };
  world = await makeWorld({ asleep: true, files, agents: { walled: [], committing: [], bare: [] } });
  const command = JSON.stringify(attack(world.root));
  let text = readFileSync(world.env.METAWSM_CONFIG!, 'utf8').replaceAll(
    'command: []',
    () => `command: ${command}`,
  );
  for (const [name, wrap] of Object.entries(wraps(world.root)))
    text = text.replace(`- name: ${name}\n`, () => `- name: ${name}\n    wrap: ${JSON.stringify(wrap)}\n`);
  writeFileSync(world.env.METAWSM_CONFIG!, text);
  await world.start();
}

/** The run's id, what its agent tried, and in what it had success. */
async function attacks(ticket: string, agent: string, repos: string) {
  const run = await world.begins(ticket, { agent, repos, done: '`test -e attacked.txt`' });
  await world.hears(run.card, /Merge & close|failed/, undefined, 40_000);
  const id = run.id.toLowerCase();
  const lines = world.inWorkspace(id, 'attack').trim().split('\n');
  const tried = lines.map((line) => line.split(' ')[0] ?? '');
  // below /tmp the sandbox has files of its own: what counts is what reached the world
  const outside: Record<string, string> = { 'write-secret': 'secret.attack', 'write-home': 'home/attack' };
  const reached = (name: string) => !outside[name] || existsSync(join(world.root, outside[name]));
  return { id, tried, could: tried.filter((name) => lines.includes(`${name} yes`) && reached(name)) };
}

(works ? test : test.skip)(
  'an agent works in its own workspace, and reaches nothing else; without the sandbox it reaches everything',
  async () => {
    await begin();
    const first = await attacks('AT-1', 'walled', 'api,web');
    writeFileSync(join(world.root, 'other'), `${first.id}\n`);
    const walled = await attacks('AT-2', 'walled', 'api');
    expect(walled.could).toEqual(MUST);
    // metawsm commits what the agent could not
    const branch = `metawsm/${walled.id}`;
    const log = git(join(world.home, 'repos/api.git'), 'log', '--format=%s', branch, '--');
    expect(log).toMatch(/left uncommitted by walled/);

    const committing = await attacks('AT-3', 'committing', 'api');
    expect(committing.could).toEqual([...MUST, ...MAY]);

    const bare = await attacks('AT-4', 'bare', 'api');
    expect(bare.could).toEqual(bare.tried);
  },
  180_000,
);
