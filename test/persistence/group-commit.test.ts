/** What waits at the same time shares a commit. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { InboxRow } from '../../src/engine/ports.js';
import type { Gate } from '../../src/persistence/unit-of-work.js';
import { type Asked, type GateTrial, listenTo, openGate } from './gate-trial.js';
import { T0 } from './samples.js';

let trial: GateTrial;
let gate: Gate;
let asked: Asked[];
beforeEach(async () => {
  trial = await openGate();
  gate = trial.gate;
  asked = listenTo(trial.writer);
});
afterEach(() => trial.end());

/** First words of what the writer was asked, in order. */
const words = () => asked.map(({ sql }) => sql.split(' ')[0]);
const row = (key: string): InboxRow => ({ key, body: {}, receivedAt: T0, status: 'new', attempts: 0 });
const stored = async () => (await gate.read.newInbox(100)).map(({ key }) => key);

/** Holds the gate until `go` is called. */
async function held(): Promise<{ done: Promise<unknown>; go: () => void }> {
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  let begun = () => {};
  const open = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const done = gate.write(() => {
    begun();
    return gone;
  });
  await open;
  return { done, go };
}

test('one alone needs no transaction, those that wait together have one', async () => {
  await gate.single.addInbox(row('a'));
  expect(words()).toEqual(['INSERT']);
  const { done, go } = await held();
  asked.length = 0;
  const together = ['b', 'c', 'd', 'b'].map((key) => gate.single.addInbox(row(key)));
  go();
  expect(await Promise.all(together)).toEqual([true, true, true, false]);
  await done;
  expect(words()).toEqual(['COMMIT', 'BEGIN', 'INSERT', 'INSERT', 'INSERT', 'INSERT', 'COMMIT']);
  expect(await stored()).toEqual(['a', 'b', 'c', 'd']);
});

test('nobody is told before it is on the disk', async () => {
  const { done, go } = await held();
  const told: string[] = [];
  const together = ['a', 'b'].map((key) =>
    gate.single.addInbox(row(key)).then(() => void told.push(words().at(-1)!)),
  );
  go();
  await Promise.all([done, ...together]);
  expect(told).toEqual(['COMMIT', 'COMMIT']);
});

test('the fault of one is told to that one alone', async () => {
  const { done, go } = await held();
  const [first, faulty, last] = [
    gate.single.addInbox(row('a')),
    gate.single.settleEffect('nobody/1/0', 'done'),
    gate.single.addInbox(row('b')),
  ];
  const fault = expect(faulty).rejects.toThrow(/There is no effect nobody/);
  go();
  await Promise.all([done, fault]);
  expect(await Promise.all([first, last])).toEqual([true, true]);
  expect(await stored()).toEqual(['a', 'b']);
});

test('the order in which they came stays, also between those that share a commit', async () => {
  const { done, go } = await held();
  const order: string[] = [];
  const told = (name: string) => (): void => void order.push(name);
  const write = (name: string) => gate.write((tx) => tx.addInbox(row(name))).then(told(name));
  const single = (name: string) => gate.single.addInbox(row(name)).then(told(name));
  asked.length = 0;
  const all = [single('a'), write('b'), single('c'), single('d'), write('e'), single('f')];
  go();
  await Promise.all([done, ...all]);
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(words().filter((word) => word === 'COMMIT')).toHaveLength(4);
});

test('at its end the gate waits for all that was let in, and lets nothing in any more', async () => {
  const { done, go } = await held();
  const all = [
    gate.single.addInbox(row('a')),
    gate.write((tx) => tx.addInbox(row('b'))),
    gate.single.addInbox(row('c')),
  ];
  const closed = gate.close().then(() => words().at(-1));
  await expect(gate.single.addInbox(row('d'))).rejects.toThrow(/closed/);
  await expect(gate.write((tx) => tx.addInbox(row('e')))).rejects.toThrow(/closed/);
  go();
  expect(await Promise.all([done, ...all])).toEqual([undefined, true, true, true]);
  expect(await closed).toBe('INSERT');
  expect((await stored()).sort()).toEqual(['a', 'b', 'c']);
});
