/** The sentences of a guidance request. The agent’s words are always quoted, as the agent’s. */
import type { GuidanceRequest } from '../../run/guidance-request.js';
import type { GuidanceView } from '../../run/views.js';
import { code, type Mrkdwn, quote, say, words } from '../escape.js';
import { LABELS } from './labels.js';
import { type Detail, decided, person, when } from './words.js';

export const isAsking = (view: GuidanceView): boolean => view.actions.length > 0;

/** Who asks whom, for which ticket. */
export function guidanceHead(view: GuidanceView): Mrkdwn {
  const { request, run } = view;
  const agent = code(request.agent);
  const asked = person(request.handedTo?.to ?? run.requester);
  if (inPlaceOfAgent(request))
    return say`${asked}, the agent ${agent} ended twice without saying that ${run.ticket} is done.`;
  return isAsking(view)
    ? say`${asked}, the agent ${agent} asks for ${run.ticket}:`
    : say`The agent ${agent} asked for ${run.ticket}:`;
}

/** True where metawsm asks because the agent ended without a word. */
export const inPlaceOfAgent = (request: GuidanceRequest): boolean =>
  request.via.kind === 'prompt' && request.question.trim() === '';

/** The question itself. */
export const asked = (request: GuidanceRequest, detail: Detail): Mrkdwn =>
  inPlaceOfAgent(request)
    ? say`What shall it do? Your answer starts it again and is told to it.`
    : quote(request.question, detail.text * 2);

export const askedContext = (request: GuidanceRequest, detail: Detail): Mrkdwn | undefined =>
  request.context?.trim() ? say`The agent’s context:\n${quote(request.context, detail.text)}` : undefined;

export const howToGuide = (request: GuidanceRequest): Mrkdwn =>
  request.options.length > 0
    ? say`Press a button, or reply in this thread with your own words. The first answer counts.`
    : say`Reply in this thread, or press \`${LABELS.write_answer}\`. The first answer counts.`;

/** Who answered, and when; or why nobody can answer now. */
export function guidanceOutcome({ request }: GuidanceView): Mrkdwn {
  if (request.answer) return say`Answered by ${decided(request.answer.decision)}`;
  if (request.state === 'withdrawn') return say`Withdrawn: the agent no longer waits for an answer.`;
  return say`The run does not take an answer at the moment; see its card.`;
}

export const askedAt = (request: GuidanceRequest): Mrkdwn => {
  const { handedTo } = request;
  const handed = handedTo
    ? say` · handed over to ${person(handedTo.to)} by ${decided(handedTo.decision)}`
    : '';
  return say`Request ${words(request.id)} · asked ${when(request.askedAt)}${handed}`;
};
