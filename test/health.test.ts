/** The bot's health: what is found out, from the real database. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type AgentSeen, Health } from '../src/health.js';
import { effectOf, lineOf, openTrial, runOf, type Trial } from './persistence/samples.js';

const START = Date.parse('2026-01-01T12:00:00.000Z');
let trial: Trial;
let now: number;
let connected: boolean;
let agents: AgentSeen[] | Error;
let health: Health;

beforeEach(async () => {
  trial = await openTrial();
  [now, connected, agents] = [START, true, []];
  health = new Health({
    unit: trial.store.unit,
    isConnected: () => connected,
    agents: async () => {
      if (agents instanceof Error) throw agents;
      return agents;
    },
    now: () => now,
    keepMs: 0,
  });
});
afterEach(() => trial.end());

const faults = async () =>
  (await health.look()).flatMap((one) => (one.ok ? [] : [[one.subject, one.code, one.fill.detail]]));

test('all is well', async () => {
  expect(await health.look()).toEqual(
    ['database', 'slack', 'outbox', 'agents', 'runs'].map((subject) => ({ subject, ok: true })),
  );
});

test('a database that cannot be written, a connection that is gone', async () => {
  connected = false;
  await trial.store.close();
  const found = await faults();
  expect(found).toEqual(
    expect.arrayContaining([
      ['database', 'health_database', expect.stringMatching(/closed/)],
      ['slack', 'health_slack', undefined],
    ]),
  );
});

test('a message that waits for long is stuck; work that takes long is not', async () => {
  const at = new Date(START).toISOString();
  await trial.store.unit.write(async (tx) => {
    await tx.addRun(runOf('a'));
    await tx.addJournal({ ...lineOf('a', 1, 'k'), at });
    await tx.addEffects([
      effectOf('a', 1, 0),
      effectOf('a', 1, 1, { kind: 'slack.update', lane: 'edits' }),
      effectOf('a', 1, 2, { kind: 'checks.run', lane: 'work', params: { step: 1 } }),
    ]);
  });
  now = START + 119_000;
  expect(await faults()).toEqual([]);
  now = START + 185_000;
  expect(await faults()).toEqual([['outbox', 'health_outbox', '2, the oldest for 3 min']]);
  await trial.store.unit.write(async (tx) => {
    await tx.settleEffect('a/1/0', 'done');
    await tx.settleEffect('a/1/1', 'done');
  });
  expect(await faults()).toEqual([]);
});

test('an agent that is gone for longer than its end takes to be noticed', async () => {
  agents = ['a', 'b', 'c', 'd'].map((runId) => ({ runId, alive: false }));
  expect(await faults()).toEqual([]);
  now += 20_000;
  agents = [...agents.slice(1), { runId: 'e', alive: true }];
  expect(await faults()).toEqual([]);
  now += 10_000;
  expect(await faults()).toEqual([['agents', 'health_agents', 'b, c, d']]);
  agents = [];
  expect(await faults()).toEqual([]);
});

test('what cannot be found out is said, and hides nothing else', async () => {
  agents = new Error('no /proc');
  connected = false;
  expect(await faults()).toEqual([
    ['slack', 'health_slack', undefined],
    ['agents', 'health_unknown', 'no /proc'],
  ]);
});

test('an answer is kept for a while, so that many homes cost one look', async () => {
  let looks = 0;
  const patient = new Health({
    unit: trial.store.unit,
    isConnected: () => true,
    agents: async () => {
      looks += 1;
      return [];
    },
    now: () => now,
  });
  await Promise.all([patient.look(), patient.look()]);
  now += 9_999;
  await patient.look();
  expect(looks).toBe(1);
  now += 1;
  await patient.look();
  expect(looks).toBe(2);
});
