/** Repositories and ticket, read side by side. */
import { expect, test } from '@jest/globals';
import { readingWith } from '../../src/app/reading.js';
import type { WorkEvent } from '../../src/run/events.js';
import type { TicketReading } from '../../src/run/ticket-reading.js';
import { call, closedRun } from '../stages/tickets/closed-run.js';

const at = '2026-01-02T03:04:05.000Z';

const none = async () => [];

/** A ticket repository that does not answer. */
function silent() {
  const asked: AbortSignal[] = [];
  const read = (_: string, signal: AbortSignal) =>
    new Promise<TicketReading>((_resolve, reject) => {
      asked.push(signal);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { asked, read };
}

test('repositories that cannot be used are told at once, and the ticket is waited for no longer', async () => {
  const { asked, read } = silent();
  const event: WorkEvent = {
    type: 'repositories_unusable',
    step: 1,
    at,
    faults: [{ code: 'repository_unknown' }],
  };
  expect(await readingWith(async () => event, read, none)({ step: 1 }, closedRun(), call)).toBe(event);
  expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
});

test('the same where reading them is broken off', async () => {
  const { asked, read } = silent();
  const broken = new Error('the bot ends');
  const reading = readingWith(async () => Promise.reject(broken), read, none)({ step: 1 }, closedRun(), call);
  await expect(reading).rejects.toBe(broken);
  expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
});
