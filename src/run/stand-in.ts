/** What stands for a run whose stored state cannot be read: it says so, and nothing can be pressed on it. */
import type { RunContext } from './context.js';
import { outlookOf, type Stored } from './decide.js';
import { MACHINE_VERSION } from './machine/run.js';
import { newRun } from './wish.js';

/** What is known of a run beside its state. */
export interface RunFacts {
  id: string;
  ticket: string;
  channel: string;
  requester: string;
  createdAt: string;
  /** Of its newest card. */
  cardTs?: string;
}

/** Why a stored state is none that this version can go on with; undefined where it can. */
export function unreadableBecause(id: string, stored: Stored, machineVersion: number): string | undefined {
  if (machineVersion > MACHINE_VERSION)
    return `a newer metawsm has stored it (${machineVersion}; this one knows ${MACHINE_VERSION})`;
  const lack = lackOf(id, stored.context);
  if (lack) return lack;
  try {
    outlookOf(stored);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : String(error).slice(0, 200);
  }
}

const SAMPLE = newRun(
  '',
  { ticket: '', repos: [], agent: '', fields: {}, channel: '', requester: '', at: '' },
  {
    remindAfterMs: 0,
    escalateAfterMs: 0,
    checkAttempts: 0,
    startTimeMs: 0,
    runTimeMs: 0,
    silenceMs: 0,
    lapseAfterMs: 0,
    endTimeMs: 0,
  },
);

function lackOf(id: string, context: RunContext | undefined): string | undefined {
  if (kindOf(context) !== 'object') return 'it holds no context';
  if (context?.id !== id) return 'it is that of another run';
  for (const [key, value] of Object.entries(SAMPLE))
    if (kindOf(context[key as keyof RunContext]) !== kindOf(value)) return `its context has no ${key}`;
  return undefined;
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;

/** A run that has failed for this reason. It is never stored. */
export function standIn(facts: RunFacts, reason: string): Stored {
  const { id, createdAt: at, cardTs, channel } = facts;
  const wish = { ...facts, repos: [], agent: 'unknown', fields: {}, at };
  const context: RunContext = {
    ...newRun(id, wish, SAMPLE.settings),
    unreadable: true,
    trouble: { code: 'run_unreadable', at, detail: reason },
    messages: cardTs === undefined ? {} : { card: { channel, ts: cardTs, drawn: '' } },
  };
  return { status: 'active', value: 'failed', historyValue: {}, children: {}, context };
}
