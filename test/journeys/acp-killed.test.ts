/** The bot is killed while an agent of the protocol waits for people: what they decide reaches it exactly once. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { asks, FINISHES, ScriptedAgent, wantsTo } from './acp.js';
import { killable } from './killable.js';
import { makeWorld, type World } from './world.js';

let world: World;
const bot = killable(() => world);
afterEach(async () => {
  await bot.kill();
  await world.close();
});

const API = { api: { 'README.md': '# A greeter\n' } };
const PORT = asks('form', 'How shall the server run?', {
  port: { type: 'integer', title: 'Port', minimum: 1024 },
  name: { type: 'string', title: 'Name' },
});

test('with a permission and a form open, and again when they are decided; the agent itself with a permission open', async () => {
  const agent = new ScriptedAgent({
    turns: [[{ asks: PORT.ask }, wantsTo('npm test', 'may'), { wait: 'go' }, FINISHES]],
  });
  const dies = new ScriptedAgent({
    turns: [
      [wantsTo('npm ci', 'first')],
      [wantsTo('npm ci', 'again'), wantsTo('npm ci', 'once more'), FINISHES],
    ],
  });
  world = await makeWorld({ repos: API, agents: { acp: agent.entry, dies: dies.entry }, asleep: true });
  const { slack, ana } = world;
  await bot.begin();
  const { card } = await world.begins('ABC-1', { agent: 'acp' });
  const other = await world.begins('ABC-2', { agent: 'dies' });
  const may = await world.hears(card, /npm test/);
  const form = await world.hears(card, /asks 2 questions/);
  const ci = await world.hears(other.card, /npm ci/);
  await bot.kill();
  const [pid = 0] = dies.pids();
  process.kill(-groupOf(pid), 'SIGKILL');

  await bot.begin();
  await slack.waitFor(
    () => /ended meanwhile.*your decision starts it again/.test(slack.visibleText(ci)),
    'the loss told',
  );
  await ana.presses('Write an answer…', { on: form });
  const view = await ana.view(/How shall the server run/);
  await ana.fills(view, { Port: '8080' });
  await ana.submits(view);
  await ana.presses('Allow once', { on: may });
  await bot.kill();

  await bot.begin();
  agent.make('go');
  await world.hears(card, /Merge-ready/);
  const answers = agent.answers().sort((one, another) => String(one.id).localeCompare(String(another.id)));
  expect(answers).toEqual([
    { id: 'form', result: { action: 'accept', content: { port: 8080 } } },
    { id: 'may', result: { outcome: { outcome: 'selected', optionId: 'yes' } } },
  ]);
  expect(agent.methods().filter((method) => method === 'session/prompt')).toHaveLength(1);

  // What was allowed while the agent was gone is not asked again; the next one is.
  await ana.presses('Allow once', { on: ci });
  const more = await world.hears(other.card, /npm ci/, ci);
  await ana.presses('Reject', { on: more });
  await world.hears(other.card, /Merge-ready/);
  expect(dies.answers().map(({ id }) => id)).toEqual(['again', 'once more']);
}, 120_000);

/** Its wrapper leads a group of its own. */
function groupOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}
