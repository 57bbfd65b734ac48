/** The sentences of what an agent asks. Its words are always quoted, as the agent's. */
import type { GuidanceRequest } from '../../run/guidance-request.js';
import type { GuidanceView } from '../../run/views.js';
import { code, codeBlocks, join, type Mrkdwn, quote, say, words } from '../escape.js';
import { LABELS, PERMIT_LABELS } from './labels.js';
import { deedOf, hostIn, permitted, remembers } from './permission.js';
import { kindOf, limited } from './request.js';
import { count, type Detail, decided, person, when } from './words.js';

export const isAsking = (view: GuidanceView): boolean => view.actions.length > 0;

/** Who asks whom, for which ticket. */
export function guidanceHead(view: GuidanceView): Mrkdwn {
  const { request, run } = view;
  const agent = code(request.agent);
  const asked = person(request.handedTo?.to ?? run.requester);
  if (inPlaceOfAgent(request))
    return say`${asked}, the agent ${agent} ended twice without saying that ${run.ticket} is done.`;
  if (kindOf(request) === 'limit') return limitHead(view);
  const [now, then] = deedsOf(request, run.id);
  return isAsking(view)
    ? say`${asked}, the agent ${agent} ${now} for ${run.ticket}:`
    : say`The agent ${agent} ${then} for ${run.ticket}:`;
}

/** Nobody has to do anything where it goes on by itself, so nobody is named. */
function limitHead(view: GuidanceView): Mrkdwn {
  const { request, run } = view;
  if (!isAsking(view)) return say`The account of ${code(request.agent)} had used up what it may.`;
  const who = request.until === undefined ? say`${person(run.requester)}, ${run.ticket} waits.` : undefined;
  return join([who, limited(request)], ' ');
}

/** What it asks for, now and once that is settled; follows the agent's name. */
export function deedsOf(request: GuidanceRequest, run: string): [Mrkdwn, Mrkdwn] {
  switch (kindOf(request)) {
    case 'permission': {
      const deed = deedOf(request.permission, run);
      return [say`wants to ${deed}`, say`wanted to ${deed}`];
    }
    case 'form': {
      const many = count(request.fields?.length ?? 0, 'question');
      return [say`asks ${many}`, say`asked ${many}`];
    }
    case 'link': {
      const host = hostIn(request.link ?? '');
      const page = host === undefined ? say`a page` : say`a page of ${code(host)}`;
      return [say`asks you to open ${page}`, say`asked to open ${page}`];
    }
    default:
      return [say`asks`, say`asked`];
  }
}

/** True where metawsm asks because the agent ended without a word. */
export const inPlaceOfAgent = (request: GuidanceRequest): boolean =>
  request.via.kind === 'prompt' && kindOf(request) === 'guidance' && request.question.trim() === '';

/** The question itself; undefined where there is none, as of a permission that says everything. */
export function asked(request: GuidanceRequest, detail: Detail): Mrkdwn | undefined {
  if (inPlaceOfAgent(request)) return say`What shall it do? Your answer starts it again and is told to it.`;
  const own = request.question.trim();
  if (own === '' || own === request.permission?.title.trim()) return undefined;
  return quote(request.question, detail.text * 2);
}

export const askedContext = (request: GuidanceRequest, detail: Detail): Mrkdwn | undefined =>
  request.context?.trim() ? say`The agent’s context:\n${quote(request.context, detail.text)}` : undefined;

/** Where a link leads, whole, so that it can be read before it is opened. */
export const whereTo = ({ link = '' }: GuidanceRequest): Mrkdwn[] =>
  link.trim() === '' ? [] : codeBlocks(link, 2_500, (left) => say`… ${left} characters are left out here …`);

/** How to answer, by kind. */
export function howToGuide(view: GuidanceView): Mrkdwn {
  const { request, actions } = view;
  switch (kindOf(request)) {
    case 'permission':
      return howToPermit(view);
    case 'form':
      return say`Press \`${LABELS.fill_in}\` to answer; a reply in this thread is no answer to several questions. The first answer counts.`;
    case 'link':
      return say`I have not looked at that page: read the address before you open it. ${actions.some(({ do: what }) => what === 'answer') ? 'Then press a button, or reply in this thread.' : 'Then reply in this thread.'}`;
    case 'limit':
      return say`Nothing of its work is lost meanwhile.`;
    case 'guidance':
      return howToAnswer(view);
  }
}

function howToAnswer({ request: { options, multiple } }: GuidanceView): Mrkdwn {
  if (options.length === 0)
    return say`Reply in this thread, or press \`${LABELS.write_answer}\`. The first answer counts.`;
  return multiple
    ? say`Tick what applies and press \`${LABELS.choose}\`, or reply in this thread with your own words. The first answer counts.`
    : say`Press a button, or reply in this thread with your own words. The first answer counts.`;
}

function howToPermit({ request: { permission }, actions, lost }: GuidanceView): Mrkdwn {
  const always = actions.some((action) => action.do === 'permit' && action.choice === 'always');
  return join(
    [
      always && permission ? say`\`${PERMIT_LABELS.always}\` remembers ${remembers(permission)}.` : undefined,
      say`Only these buttons decide, a reply in this thread does not.`,
      lost
        ? say`The agent’s process has ended meanwhile, for instance with its machine; your decision starts it again and is told to it.`
        : say`The agent waits until then.`,
    ],
    ' ',
  );
}

/** Who answered, and when; or why nobody can answer now. */
export function guidanceOutcome({ request }: GuidanceView, detail: Detail): Mrkdwn {
  const { answer, state } = request;
  const kind = kindOf(request);
  if (answer && kind === 'permission') return permitted(answer, detail.text);
  if (answer && kind === 'limit') return say`Resumed by ${decided(answer.decision)}`;
  // its end needs nobody
  if (kind === 'limit' && state !== 'open') return say`It has gone on.`;
  if (answer) return join([say`Answered by ${decided(answer.decision)}`, quote(answer.text, detail.text)]);
  if (state === 'withdrawn')
    return WITHDRAWN[kind] ?? say`Withdrawn: the agent no longer waits for an answer.`;
  return say`The run does not take an answer at the moment; see its card.`;
}

const WITHDRAWN: Partial<Record<ReturnType<typeof kindOf>, Mrkdwn>> = {
  permission: say`No longer needed: the agent does not wait for a decision any more.`,
};

export const askedAt = (request: GuidanceRequest): Mrkdwn => {
  const { handedTo } = request;
  const handed = handedTo
    ? say` · handed over to ${person(handedTo.to)} by ${decided(handedTo.decision)}`
    : '';
  return say`Request ${words(request.id)} · asked ${when(request.askedAt)}${handed}`;
};
