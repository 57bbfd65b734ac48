import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EffectRow, JournalLine, StoredRun } from '../../src/engine/ports.js';
import { openStore, type Store } from '../../src/persistence/store.js';
import type { RunContext } from '../../src/run/context.js';
import { newRun } from '../../src/run/wish.js';
import { SETTINGS } from '../run/walk.js';

export const T0 = '2026-03-01T10:00:00.000Z';
export const T1 = '2026-03-01T10:00:01.000Z';
export const T2 = '2026-03-01T10:00:02.000Z';

export interface Trial {
  home: string;
  url: string;
  store: Store;
  /** Closes the store and opens it again. */
  reopen(): Promise<Store>;
  end(): Promise<void>;
}

/** A store in a temporary home. */
export async function openTrial(): Promise<Trial> {
  const home = await mkdtemp(join(tmpdir(), 'metawsm-store-'));
  const url = `sqlite:${join(home, 'metawsm.sqlite')}`;
  const trial: Trial = {
    home,
    url,
    store: await openStore({ url, home, now: () => T2 }),
    async reopen() {
      await trial.store.close();
      trial.store = await openStore({ url, home, now: () => T2 });
      return trial.store;
    },
    async end() {
      await trial.store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
  return trial;
}

const WISH = {
  ticket: 'ABC-12',
  repos: [],
  agent: 'script',
  fields: {},
  channel: 'C1',
  requester: 'U1',
  at: T0,
};

export const contextOf = (id: string, more: Partial<RunContext> = {}): RunContext => ({
  ...newRun(id, WISH, SETTINGS),
  ...more,
});

const STATE = { status: 'active', value: { intake: 'reading' }, historyValue: {}, children: {} };

export function runOf(
  id: string,
  more: Partial<StoredRun> = {},
  context: Partial<RunContext> = {},
): StoredRun {
  const ticket = more.ticket ?? 'ABC-12';
  return {
    id,
    ticket,
    status: 'intake',
    snapshot: { ...STATE, context: contextOf(id, { ticket, ...context }) },
    version: 0,
    machineVersion: 1,
    createdAt: T0,
    ...more,
  };
}

export function lineOf(runId: string, seq: number, key: string): JournalLine {
  return { runId, seq, key, event: { type: 'start', actor: 'U1', at: T1 }, at: T1, outcome: 'applied' };
}

export function effectOf(runId: string, seq: number, k: number, more: Partial<EffectRow> = {}): EffectRow {
  return {
    id: `${runId}/${seq}/${k}`,
    runId,
    seq,
    k,
    kind: 'slack.post',
    lane: 'posts',
    params: { ref: 'card' },
    status: 'pending',
    attempts: 0,
    ...more,
  };
}
