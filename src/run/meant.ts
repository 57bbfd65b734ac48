/** What words were meant for that somebody wrote while somebody else decided. Pure. */
import type { IntakeQuestion, RunContext } from './context.js';
import type { Decision } from './decision.js';

export interface Written {
  by: string;
  /** ISO instant. */
  at: string;
  /** Slack's own time of the message; absent for commands. */
  ts?: string | undefined;
  /** By command, so no talk among people: however long it was on its way. */
  isAnswer?: true;
}

/** So long after a decision words may have been written before Slack showed what is open now. */
const UNSHOWN_MS = 60_000;
/** So long after a decision words may have been written without having seen it. */
const UNSEEN_MS = 5_000;

export type Sure =
  | { for: 'open' }
  /** Somebody has decided `id` while these words were written, and they can be meant for no other. */
  | { for: 'decided'; id: string }
  /** Written before the agent's request that is open could be seen. */
  | { for: 'earlier' };

/** `unknown` until the message of what is open is known: Slack may show it already. `guess`, where that takes too long. */
export type Meant = Sure | { for: 'unknown'; guess: Sure };

const OPEN: Sure = { for: 'open' };

/** Whether words are meant for `open`, which waits now; undefined: nothing waits. */
export function meantFor(run: RunContext, open: string | undefined, written: Written): Meant {
  const meant = ofTwo(run, open, written);
  return meant.for === 'open' && open !== undefined ? inTime(run, open, written) : meant;
}

/**
 * Slack may deliver a message an hour late. One that was written before an agent's request could be seen was meant for
 * something else, and must not become the answer to it. In the intake people answer ahead, and read the brief before it counts.
 */
function inTime(run: RunContext, open: string, { ts, isAnswer }: Written): Meant {
  const request = run.guidance.find(({ id }) => id === open);
  if (!request || ts === undefined || isAnswer) return OPEN;
  const place = placeOf(run, open);
  if (place) return Number(ts) < Number(place.ts) ? { for: 'earlier' } : OPEN;
  // By two clocks, which may differ.
  const isEarlier = Number(ts) < Date.parse(request.askedAt) / 1_000;
  return { for: 'unknown', guess: isEarlier ? { for: 'earlier' } : OPEN };
}

/** Of two people at the same moment: whether somebody else has decided what these words were meant for. */
function ofTwo(run: RunContext, open: string | undefined, written: Written): Meant {
  const last = lastDecided(run);
  // who has decided it goes on talking, and may well know what is asked next
  if (!last || last.decision.by === written.by) return OPEN;
  const since = Date.parse(written.at) - Date.parse(last.decision.at);
  if (open === undefined) {
    const isLate = since < UNSEEN_MS || (written.isAnswer && isLastDecided(run));
    return isLate ? { for: 'decided', id: last.id } : OPEN;
  }
  if (since >= UNSHOWN_MS) return OPEN;
  const place = placeOf(run, open);
  if (!place) return { for: 'unknown', guess: guessed(inTime(run, open, written)) };
  const isShown = Number(written.ts ?? Date.parse(written.at) / 1_000) > Number(place.ts);
  return isShown ? OPEN : { for: 'decided', id: last.id };
}

const guessed = (meant: Meant): Sure => (meant.for === 'unknown' ? meant.guess : meant);

/** The newest decision on a question or request. */
function lastDecided({ questions, guidance }: RunContext): { id: string; decision: Decision } | undefined {
  const all = [
    ...questions.map((question) => ({ id: question.id, decision: decisionOn(question) })),
    ...guidance.map(({ id, answer }) => ({ id, decision: answer?.decision })),
  ];
  return all
    .flatMap(({ id, decision }) => (decision ? [{ id, decision }] : []))
    .reduce<ReturnType<typeof lastDecided>>(
      (last, one) => (last && last.decision.at > one.decision.at ? last : one),
      undefined,
    );
}

/** Whether what was asked last was decided by somebody, and did not just become needless. */
function isLastDecided({ guidance, questions }: RunContext): boolean {
  const request = guidance.at(-1);
  return request ? request.answer !== undefined : decisionOn(questions.at(-1)) !== undefined;
}

const decisionOn = (question: IntakeQuestion | undefined): Decision | undefined =>
  question?.answer?.decision ?? question?.keptBy ?? question?.withdrawnBy;

function placeOf({ messages, questions }: RunContext, open: string): { ts: string } | undefined {
  const kind = questions.some(({ id }) => id === open) ? 'question' : 'guidance';
  return messages[`${kind}:${open}`];
}
