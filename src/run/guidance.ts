/** Requests of an agent: how they open, are decided once, and reach the agent. Pure changes of context. */
import type { RunContext } from './context.js';
import type { PersonEvent, WorkEvent } from './events.js';
import { type GuidanceAnswer, type GuidanceRequest, type NewRequest, takesText } from './guidance-request.js';
import { decisionOf } from './intake.js';
import { ruleOf } from './permission/run-rule.js';

type Change = Partial<RunContext>;
type Asked = Extract<WorkEvent, { type: 'guidance_requested' }>;
type Answer = Extract<PersonEvent, { type: 'answer' }>;
type Permit = Extract<PersonEvent, { type: 'permit' }>;
type HandOver = Extract<PersonEvent, { type: 'hand_over' }>;

export const openRequests = (run: RunContext) => run.guidance.filter((one) => one.state === 'open');

/** The open request that an answer means: the named one, else the oldest that a text answers. */
export function requestFor(run: RunContext, target: string | undefined): GuidanceRequest | undefined {
  return openRequests(run).find((one) => (target === undefined ? takesText(one) : one.id === target));
}

/** The open request that this answer fits: a text, or the values of a form or of several options. */
export function answerable(run: RunContext, event: Answer): GuidanceRequest | undefined {
  const request = requestFor(run, event.target);
  if (!request) return undefined;
  const fits = event.values ? request.kind === 'form' || request.multiple : takesText(request);
  return fits ? request : undefined;
}

/** The open permission that this decides. */
export const permittable = (run: RunContext, { target }: Permit): GuidanceRequest | undefined =>
  openRequests(run).find((one) => one.id === target && one.kind === 'permission');

/**
 * The open request that somebody else may be asked for. At a limit nobody has anything to answer; and whoever did not
 * know that it was handed over already hands it to nobody.
 */
export const handable = (run: RunContext, { target, revision }: HandOver): GuidanceRequest | undefined =>
  openRequests(run).find(
    ({ id, kind, handedTo }) =>
      id === target && kind !== 'limit' && (revision ?? run.revision) >= (handedTo?.revision ?? 0),
  );

export const idOfNext = (run: RunContext): string => `g${run.guidance.length + 1}`;

export function openRequest(run: RunContext, { request, at }: Pick<Asked, 'request' | 'at'>): Change {
  const opened: GuidanceRequest = {
    ...request,
    id: idOfNext(run),
    askedAt: at,
    step: run.agent.step,
    state: 'open',
  };
  return { guidance: [...run.guidance, opened], revision: run.revision + 1 };
}

/** Taken, but not with the agent yet: kept while the run was paused, and over a stop. */
export const undelivered = (run: RunContext) =>
  run.guidance.filter((one) => one.state === 'answered' && one.deliveredAt === undefined);

/** The agent ended twice without saying that it is done: metawsm asks in its place. */
export function inPlaceOfAgent(run: RunContext, said?: string): NewRequest {
  const words = said?.trim();
  const context = words ? { context: words.slice(-MOST_SAID) } : {};
  return { question: '', ...context, options: [], agent: run.agent.name, via: { kind: 'prompt' } };
}

/** As much of an agent's last words as people are shown. */
const MOST_SAID = 1_500;

export function answerRequest(run: RunContext, event: Answer): Change {
  const request = answerable(run, event);
  const values = event.values ? { values: event.values } : {};
  return request ? settled(run, request, { text: event.text, ...values, decision: decisionOf(event) }) : {};
}

const CHOICES = { once: 'Allow once', always: 'Always allow', reject: 'Reject' } as const;

/** A person decides a permission; `always` is remembered for the rest of the run. */
export function permitRequest(run: RunContext, event: Permit): Change {
  const request = permittable(run, event);
  if (!request) return {};
  const { choice, note } = event;
  const decision = decisionOf(event);
  const text = note ? `${CHOICES[choice]}: ${note}` : CHOICES[choice];
  const change = {
    ...settled(run, request, { text, permit: { choice, ...(note ? { note } : {}) }, decision }),
    // few protocols carry it: it is told as a note is, so that no agent ends without having read it
    ...(note
      ? { notes: [...run.notes, { at: event.at, by: event.actor, text: note, about: request.id }] }
      : {}),
  };
  if (choice !== 'always' || !request.permission) return change;
  return { ...change, rules: [...(run.rules ?? []), ruleOf(request.permission, decision)] };
}

const settled = (run: RunContext, { id }: GuidanceRequest, answer: GuidanceAnswer): Change => ({
  guidance: replace(run, id, { state: 'answered', answer }),
  revision: run.revision + 1,
});

type Withdrawn = Extract<WorkEvent, { type: 'guidance_withdrawn' }>;

/** The newest one, since the ids of an agent's requests begin anew with each of its lives. */
export function withdrawRequest(run: RunContext, { via }: Withdrawn): Change {
  const request = openRequests(run).findLast(
    (one) => one.via.kind === via.kind && 'id' in one.via && one.via.id === via.id,
  );
  return request ? { guidance: replace(run, request.id, { state: 'withdrawn' }) } : {};
}

/** With the agent ended by a person, nobody waits for an answer any more. */
export const withdrawAll = (run: RunContext): Change => ({
  guidance: run.guidance.map((one) => (one.state === 'open' ? { ...one, state: 'withdrawn' as const } : one)),
});

/** It asked in its protocol and said without an answer that it is done: an answer would go nowhere. */
export const withdrawSpoken = (run: RunContext): Change => ({
  guidance: withdrawPermissions(run).guidance!.map((one) =>
    one.state === 'open' && one.via.kind === 'acp' ? { ...one, state: 'withdrawn' as const } : one,
  ),
});

/** The turn is over, and with it what the agent wanted to do. Its questions stay: the next turn can bring an answer. */
export const withdrawPermissions = (run: RunContext): Change => ({
  guidance: run.guidance.map((one) =>
    one.state === 'open' && one.kind === 'permission' ? { ...one, state: 'withdrawn' as const } : one,
  ),
});

export const markDelivered = (run: RunContext, id: string, at: string): Change => ({
  guidance: replace(run, id, { deliveredAt: at }),
});

/** Somebody else than the requester is asked; it grants nothing. */
export function handOver(run: RunContext, event: HandOver): Change {
  const handedTo = { to: event.to, decision: decisionOf(event), revision: run.revision + 1 };
  return { guidance: replace(run, event.target, { handedTo }), revision: run.revision + 1 };
}

/**
 * True when this life of the agent has asked something whose answer it may not have seen: ending after a question is
 * waiting for its answer. What was told to the process itself it has seen.
 */
export const mayMissAnswer = (run: RunContext): boolean =>
  undelivered(run).length > 0 ||
  run.guidance.some(
    ({ step, state, kind, via }) =>
      step === run.agent.step && state === 'answered' && kind !== 'limit' && via.kind !== 'acp',
  );

export function replace(run: RunContext, id: string, change: Partial<GuidanceRequest>): GuidanceRequest[] {
  return run.guidance.map((one) => (one.id === id ? { ...one, ...change } : one));
}
