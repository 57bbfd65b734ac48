/** The agent's account has used up what it may: the run is parked until the limit ends, or a person lets it go on. Pure. */
import type { RunContext } from './context.js';
import type { PersonEvent, WorkEvent } from './events.js';
import type { GuidanceRequest, NewRequest } from './guidance-request.js';
import { decisionOf } from './intake.js';

type Change = Partial<RunContext>;
type Limited = Extract<WorkEvent, { type: 'agent_limited' }>;

/** So that nobody knocks before the door is open: clocks differ. */
const MARGIN_MS = 60_000;
/** What claims to end further away than this is a misreading. */
const LONGEST_MS = 366 * 86_400_000;

export const isLimit = ({ kind }: Pick<GuidanceRequest, 'kind'>): boolean => kind === 'limit';
export const openLimits = (run: RunContext) =>
  run.guidance.filter((one) => isLimit(one) && one.state === 'open');

/** The request that stands for the limit; `until` only where it can be believed. */
export function limitRequest(run: RunContext, { at, until, detail }: Limited): NewRequest {
  const end = until === undefined ? undefined : credible(run, at, until);
  return {
    kind: 'limit',
    question: detail,
    options: [],
    agent: run.agent.name,
    via: { kind: 'prompt' },
    ...(end === undefined ? {} : { until: end }),
  };
}

/** An end that is over was believed once already when the agent names it again: going on would be blind. */
function credible(run: RunContext, at: string, until: string): string | undefined {
  const waitMs = Date.parse(until) - Date.parse(at);
  if (!(Math.abs(waitMs) <= LONGEST_MS)) return undefined;
  const end = new Date(Date.parse(until)).toISOString();
  const known = run.guidance.some((one) => isLimit(one) && one.until !== undefined && one.until >= end);
  return waitMs > 0 || !known ? end : undefined;
}

/** How long after `at` the agent is wanted again. */
export const waitFor = (run: RunContext, until: string, at: string): number =>
  Math.max(0, Date.parse(until) - Date.parse(at)) + (run.settings.limitMarginMs ?? MARGIN_MS);

/** A person lets it go on: the limits are closed in their name. */
export const resumeLimits = (
  run: RunContext,
  event: Extract<PersonEvent, { type: 'resume' }>,
  which: (one: GuidanceRequest) => boolean = () => true,
): Change => closed(run, event.at, which, { answer: { text: 'Resume', decision: decisionOf(event) } });

/** It is over: closed without an answer, which says that the run goes on by itself. */
export const endLimit = (run: RunContext, id: string, at: string): Change =>
  closed(run, at, (one) => one.id === id, {});

/** There is nothing to deliver, which is the same as delivered. */
function closed(
  run: RunContext,
  at: string,
  which: (one: GuidanceRequest) => boolean,
  more: Partial<GuidanceRequest>,
): Change {
  const open = openLimits(run).filter(which);
  if (open.length === 0) return {};
  const change = { state: 'answered' as const, deliveredAt: at, ...more };
  return {
    guidance: run.guidance.map((one) => (open.includes(one) ? { ...one, ...change } : one)),
    revision: run.revision + 1,
  };
}
