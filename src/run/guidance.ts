/** Requests of a blocked agent: how they open, are answered once, and reach the agent. Pure changes of context. */
import type { RunContext } from './context.js';
import type { PersonEvent, WorkEvent } from './events.js';
import { type GuidanceRequest, takesText } from './guidance-request.js';
import { decisionOf } from './intake.js';

type Change = Partial<RunContext>;
type Asked = Extract<WorkEvent, { type: 'guidance_requested' }>;

export const openRequests = (run: RunContext) => run.guidance.filter((one) => one.state === 'open');

/** The open request that an answer means: the named one, else the oldest that a text answers. */
export function requestFor(run: RunContext, target: string | undefined): GuidanceRequest | undefined {
  return openRequests(run).find((one) => (target === undefined ? takesText(one) : one.id === target));
}

export function openRequest(run: RunContext, event: Asked): Change {
  const request: GuidanceRequest = {
    ...event.request,
    id: `g${run.guidance.length + 1}`,
    askedAt: event.at,
    step: run.agent.step,
    state: 'open',
  };
  return { guidance: [...run.guidance, request], revision: run.revision + 1 };
}

/** Taken, but not with the agent yet: kept while the run was paused, and over a stop. */
export const undelivered = (run: RunContext) =>
  run.guidance.filter((one) => one.state === 'answered' && one.deliveredAt === undefined);

/** The agent ended twice without a word: metawsm asks in its place. */
export function askInPlaceOfAgent(run: RunContext, at: string): Change {
  return openRequest(run, {
    type: 'guidance_requested',
    at,
    request: { question: '', options: [], agent: run.agent.name, via: { kind: 'prompt' } },
  });
}

export function answerRequest(run: RunContext, event: Extract<PersonEvent, { type: 'answer' }>): Change {
  const request = requestFor(run, event.target);
  if (!request) return {};
  const answer = { text: event.text, decision: decisionOf(event) };
  return {
    guidance: replace(run, request.id, { state: 'answered', answer }),
    revision: run.revision + 1,
  };
}

type Withdrawn = Extract<WorkEvent, { type: 'guidance_withdrawn' }>;

export function withdrawRequest(run: RunContext, { via }: Withdrawn): Change {
  const request = openRequests(run).find(
    (one) => one.via.kind === via.kind && 'id' in one.via && one.via.id === via.id,
  );
  return request ? { guidance: replace(run, request.id, { state: 'withdrawn' }) } : {};
}

/** With the agent ended by a person, nobody waits for an answer any more. */
export const withdrawAll = (run: RunContext): Change => ({
  guidance: run.guidance.map((one) => (one.state === 'open' ? { ...one, state: 'withdrawn' as const } : one)),
});

export const markDelivered = (run: RunContext, id: string, at: string): Change => ({
  guidance: replace(run, id, { deliveredAt: at }),
});

/** Somebody else than the requester is asked; it grants nothing. */
export function handOver(run: RunContext, event: Extract<PersonEvent, { type: 'hand_over' }>): Change {
  const handedTo = { to: event.to, decision: decisionOf(event) };
  return { guidance: replace(run, event.target, { handedTo }), revision: run.revision + 1 };
}

/** True when this life of the agent has asked: ending after a question is waiting for its answer. */
export const askedInThisLife = (run: RunContext) => run.guidance.some((one) => one.step === run.agent.step);

export function replace(run: RunContext, id: string, change: Partial<GuidanceRequest>): GuidanceRequest[] {
  return run.guidance.map((one) => (one.id === id ? { ...one, ...change } : one));
}
