/** What words were meant for that somebody wrote while somebody else decided. Pure. */
import type { RunContext } from './context.js';
import type { Decision } from './decision.js';

export interface Written {
  by: string;
  /** ISO instant. */
  at: string;
  /** Slack's own time of the message; absent for commands. */
  ts?: string | undefined;
}

/** So long after a decision words may have been written before Slack showed what is open now. */
const UNSHOWN_MS = 60_000;
/** So long after a decision words may have been written without having seen it. */
const UNSEEN_MS = 5_000;

/**
 * The question or request that was decided while these words were written, where they can be meant for no other:
 * Slack did not show `open` yet, or nothing is open. Undefined: they are for what is open.
 */
export function decidedMeanwhile(
  run: RunContext,
  open: string | undefined,
  written: Written,
): string | undefined {
  if (open !== undefined && isShown(run, open, written)) return undefined;
  const last = lastDecided(run);
  if (!last) return undefined;
  const since = Date.parse(written.at) - Date.parse(last.decision.at);
  if (open !== undefined) return since < UNSHOWN_MS ? last.id : undefined;
  // who goes on talking has seen the own decision
  return since < UNSEEN_MS && last.decision.by !== written.by ? last.id : undefined;
}

/** The newest decision on a question or request. */
export function lastDecided({
  questions,
  guidance,
}: RunContext): { id: string; decision: Decision } | undefined {
  const all = [
    ...questions.map(({ id, answer, keptBy, withdrawnBy }) => ({
      id,
      decision: answer?.decision ?? keptBy ?? withdrawnBy,
    })),
    ...guidance.map(({ id, answer }) => ({ id, decision: answer?.decision })),
  ];
  return all
    .flatMap(({ id, decision }) => (decision ? [{ id, decision }] : []))
    .reduce<ReturnType<typeof lastDecided>>(
      (last, one) => (last && last.decision.at > one.decision.at ? last : one),
      undefined,
    );
}

function isShown({ messages, questions }: RunContext, open: string, { ts, at }: Written): boolean {
  const kind = questions.some(({ id }) => id === open) ? 'question' : 'guidance';
  const place = messages[`${kind}:${open}`];
  return place !== undefined && Number(ts ?? Date.parse(at) / 1_000) > Number(place.ts);
}
