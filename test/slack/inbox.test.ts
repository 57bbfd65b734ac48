/** Nothing that Slack delivered is lost, nothing is done twice: with lost acknowledgements, duplicates, restarts, trouble. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { UnitOfWork } from '../../src/engine/ports.js';
import type { Tools } from '../../src/slack/gesture.js';
import { Inbox } from '../../src/slack/inbox.js';
import { deferred } from '../../src/stages/agents/acp/deferred.js';
import { COMPLETE, makeRig, type Rig, type RigOptions } from './rig.js';
import { until } from './table/world.js';

let rig: Rig;
const start = async (options?: RigOptions): Promise<Rig> => {
  rig = await makeRig(options);
  return rig;
};
afterEach(async () => {
  hearing = false;
  await rig.close();
});

const runs = async () => (await rig.bot.look.list({ all: true, limit: 50, offset: 0 })).runs;
const undecided = async () => (await rig.bot.unit.read.newInbox(50)).length;

describe.each([
  ['Socket Mode', false],
  ['HTTP', true],
])('over %s', (_, http) => {
  test('each delivery twice is one gesture', async () => {
    const { slack, ana, dev } = await start({ http });
    slack.faults.duplicate(true);
    const brief = await slack.message(dev, /Done criteria/, { thread: await rig.begins('DUP-1') });
    await ana.presses('Start run', { on: brief });
    const card = await rig.begins('DUP-2', '');
    await slack.message(dev, /question about the \*goal/, { thread: card });
    // A mention comes as two events besides.
    await ana.says('@metawsm Greet people by name', { in: dev, thread: card });
    await slack.message(dev, /question about the \*scope/, { thread: card });
    await ana.says('@metawsm hello', { in: dev });
    await ana.ephemeral(/takes a ticket/, { in: dev });
    await slack.settled();
    await rig.bot.connection.inbox.drain();
    expect(ana.ephemerals().filter((one) => /takes a ticket/u.test(slack.visibleText(one)))).toHaveLength(1);
    const all = await runs();
    expect(all.map((run) => run.ticket)).toEqual(['DUP-2', 'DUP-1']);
    expect(await gesturesOf(all[1]!.id)).toEqual(['created applied', 'start applied']);
    expect(await gesturesOf(all[0]!.id)).toEqual(['created applied', 'answer applied']);
    expect(await undecided()).toBe(0);
  });
});

const gesturesOf = async (run: string) =>
  (await rig.bot.unit.read.journal(run))
    .filter((line) => line.actor)
    .map((line) => `${line.event.type} ${line.outcome}`);

describe('an edit that comes before the message itself', () => {
  const goal = async () => (await rig.run()).run.draft.goal?.text;
  const answers = async () =>
    (await gesturesOf((await rig.run()).id)).filter((line) => !line.startsWith('created'));

  test.each([
    ['at once', true],
    ['minutes later', false],
  ])('and the message %s: the edit has said it, once', async (_, atOnce) => {
    const { slack, ana, dev } = await start();
    const card = await rig.begins('EDIT-1', '');
    await slack.message(dev, /question about the \*goal/, { thread: card });
    const message = { type: 'message', user: ana.id, ts: slack.store.nextTs(), thread_ts: card.ts };
    const takes = (id: string, fields: object) => {
      const event = { type: 'message', channel: dev.id, ...fields };
      const body = { type: 'event_callback', event_id: id, event };
      return rig.bot.connection.inbox.take({ body, ack: async () => undefined });
    };
    const text = 'Greet everybody in the morning';
    const former = { ...message, text: 'Greet people by name' };
    const subtype = 'message_changed';
    const edit = { subtype, event_ts: slack.store.nextTs(), message: { ...message, text } };
    const first = takes('Ev1', { ...edit, previous_message: former });
    if (!atOnce) await slack.message(dev, /question about the \*scope/, { thread: card });
    await Promise.all([first, takes('Ev2', former)]);
    await slack.message(dev, /question about the \*scope/, { thread: card });
    await rig.bot.connection.inbox.drain();
    expect(await goal()).toBe(text);
    expect((await answers()).filter((line) => line === 'answer applied')).toHaveLength(1);
    expect(await undecided()).toBe(0);
  });
});

test('what is decided while the inbox is read is not handed over a second time', async () => {
  const { unit } = (await start()).bot;
  const [seen, decided, read] = [deferred<void>(), deferred<void>(), deferred<void>()];
  const slow: UnitOfWork = {
    single: unit.single,
    write: (work) => unit.write(work),
    read: {
      ...unit.read,
      async newInbox(limit) {
        const rows = await unit.read.newInbox(limit);
        seen.resolve();
        await read.promise;
        return rows;
      },
    },
  };
  const inbox = new Inbox({
    unit: slow,
    now: () => new Date().toISOString(),
    log: { warn() {}, error() {} },
  });
  let handed = 0;
  inbox.bind(async () => {
    handed += 1;
    await decided.promise;
  });
  const event = { type: 'message', channel: 'C1', user: 'U1', ts: '1700000000.000100', text: 'a word' };
  const taken = inbox.take({
    body: { type: 'event_callback', event_id: 'Ev9', event },
    ack: async () => undefined,
  });
  await until(async () => (await undecided()) === 1);
  const begun = inbox.begin();
  await seen.promise;
  decided.resolve();
  await taken;
  expect(await undecided()).toBe(0);
  read.resolve();
  await begun;
  await inbox.drain();
  expect(handed).toBe(1);
});

test('whom Slack waits for: until the acknowledgement, however long the work goes on', async () => {
  const { unit } = (await start()).bot;
  const [acknowledged, done] = [deferred<void>(), deferred<void>()];
  const inbox = new Inbox({ unit, now: () => new Date().toISOString(), log: { warn() {}, error() {} } });
  inbox.bind(async (event) => {
    await event.ack();
    acknowledged.resolve();
    await done.promise;
  });
  const body = { command: '/metawsm', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2.3', text: 'help' };
  const taken = inbox.take({ body, ack: async () => undefined });
  expect(inbox.unacknowledged).toBe(1);
  await acknowledged.promise;
  expect(inbox.unacknowledged).toBe(0);
  done.resolve();
  await taken;
});

test('lost acknowledgements: Slack sends again, the bot only acknowledges', async () => {
  const { slack, ana, dev } = await start({ slack: { redeliverAfterMs: 50 } });
  const card = await rig.begins('ACK-1', '');
  await slack.message(dev, /question about the \*goal/, { thread: card });
  slack.faults.loseAcks(2);
  await ana.says('Greet people by name', { in: dev, thread: card });
  await slack.settled();
  // Acknowledged is stored; it may be decided a moment later.
  await rig.bot.connection.inbox.drain();
  const answers = (await rig.bot.unit.read.journal((await rig.run()).id)).filter(
    (line) => line.event.type === 'answer',
  );
  expect(answers).toHaveLength(1);
});

test('what was stored and not decided is decided by the next life, with its answer', async () => {
  const { slack, ana, dev } = await start({
    tools: (tools) => ({ ...tools, door: deaf(tools.door) }),
    slack: { ackTimeoutMs: 2_000 },
    tries: 100,
  });
  await expect(ana.types('/metawsm bootstrap LFT-1 --repos api', { in: dev })).rejects.toThrow(
    'operation_timeout',
  );
  expect(await runs()).toEqual([]);
  expect(await undecided()).toBe(1);
  hearing = true;
  await rig.stop();
  await rig.start();
  await ana.ephemeral(/Starting intake for ticket LFT-1/, { in: dev });
  await slack.message(dev, /LFT-1/, { from: 'bot' });
  expect((await runs()).map((run) => run.ticket)).toEqual(['LFT-1']);
  expect(await undecided()).toBe(0);
});

test('an answer in the next life reaches also whoever is known, though Slack no longer waits for it', async () => {
  const { slack, ana, dev } = await start({
    tools: (tools) => ({ ...tools, door: deaf(tools.door) }),
    slack: { ackTimeoutMs: 2_000 },
    tries: 100,
  });
  await ana.types('/metawsm status', { in: dev });
  await expect(ana.types('/metawsm bootstrap KNW-1 --repos api', { in: dev })).rejects.toThrow(
    'operation_timeout',
  );
  hearing = true;
  await rig.stop();
  await rig.start();
  await ana.ephemeral(/Starting intake for ticket KNW-1/, { in: dev });
  await slack.message(dev, /KNW-1/, { from: 'bot' });
});

let hearing = false;
/** A door that breaks until it hears. */
function deaf(door: Tools['door']): Tools['door'] {
  return {
    gesture: (...args) => door.gesture(...args),
    settle: (key) => door.settle(key),
    create: (...args) => (hearing ? door.create(...args) : Promise.reject(new Error('out of order'))),
  };
}

