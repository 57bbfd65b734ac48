/** Behind examples/wrap/bubblewrap.sh: everything that an agent does works as without it, and it reaches nothing else. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git } from '../../fixtures/git-repos.js';
import type { Case } from '../case.js';
import { lacksBubblewrap } from '../containment/recipes.js';
import { processesOf } from '../processes.js';
import type { Place, Stage } from '../stage.js';
import { finishes } from '../steps.js';
import { asks } from './ask.js';
import { promptsSeen } from './second.js';
import { inTheMidst } from './stop.js';

const FIXTURES = resolve('test/fixtures/containment');
const REPORT = 'report.txt';
/** Below HOME. Its words stand in a file, since metawsm refuses a command that names its own folder. */
const ATTACK = 'attack.sh';
const MUST = ['work', 'contract', 'history', 'status', 'own-home', 'temporary', 'ask', 'names'];

/** A file that git ignores nothing of: metawsm has to commit it. */
const greets = ({ tree }: Place) => ({
  write: { path: join(tree, 'greeting.txt'), content: 'Hello\n' },
});

export const contained: Case = {
  name: 'contained',
  title: 'Behind `wrap` with bubblewrap',
  stage: {
    permissions: '{ ask: ["execute(touch allowed*)"], allow: [execute] }',
    killable: true,
    wrapped: ['--read', FIXTURES, '--read', ATTACK],
  },
  lacks: lacksBubblewrap,
  async play(stage) {
    writeFileSync(join(stage.user, ATTACK), '');
    const first = await endsAndGoesOn(stage);
    return isAsked(stage, first);
  },
};

/** A person stops it in the midst of a command; every turn has new walls, and its session goes through them. */
async function endsAndGoesOn(stage: Stage): Promise<string> {
  const { world, model } = stage;
  const { card, id } = await inTheMidst(stage);
  assert.ok(processesOf(id).length >= 2, 'the processes of the run can be seen');
  await world.ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  const left = () => processesOf(id).map(({ pid, words }) => `${pid} ${words}`);
  await world.until(() => left().length === 0, `nothing is left of\n${left().join('\n')}`, 20_000);
  await world.ana.presses('Restart', { on: card });
  const summary = await world.hears(card, /Merge-ready/, undefined, 90_000);
  await world.ana.types(`/metawsm iterate ${id} say it louder`, { in: world.dev });
  await world.hears(card, /Merge-ready.*iteration 2/, summary, 120_000);
  assert.ok(promptsSeen(model) >= 2, `the model saw ${promptsSeen(model)} prompts`);
  model.rules.length = 0;
  return id;
}

/** It asks while the bot is killed, needs a permission, attacks the run before it, and leaves its work to metawsm. */
async function isAsked(stage: Stage, other: string): Promise<string> {
  const { agent, world, model, bot, user, script } = stage;
  const secret = join(user, 'secret');
  writeFileSync(secret, 'of the user\n');
  const words = [join(FIXTURES, 'attack.sh'), world.home, other, secret, process.pid];
  writeFileSync(join(user, ATTACK), `exec sh ${words.join(' ')}\n`);
  script((place) => [
    asks,
    { shell: 'touch allowed.txt && rm -f nothing', escalate: true },
    { shell: `cd '${place.tree}' && sh ~/${ATTACK} > ${REPORT} 2>&1; tail -n 1 ${REPORT}` },
    greets(place),
    ...finishes(place),
  ]);
  const { card, id } = await world.begins('ABC-2', { agent });
  const asking = await world.hears(card, /Which database\?/, undefined, 90_000);
  await bot.kill();
  assert.ok(processesOf(id).length > 0, 'the agent lives while the bot does not');
  await bot.begin();
  await world.ana.presses('SQLite', { on: asking });
  const permit = await world.hears(card, /touch allowed\.txt/, asking, 90_000);
  await world.ana.presses('Allow once', { on: permit });
  await world.hears(card, /Merge-ready/, permit, 90_000);
  const read = model.requests.filter(({ why, result }) => /^step 2/.test(why) && /SQLite/.test(result));
  assert.equal(read.length, 1, `the model read the answer ${read.length} times`);
  const log = git(join(world.home, 'repos/api.git'), 'log', '--format=%s', `metawsm/${id}`, '--');
  assert.match(log, new RegExp(`left uncommitted by ${agent}`));
  return reached(stage, id, secret);
}

/** What the attack reached, from its own report and from what is there afterwards. */
function reached({ agent, world, user }: Stage, id: string, secret: string): string {
  const lines = world.inWorkspace(id, `api/${REPORT}`).trim().split('\n');
  const could = lines.filter((line) => line.endsWith(' yes')).map((line) => line.slice(0, -4));
  const may = agent === 'codex' ? ['commit', 'move-branch'] : [];
  // its own sandbox keeps the commands of Codex from HOME
  const must = agent === 'codex' ? MUST.filter((name) => name !== 'own-home') : MUST;
  assert.deepEqual(
    must.filter((name) => !could.includes(name)),
    [],
    `what it needs is there in\n${lines.join('\n')}`,
  );
  const beyond = could.filter((name) => ![...MUST, ...may].includes(name));
  assert.deepEqual(beyond, [], `nothing else is reached in\n${lines.join('\n')}`);
  assert.ok(!existsSync(`${secret}.attack`), 'nothing is written beside the secret');
  assert.ok(!existsSync(join(user, 'kept')), 'nothing is written in the HOME of the bot');
  return agent === 'codex' ? 'with `--commits`' : '';
}
