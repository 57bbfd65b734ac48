/** A world in which many journeys go on at once, and which may restart under their feet. */
import type { ReceiverEvent } from '@slack/bolt';
import type { Handlers, UnitOfWork } from '../../../src/engine/ports.js';
import { openStore } from '../../../src/persistence/store.js';
import type { Json } from '../../../src/playground/server/json.js';
import { Inbox } from '../../../src/slack/inbox.js';
import { type Body, receiptOf } from '../../../src/slack/receipt.js';
import { type Deferred, deferred } from '../../../src/stages/agents/acp/deferred.js';
import { merge } from '../../run/walk.js';
import { makeRig, type Rig } from '../../slack/rig.js';

export const HOUR_MS = 3_600_000;

export interface Stand {
  rig: Rig;
  /** Not while the bot is down, and the bot does not go down meanwhile. */
  steady<T>(work: () => Promise<T>): Promise<T>;
  /** A gesture that may be made while the bot is down: it then waits at the door. */
  bold<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when deliveries may leave; undefined while the bot is up. */
  gate(): Promise<void> | undefined;
  /** Goes down and comes back; `meanwhile` gets a way to store a delivery that a crash kept from being decided. */
  restart(meanwhile: (store: (body: Json) => Promise<boolean>) => Promise<void>): Promise<void>;
  /** Nothing is left to be decided or said. */
  quiet(patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function makeStand({ behindMs = 0 } = {}): Promise<Stand> {
  const rig = await makeRig({
    stages: STAGES,
    agents: 500,
    slack: { behindMs, redeliverAfterMs: 2_000, triggerLifeMs: 160_000 },
  });
  return standOn(rig);
}

export function standOn(rig: Rig): Stand {
  let closed: Deferred<void> | undefined;
  let busy = 0;
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
    }
  };
  const stand: Stand = {
    rig,
    async steady(work) {
      while (closed) await closed.promise;
      return during(work);
    },
    bold(work) {
      if (!closed) return during(work);
      const made = work();
      // From the moment on at which it may leave.
      void closed.promise.then(() => during(() => made.catch(() => undefined)));
      return made;
    },
    gate: () => closed?.promise,
    async restart(meanwhile) {
      closed = deferred();
      await until(async () => busy === 0, 'gestures under way to end');
      await rig.stop();
      const { unit, close } = await openStore({ url: `sqlite:${rig.home}/test.sqlite`, home: rig.home });
      await meanwhile((body) => storedOnly(unit, body));
      await close();
      await rig.start();
      const { resolve: open } = closed;
      closed = undefined;
      open();
    },
    async quiet(patienceMs = 60_000) {
      await rig.slack.settled(patienceMs);
      const { read } = rig.bot.unit;
      await until(async () => (await read.newInbox(1)).length === 0, 'everything to be decided', patienceMs);
      await until(async () => (await read.unsent()).count === 0, 'everything to be said', patienceMs);
    },
    close: () => rig.close(),
  };
  return stand;
}

/** As if the bot had died between the store and the decision. */
async function storedOnly(unit: UnitOfWork, body: Json): Promise<boolean> {
  if (receiptOf(body as Body).kind !== 'store') return false;
  const inbox = new Inbox({ unit, now, log: { warn: () => {}, error: () => {} } });
  await new Promise<void>((resolve) => {
    inbox.bind(() => {
      resolve();
      return new Promise(() => undefined);
    });
    void inbox.take({ body, ack: async () => resolve() } as ReceiverEvent);
  });
  return true;
}

/** Looks again and again until it is so. */
export async function until(isSo: () => Promise<boolean>, what: string, patienceMs = 60_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

const now = () => new Date().toISOString();

/** Stages that end well; the agent works until the journey says otherwise. */
const STAGES: Partial<Handlers> = {
  'checks.run': async ({ step }) => ({
    type: 'checks_finished',
    step,
    at: now(),
    changes: [],
    results: [
      {
        repo: 'api',
        command: 'npm test',
        exitCode: 0,
        timedOut: false,
        durationMs: 1,
        output: '',
        commit: 'a'.repeat(40),
        undone: [],
      },
    ],
  }),
  'merge.build': async ({ step }) => ({ type: 'merge_built', step, at: now(), merges: [merge() as never] }),
  'merge.verify': async ({ step }) => ({ type: 'merge_verified', step, at: now(), results: [] }),
  'merge.push': async ({ step }) => ({
    type: 'merge_finished',
    step,
    at: now(),
    merges: [merge({ state: 'merged' }) as never],
  }),
  'ticket.write': async ({ step }) => ({ type: 'ticket_written', step, at: now() }),
};
