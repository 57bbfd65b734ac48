/** `wrap` stands in front of the agent, the setup commands and the checks: any prefix, and a real sandbox. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const WRAPPED = 'test "$WRAPPED" = yes\n';
const API = { api: { 'check.sh': WRAPPED, 'setup.sh': WRAPPED } };
const agent = (script: string) => ['sh', '-c', script];
const DONE = 'echo "{}" > "$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"';
const BOOTSTRAP =
  '/metawsm bootstrap W-1 --repos api --goal Greet --scope greeting.txt --constraints none --done';

async function toSummary(done: string): Promise<string> {
  const { slack, ana, dev } = world;
  await ana.types(`${BOOTSTRAP} "${done}"`, { in: dev });
  const card = await slack.message(dev, /W-1/, { from: 'bot' });
  await ana.presses('Start run', { on: await slack.message(dev, /Start run/, { thread: card }) });
  const found = await slack.message(dev, /Merge & close|failed/, { thread: card, timeoutMs: 20_000 });
  return slack.visibleText(found);
}

test('it is in front of agent, setup and checks', async () => {
  world = await makeWorld({
    repos: API,
    agent: agent(`set -e; ${WRAPPED.trim()}; echo hi > greeting.txt; ${DONE}`),
    repoLines: ['setup: [sh setup.sh]'],
    agentLines: ['wrap: [env, WRAPPED=yes]'],
  });
  expect(await toSummary('`sh check.sh`')).toMatch(/Merge & close/);
}, 60_000);

const works = spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status === 0;
if (!works)
  console.warn('SKIPPED: bubblewrap is not installed or may not be used here, so no sandbox is tried.');

(works ? test : test.skip)(
  'the sandbox of docs/security.md lets an agent work, and nothing else',
  async () => {
    const example = /wrap: \[(bwrap[^\]]*)\]/u.exec(readFileSync('docs/security.md', 'utf8'))?.[1] ?? '';
    world = await makeWorld({
      repos: { api: { 'a.txt': 'x\n' } },
      asleep: true,
      agentLines: ['wrap: SANDBOX'],
    });
    const { home, root, env } = world;
    const outside = join(root, 'outside');
    const script = `echo x > ${outside}; echo hi > greeting.txt; git add -A && git commit -qm Greet && ${DONE}`;
    const file = env.METAWSM_CONFIG!;
    // The temporary folder of the test lies below /tmp, which the sandbox hides; so that part stays visible here.
    const sandbox = example.replaceAll('HOME', home).replace('--tmpfs, /tmp', `--ro-bind, ${root}, ${root}`);
    const text = readFileSync(file, 'utf8').replace('SANDBOX', `[${sandbox}]`);
    writeFileSync(file, text.replace(/command: .*/u, `command: ${JSON.stringify(agent(script))}`));
    await world.start();
    expect(await toSummary('`test -s greeting.txt`')).toMatch(/Merge & close/);
    expect(existsSync(outside)).toBe(false);
  },
  60_000,
);
