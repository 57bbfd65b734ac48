/** What an agent asks of people, whatever its kind, on one line: for the card, for lists, reminders and summaries. */
import { type GuidanceRequest, type RequestKind, takesText } from '../../run/guidance-request.js';
import { code, type Mrkdwn, say, words } from '../escape.js';
import { LABELS } from './labels.js';
import { hostIn, inShort, permittedInShort } from './permission.js';
import { count, person, soon } from './words.js';

export const kindOf = ({ kind }: Pick<GuidanceRequest, 'kind'>): RequestKind => kind ?? 'guidance';

/** `“Which database?”`; undefined where the agent said nothing. */
const inQuotes = (text: string, limit: number): Mrkdwn | undefined =>
  text.trim() ? say`“${words(text, limit)}”` : undefined;

/** What it asks or asked, as a sentence without an end; begins with the agent. */
export function askedInShort(request: GuidanceRequest, run: string, limit = 200): Mrkdwn {
  const agent = code(request.agent);
  const isOpen = request.state === 'open';
  const said = inQuotes(request.question, limit);
  const more = said ? say`: ${said}` : '';
  switch (kindOf(request)) {
    case 'permission':
      return say`${agent} ${isOpen ? 'wants' : 'wanted'} to ${inShort(request.permission, run, limit)}`;
    case 'form':
      return say`${agent} ${isOpen ? 'asks' : 'asked'} ${count(request.fields?.length ?? 0, 'question')}${more}`;
    case 'link':
      return say`${agent} ${isOpen ? 'asks' : 'asked'} to open ${code(hostIn(request.link ?? '') ?? 'a page')}${more}`;
    case 'limit':
      return say`The account of ${agent} ${isOpen ? 'has' : 'had'} reached its usage limit`;
    case 'guidance':
      return said ? say`${agent} asked ${said}` : say`${agent} ended without saying that it is done`;
  }
}

/** What became of it, in a few words. */
export function answeredInShort({ answer, state, kind }: GuidanceRequest, limit: number): Mrkdwn {
  if (kind === 'limit' && state !== 'open') return answer ? say`resumed` : say`it went on`;
  if (answer) return answer.permit ? permittedInShort(answer, limit) : words(answer.text, limit);
  return say`${state === 'withdrawn' ? 'withdrawn' : 'no answer'}`;
}

/** What has to be pressed by whom, where the run waits for it. */
export function waitsFor(request: GuidanceRequest, user: string): Mrkdwn {
  const agent = code(request.agent);
  const who = person(user);
  switch (kindOf(request)) {
    case 'permission':
      return say`The agent ${agent} waits for a decision by ${who} on what it may do: press a button in the thread.`;
    case 'form':
      return say`The agent ${agent} waits for answers by ${who}: press \`${LABELS.fill_in}\` in the thread.`;
    case 'link':
      return say`The agent ${agent} waits for ${who} to open a page; the thread says which.`;
    case 'limit':
      return limited(request);
    case 'guidance':
      return say`The agent ${agent} waits for an answer by ${who}: press a button in the thread, or reply there.`;
  }
}

/** Why nobody has anything to answer, and how it goes on. */
export const limited = ({ agent, until }: GuidanceRequest): Mrkdwn =>
  until === undefined
    ? say`The account of ${code(agent)} has reached its usage limit, and nobody said until when. Press \`${LABELS.resume}\` when it may work again.`
    : say`The account of ${code(agent)} has reached its usage limit. It goes on by itself ${soon(until)}; \`${LABELS.resume}\` tries sooner.`;

/** What a person who wrote into the thread has to do instead; undefined where a text is an answer. */
export function insteadOfText(request: GuidanceRequest): Mrkdwn | undefined {
  if (takesText(request)) return undefined;
  const agent = code(request.agent);
  switch (kindOf(request)) {
    case 'permission':
      return say`Nothing was changed: ${agent} asks whether it may do something, and only the buttons below its request decide that. To tell it what to do instead, press \`${LABELS.reject_with_note}\`.`;
    case 'form':
      return say`Nothing was changed: ${agent} asks several questions at once. Press \`${LABELS.fill_in}\` below its request to answer them.`;
    default:
      return say`Nothing was changed: nothing is asked. ${limited(request)} To tell the agent something, type \`@metawsm tell\` with your words in this thread.`;
  }
}

/** What a gesture has to wait for; within a sentence that begins with it. */
export const stillWaits = (request: GuidanceRequest | undefined): Mrkdwn => {
  if (!request) return say`Its agent waits for an answer in the thread.`;
  switch (kindOf(request)) {
    case 'permission':
      return say`Its agent waits for a decision on what it may do, in the thread.`;
    case 'limit':
      return limited(request);
    default:
      return say`Its agent waits for an answer in the thread.`;
  }
};
