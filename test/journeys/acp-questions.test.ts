/** What an agent of the protocol asks: questions, forms, addresses, and what it asks in prose at the end of a turn. */
import { afterEach, expect, test } from '@jest/globals';
import { asks, FINISHES, ScriptedAgent, type Step } from './acp.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };

const DATABASE = asks('database', 'Which database shall it use?', {
  database: {
    type: 'string',
    title: 'Database',
    oneOf: [
      { const: 'pg', title: 'Postgres' },
      { const: 'lite', title: 'SQLite' },
    ],
  },
  database_custom: { type: 'string', title: 'Other' },
});
const FORM = asks(
  'form',
  'How shall the server run?',
  {
    port: { type: 'integer', title: 'Port', minimum: 1024, maximum: 65535 },
    tls: { type: 'boolean', title: 'Use TLS' },
    regions: { type: 'array', title: 'Regions', items: { enum: ['eu', 'us', 'asia'] } },
    name: { type: 'string', title: 'Name', maxLength: 20 },
  },
  ['port'],
);
const LINK: Step = {
  ask: {
    method: 'elicitation/create',
    id: 'link',
    params: {
      mode: 'url',
      message: 'Sign in to the registry.',
      url: 'https://registry.example.com/login?run=1',
      elicitationId: 'e1',
    },
  },
};

test('a question with options, a form with a number out of range, an address', async () => {
  const agent = new ScriptedAgent({ turns: [[DATABASE, FORM, LINK, FINISHES]] });
  world = await makeWorld({ repos: API, agents: { acp: agent.entry } });
  const { slack, ana, ben, dev } = world;
  const { card } = await world.begins('ABC-1', { agent: 'acp' });
  const database = await world.hears(card, /Which database/);
  expect(slack.buttons(database).map(({ label }) => label)).toEqual([
    'Postgres',
    'SQLite',
    'Write an answer…',
    'Hand over…',
  ]);
  await ana.says('DuckDB', { in: dev, thread: card });

  const form = await world.hears(card, /asks 4 questions/);
  await ben.says('8080 please', { in: dev, thread: card });
  await ben.ephemeral(/asks several questions at once/);
  await ana.presses('Write an answer…', { on: form });
  const view = await ana.view(/How shall the server run/);
  await ana.fills(view, { Port: '80', 'Use TLS': 'Yes', Regions: ['eu', 'asia'] });
  expect(await ana.submits(view)).toMatchObject({ errors: { Port: 'The least is 1024.' } });
  await ana.fills(view, { Port: '8080' });
  await ana.submits(view);
  const link = await world.hears(card, /asks you to open/);
  expect(slack.visibleText(link)).toMatch(
    /registry\.example\.com\/login\?run=1[\s\S]*I have not looked at that page/,
  );
  await ben.says('done', { in: dev, thread: card });
  await world.hears(card, /Merge-ready/);
  expect(agent.answers()).toEqual([
    { id: 'database', result: { action: 'accept', content: { database_custom: 'DuckDB' } } },
    { id: 'form', result: { action: 'accept', content: { port: 8080, tls: true, regions: ['eu', 'asia'] } } },
    { id: 'link', result: { action: 'accept' } },
  ]);
}, 60_000);

test('withdrawn by the agent; a question in prose; and a question that the agent did not wait for', async () => {
  const withdraws = new ScriptedAgent({
    turns: [
      [
        { asks: DATABASE.ask },
        { wait: 'enough' },
        { tell: { method: '$/cancel_request', params: { requestId: 'database' } } },
        FINISHES,
      ],
    ],
  });
  const prose = new ScriptedAgent({
    turns: [[{ say: 'I looked around.\n\nWhich greeting shall I use?\n\n1. Hello\n2. Moin\n' }], [FINISHES]],
  });
  const leaves = new ScriptedAgent({ turns: [[{ asks: DATABASE.ask }, { wait: 'enough' }, FINISHES]] });
  const agents = { withdraws: withdraws.entry, prose: prose.entry, leaves: leaves.entry };
  world = await makeWorld({ repos: API, agents });
  const { slack, ana } = world;
  const first = await world.begins('ABC-1', { agent: 'withdraws' });
  const second = await world.begins('ABC-2', { agent: 'prose' });
  const third = await world.begins('ABC-3', { agent: 'leaves' });

  const asked = await world.hears(first.card, /Which database/);
  const old = slack.snapshot(asked);
  withdraws.make('enough');
  await slack.waitFor(() => /Withdrawn/.test(slack.visibleText(asked)), 'the card closed');
  await ana.presses('Postgres', { on: old });
  await ana.ephemeral(/Nothing was changed/);
  await world.hears(first.card, /Merge-ready/);
  expect(withdraws.answers()).toEqual([{ id: 'database', result: undefined }]);

  const greeting = await world.hears(second.card, /Which greeting/);
  await ana.presses('Moin', { on: greeting });
  await world.hears(second.card, /Merge-ready/);
  expect(prose.prompt(2)).toMatch(/your turn ended before the answer was there/);
  expect(world.inWorkspace(second.id, '.metawsm/operator-feedback.md')).toMatch(
    /Which greeting shall I use\?[\s\S]*Answer from U\w+:\s+Moin/,
  );

  const nobody = await world.hears(third.card, /Which database/);
  leaves.make('enough');
  await world.hears(third.card, /Merge-ready/);
  expect(slack.visibleText(nobody)).toMatch(/Withdrawn/);
}, 60_000);
