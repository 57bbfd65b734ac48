/** The end of a turn, once it is decided, for whoever comes back; redacted, since people read it. */
import { endOf, readEnd } from '../../../shell/output-end.js';
import { type Session, writeSession } from './session.js';
import { type TurnEnd, writeTurnEnd } from './turn-folder.js';

export interface KeepOptions {
  home: string;
  runId: string;
  step: number;
  redact: (text: string) => string;
  fault: (error: unknown) => void;
}

/** How much of standard error is read for its end, and how much of that is told. */
const ERRORS = { bytes: 64 * 1024, lines: 20, characters: 2_000 };

/** The end as it is told. `session`: with what it has cost by now. */
export function keepEnd(options: KeepOptions, end: TurnEnd, session: Session | undefined): TurnEnd {
  const { home, runId, step, redact, fault } = options;
  const kept: TurnEnd = {
    ...end,
    ...redacted(end, redact),
    ...(end.fault ? { fault: { ...end.fault, ...redacted(end.fault, redact) } } : {}),
    ...(end.limit ? { limit: { ...end.limit, detail: redact(end.limit.detail) } } : {}),
  };
  try {
    if (session) writeSession(home, runId, session);
    writeTurnEnd(home, runId, step, kept);
  } catch (error) {
    // It is told all the same; only a bot that takes over now decides it anew.
    fault(error);
  }
  return kept;
}

/** The end of what the agent wrote to standard error; empty for nothing. */
export const errorsIn = (path: string, redact: (text: string) => string): string =>
  endOf(readEnd(path, 0, ERRORS.bytes), { ...ERRORS, redact });

const redacted = ({ detail }: { detail?: string }, redact: (text: string) => string) =>
  detail === undefined ? {} : { detail: redact(detail) };