test('a defect is tried again, then given up and logged; nothing of the payload is', async () => {
  const { ana, dev } = await start({
    tools: (tools) => ({ ...tools, door: deaf(tools.door) }),
    slack: { ackTimeoutMs: 2_500 },
  });
  await expect(
    ana.types('/metawsm bootstrap DED-1 --repos api --goal "hidden words"', { in: dev }),
  ).rejects.toThrow();
  const deadline = Date.now() + 15_000;
  // Slack may have given up waiting before the bot had even stored it.
  const isGivenUp = () => rig.lines.some((line) => line.includes('was given up'));
  while (!isGivenUp() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await undecided()).toBe(0);
  expect(rig.lines.filter((line) => line.includes('could not be handled'))).toHaveLength(3);
  expect(rig.lines.filter((line) => line.includes('was given up'))).toHaveLength(1);
  expect(rig.lines.join('\n')).toContain('out of order');
  expect(rig.lines.join('\n')).not.toContain('hidden words');
  // The bot goes on hearing.
  expect(await ana.types('/metawsm help', { in: dev })).toMatch(/bootstrap/);
});

test('what people wrote while the bot was down is read at the next connection, once', async () => {
  const { slack, ana, dev } = await start({ slack: { eventLifeMs: 1 } });
  const card = await rig.begins('CTC-1', COMPLETE.replace('--goal "Greet people by name" ', ''));
  await slack.message(dev, /question about the \*goal/, { thread: card });
  await rig.stop();
  await ana.says('// nobody home', { in: dev, thread: card });
  const reply = await ana.says('Greet people by name', { in: dev, thread: card });
  await rig.start();
  await slack.message(dev, /Done criteria/, { thread: card });
  expect((await rig.run()).run.draft.goal).toMatchObject({
    text: 'Greet people by name',
    decision: { by: ana.id },
  });
  await slack.waitFor(() => reply.reactions.length > 0, 'the mark');
  await rig.bot.catchUp.run();
  const answers = (await rig.bot.unit.read.journal((await rig.run()).id)).filter(
    (line) => line.event.type === 'answer',
  );
  expect(answers).toHaveLength(1);
  expect((await rig.bot.unit.read.seenTs((await rig.run()).id)) ?? '').not.toBe('');
});

