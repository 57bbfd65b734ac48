/** Turns of an agent of the protocol: what people see of its work, and how it goes on in its session or without it. */
import { afterEach, expect, test } from '@jest/globals';
import { FINISHES, ScriptedAgent, type Step, wantsTo } from './acp.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const PLAN: Step = {
  update: {
    sessionUpdate: 'plan',
    entries: [
      { content: 'Read the code', priority: 'high', status: 'completed' },
      { content: 'Write the greeting', priority: 'high', status: 'in_progress' },
      { content: 'Tidy up', priority: 'low', status: 'pending' },
    ],
  },
};
const TOOL: Step = {
  update: {
    sessionUpdate: 'tool_call',
    toolCallId: 't1',
    title: 'Edit greeting.txt',
    kind: 'edit',
    status: 'in_progress',
  },
};
const USAGE: Step = {
  update: {
    sessionUpdate: 'usage_update',
    used: 12345,
    size: 200000,
    cost: { amount: 0.42, currency: 'USD' },
  },
};

test('its plan, what it does and what it took; rested, stopped, told something, sent on, restarted', async () => {
  const agent = new ScriptedAgent(
    {
      turns: [
        [PLAN, TOOL, USAGE, wantsTo('ls -la', 'ls'), { wait: 'rest' }],
        [{ wait: 'never' }],
        [{ wait: 'told' }],
        [FINISHES],
        [{ exit: 3 }],
        [FINISHES],
      ],
    },
    ['permissions: { allow: ["execute(ls *)"] }'],
  );
  world = await makeWorld({ repos: API, agents: { acp: agent.entry } });
  const { slack, ana, dev } = world;
  const { card, id } = await world.begins('ABC-1', { agent: 'acp' });
  await world.shows(card, /Write the greeting[\s\S]*So far.*0\.42 USD/);
  expect(agent.answerTo('ls')).toMatchObject({ outcome: { optionId: 'yes' } });
  await ana.presses('Pause', { on: card });
  await world.shows(card, /Pausing/);
  agent.make('rest');
  await world.shows(card, /Paused by @ana/);
  expect(agent.methods().filter((method) => method === 'session/prompt')).toHaveLength(1);
  await ana.presses('Resume', { on: card });
  await world.until(() => agent.prompt(2) !== '', 'the second turn');
  await world.shows(card, /The agent .* works/);
  await ana.presses('Stop', { on: card });
  await world.shows(card, /Stopped by @ana/);
  await world.until(() => agent.methods().includes('session/cancel'), 'the turn cancelled');
  await ana.types(`/metawsm resume ${id}`, { in: dev });
  await world.until(() => agent.prompt(3) !== '', 'the third turn');
  await ana.says('@metawsm tell Mind the commas', { in: dev, thread: card });
  await world.shows(card, /1 note waits/);
  agent.make('told');
  const summary = await world.hears(card, /Merge-ready/);
  expect(agent.prompt(4)).toMatch(/left notes/);
  await ana.types(`/metawsm iterate ${id} Louder`, { in: dev });
  const failed = await world.hears(card, /failed/, summary);
  expect(slack.visibleText(failed)).toMatch(/The agent ended with an error/);
  expect(agent.prompt(5)).toMatch(/wants changes/);
  await world.shows(card, /failed/);
  await ana.presses('Restart', { on: card });
  const again = await world.hears(card, /Merge-ready.*iteration 2/);
  expect(agent.methods().filter((method) => /^session\/(new|resume|load)/.test(method))).toEqual([
    'session/new',
    'session/resume',
    'session/resume',
    'session/resume',
    'session/resume',
    'session/new',
  ]);
  expect(slack.visibleText(again)).toMatch(
    /\*The agent took\* 0\.42 USD\n\*By rule, without asking:\* 1 permission allowed/,
  );
  await ana.presses('Merge & close', { on: again });
  await world.shows(card, /closed/);
}, 60_000);

test('a usage limit: it goes on by itself at its end, sooner by a person, and by a person alone where no end is known', async () => {
  const limited = (message: string) =>
    new ScriptedAgent({ turns: [[{ fails: { code: 429, message } }], [FINISHES]] });
  const soon = limited('Rate limit reached. retry-after: 1');
  const late = limited('You have hit your usage limit. Try again in 5 hours');
  const ever = limited('You have hit your usage limit.');
  const gone = new ScriptedAgent({ sessions: 'memory', turns: [[{ say: 'Hm.' }], [FINISHES]] });
  const agents = { soon: soon.entry, late: late.entry, ever: ever.entry, gone: gone.entry };
  world = await makeWorld({ repos: API, agents, more: 'guidance: { remindAfter: 1s, escalateAfter: 1h }' });
  const { slack, ana, dev } = world;
  const first = await world.begins('ABC-1', { agent: 'soon' });
  const second = await world.begins('ABC-2', { agent: 'late' });
  const third = await world.begins('ABC-3', { agent: 'ever' });
  const fourth = await world.begins('ABC-4', { agent: 'gone' });
  const parked = await world.hears(first.card, /reached its usage limit/);
  await world.hears(first.card, /Merge-ready/);
  expect(slack.visibleText(parked)).toMatch(/It has gone on/);
  expect(soon.prompt(2)).toMatch(/You were interrupted/);

  const waits = await world.hears(second.card, /reached its usage limit. It goes on by itself/);
  await ana.says('go on', { in: dev, thread: second.card });
  await ana.ephemeral(/nothing is asked/);
  await ana.presses('Resume', { on: waits });
  await world.hears(second.card, /Merge-ready/);

  await world.hears(third.card, /a reminder/);
  await ana.types(`/metawsm resume ${third.id}`, { in: dev });
  await world.hears(third.card, /Merge-ready/);

  await world.hears(fourth.card, /does not remember/);
  await world.hears(fourth.card, /Merge-ready/);
  expect(gone.prompt(2)).toMatch(/earlier session.*is gone/);
}, 60_000);

test('an agent that cannot begin, or fails in its turn, says why and what to do', async () => {
  const login = new ScriptedAgent({
    refuses: { 'session/new': { code: -32000, message: 'Authentication required' } },
    turns: [],
  });
  const away = new ScriptedAgent({
    turns: [[{ fails: { code: -32603, message: 'Internal error: connect ECONNREFUSED 127.0.0.1:1' } }]],
  });
  const other = new ScriptedAgent({ initialize: { protocolVersion: 2 }, turns: [] });
  const agents = {
    login: login.entry,
    away: away.entry,
    other: other.entry,
    missing: { lines: ['runner: acp', 'command: [no-such-agent]'] },
  };
  world = await makeWorld({ repos: API, agents });
  const reads = {
    login: /is not logged in[\s\S]*Log in as the user that runs metawsm[\s\S]*Authentication required/,
    away: /could not reach its model[\s\S]*connect ECONNREFUSED/,
    other: /it speaks version 2 .* metawsm speaks version 1/,
    missing: /program could not be started[\s\S]*no-such-agent: not found/,
  };
  for (const [n, [agent, words]] of Object.entries(reads).entries()) {
    const { card } = await world.begins(`ABC-${n}`, { agent });
    const failed = await world.hears(card, /failed/);
    expect(world.slack.visibleText(failed)).toMatch(words);
    await world.shows(card, words);
  }
}, 60_000);