test('what was missed is read again when Slack fails meanwhile', async () => {
  const { slack, ana, dev } = await start({ slack: { eventLifeMs: 1 } });
  const card = await rig.begins('CTC-2', COMPLETE.replace('--goal "Greet people by name" ', ''));
  await slack.message(dev, /question about the \*goal/, { thread: card });
  await rig.stop();
  await ana.says('Greet people by name', { in: dev, thread: card });
  slack.faults.next('conversations.replies', { error: 'internal_error' }, 3);
  await rig.start();
  await slack.message(dev, /Done criteria/, { thread: card });
});

test('commands are served while a connection is renewed or broken', async () => {
  const { slack, ana, dev } = await start();
  await ana.types('/metawsm help', { in: dev });
  const opened = (count: number) => () => slack.callsOf('apps.connections.open').length >= count;
  slack.faults.dropSockets();
  await slack.waitFor(opened(4), 'new connections');
  await slack.connected(2);
  expect(await ana.types('/metawsm help', { in: dev })).toMatch(/bootstrap/);
  slack.faults.refreshSockets();
  await slack.waitFor(opened(6), 'new connections');
  await slack.connected(2);
  expect(await ana.types('/metawsm help', { in: dev })).toMatch(/bootstrap/);
});

test('replies of one thread keep their order', async () => {
  const { slack, ana, dev } = await start();
  const card = await rig.begins('ORD-1', '');
  await slack.message(dev, /question about the \*goal/, { thread: card });
  const texts = ['Greet people by name', 'src/greet.ts', '`npm test` passes', 'none'];
  for (const text of texts) await ana.says(text, { in: dev, thread: card });
  await slack.message(dev, /Done criteria/, { thread: card });
  const { draft } = (await rig.run()).run;
  expect([draft.goal?.text, draft.scope?.text, draft.done?.text, draft.constraints?.text]).toEqual(texts);
});
