/** The lines in the thread that somebody wants to know once. */
import type { Trouble } from '../../run/evidence.js';
import { takesText } from '../../run/guidance-request.js';
import { isMerged, isMergedInPart, mergesOf } from '../../run/verdict.js';
import type { NoticeView } from '../../run/views.js';
import { code, type Mrkdwn, quote, say } from '../escape.js';
import { isNothingMerged } from './card.js';
import { failures, tally } from './checks.js';
import { notHeard } from './interview.js';
import { permitted } from './permission.js';
import { askedInShort, kindOf, limited } from './request.js';
import { mergeLines } from './summary.js';
import { ticketLines } from './ticket-closed.js';
import { explained, inRepository, troubleLine, troubleParts } from './trouble.js';
import { unreadLines } from './unread.js';
import { type Detail, decided, group, person, when } from './words.js';

/** The notice as paragraphs; the first one says it in a sentence. */
export const noticeLines = (view: NoticeView, detail: Detail): [Mrkdwn, ...Mrkdwn[]] => {
  const [first, ...rest] = LINES[view.notice.kind](view, detail);
  return [first ?? troubleOr(view.notice.trouble), ...rest];
};

type Lines = (view: NoticeView, detail: Detail) => Mrkdwn[];

/** Who has to answer or decide. */
const requester = (view: NoticeView) => person(view.request?.handedTo?.to ?? view.run.requester);
const agentOf = (view: NoticeView) => code(view.request?.agent ?? 'agent');
function asked({ request, run }: NoticeView, detail: Detail): Mrkdwn[] {
  if (!request) return [];
  if (kindOf(request) === 'permission' || kindOf(request) === 'link')
    return [say`${askedInShort(request, run.id, Math.min(300, detail.text))}.`];
  return request.question.trim() ? [quote(request.question, detail.text)] : [];
}
/** `an answer`, `a decision`. */
const wanted = ({ request }: NoticeView): string =>
  request && kindOf(request) === 'permission' ? 'a decision' : 'an answer';
const since = (view: NoticeView): Mrkdwn | '' =>
  view.request ? say` since ${when(view.request.askedAt)}` : '';
const troubleOr = (trouble: Trouble | undefined): Mrkdwn =>
  trouble ? troubleLine(trouble) : say`See the run’s card for what can be done now.`;
const troubles = (view: NoticeView, detail: Detail): Mrkdwn[] =>
  [view.notice.trouble, ...(view.notice.more ?? [])].flatMap((one) => (one ? troubleParts(one, detail) : []));

const whomAsked = ({ request, run }: NoticeView): Mrkdwn =>
  request?.handedTo
    ? say`${person(request.handedTo.to)} was asked; the requester is ${person(run.requester)}.`
    : say`The requester is ${person(run.requester)}.`;

const isAtLimit = ({ request }: NoticeView): boolean => request !== undefined && kindOf(request) === 'limit';

/** As it was then: handed over once more, the first one must not call somebody else. */
const handed = ({ notice: { handedTo } }: NoticeView): Mrkdwn =>
  handedTo ? say`${person(handedTo.to)}, ${person(handedTo.by)} hands over to you` : say`Handed over`;

const howToAnswer = ({ request }: NoticeView): Mrkdwn => {
  if (request?.answer?.permit) return permitted(request.answer, 300);
  if (request?.answer && kindOf(request) === 'limit')
    return say`Resumed by ${decided(request.answer.decision)}`;
  if (request?.answer) return say`Answered by ${decided(request.answer.decision)}`;
  if (request && kindOf(request) === 'limit')
    return request.state === 'open' ? limited(request) : say`It has gone on.`;
  if (request?.state === 'withdrawn') return say`Withdrawn: the agent no longer waits for an answer.`;
  if (request && kindOf(request) === 'permission')
    return say`Press a button on the request above. Nothing is decided by itself.`;
  if (request && !takesText(request))
    return say`Press a button on the request above. Nothing is decided without an answer.`;
  return say`Press a button on the request above, or reply in this thread. Nothing is decided without an answer.`;
};

const LINES: Record<NoticeView['notice']['kind'], Lines> = {
  reminder: (view, detail) => [
    isAtLimit(view)
      ? say`${requester(view)}, a reminder: ticket ${view.run.ticket} waits${since(view)}.`
      : say`${requester(view)}, a reminder: the agent ${agentOf(view)} has waited for ${wanted(view)} for ticket ${view.run.ticket}${since(view)}.`,
    ...asked(view, detail),
    howToAnswer(view),
  ],
  escalation: (view, detail) => [
    isAtLimit(view)
      ? say`${view.escalateTo ? say`${group(view.escalateTo)}, nobody` : say`Nobody`} has let ticket ${view.run.ticket} go on, which waits${since(view)}. ${whomAsked(view)}`
      : say`${view.escalateTo ? say`${group(view.escalateTo)}, nobody` : say`Nobody`} has answered the agent ${agentOf(view)} for ticket ${view.run.ticket}${since(view)}. ${whomAsked(view)}`,
    ...asked(view, detail),
    howToAnswer(view),
  ],
  handed_over: (view) => [
    say`${handed(view)}: the agent ${agentOf(view)} waits for ${wanted(view)} for ticket ${view.run.ticket}.`,
    howToAnswer(view),
  ],
  silent: (view, detail) => [
    say`${requester(view)}, the agent for ticket ${view.run.ticket} has given no sign of life since ${when(view.notice.about ?? view.notice.at)}: no output, no changed file, no commit.`,
    say`It is not ended. \`View log\` on the card shows how far it came; \`Stop\` ends it, \`Restart\` starts it anew in the same workspace.`,
    ...troubles(view, detail),
  ],
  forgot: ({ run, notice }, detail) => [
    say`The agent for ticket ${run.ticket} does not remember what it did before: its session is gone. It was told what had happened and goes on from there.`,
    ...(notice.about ? [quote(notice.about, Math.min(600, detail.text))] : []),
  ],
  cleanup_refused: (view, detail) => [
    say`The run for ticket ${view.run.ticket} was not cleaned up${inRepository(view.notice.trouble?.repo)}.`,
    ...troubles(view, detail),
  ],
  rejected_file: ({ notice, run }, detail) => [
    say`A file of the agent was not accepted for ticket ${run.ticket}: ${code(notice.trouble?.code ?? 'unknown')}. It is kept in \`.metawsm/rejected/\`, with the reason beside it.`,
    ...(notice.trouble?.detail ? [quote(notice.trouble.detail, Math.min(600, detail.text))] : []),
  ],
  check_failed: (view, detail) => [
    say`${requester(view)}, the checks of ticket ${view.run.ticket} failed for good. ${view.evidence ? tally(view.evidence) : ''}`,
    ...(view.evidence ? failures(view.evidence.results, detail) : []),
    ...(view.notice.trouble ? [explained(view.notice.trouble.code).todo] : []),
  ],
  merge_refused: (view, detail) => [
    say`${requester(view)}, ticket ${view.run.ticket} was not merged${inRepository(view.notice.trouble?.repo)}.`,
    ...troubles(view, detail),
    ...merges(view, detail),
  ],
  merge_partial: (view, detail) => [
    say`${requester(view)}, ticket ${view.run.ticket} was merged in part. Press \`Retry\` on the summary when the cause is mended.`,
    ...merges(view, detail),
    ...troubles(view, detail),
  ],
  ticket_failed: (view, detail) => [
    say`${requester(view)}, the documents of ticket ${view.run.ticket} could not be written${inRepository(view.notice.trouble?.repo)}.`,
    ...troubles(view, detail),
  ],
  ticket_unread: ({ run, notice }, detail) => unreadLines(run.ticket, notice.unread ?? [], detail),
  interview_failed: ({ notice }) => notHeard(notice.trouble),
  failed: (view, detail) => [
    say`${requester(view)}, the run for ticket ${view.run.ticket} failed${inRepository(view.notice.trouble?.repo)}.`,
    ...troubles(view, detail),
  ],
  closed: (view, detail) => closedLines(view, detail),
};

const merges = (view: NoticeView, detail: Detail): Mrkdwn[] => {
  const lines = mergeLines(mergesOf(view), detail);
  return lines ? [lines] : [];
};

function closedLines(view: NoticeView, detail: Detail): Mrkdwn[] {
  const { notice, run } = view;
  const workspace = say`The workspace is ${view.kept ? 'kept' : 'removed'}.`;
  if (notice.trouble)
    return [
      say`${requester(view)}, the run for ticket ${run.ticket} is closed before it began; nothing was made.`,
      ...troubles(view, detail),
    ];
  if (isNothingMerged(view))
    return [
      say`Ticket ${run.ticket} is closed; there was nothing to merge. ${workspace}`,
      ...ticketLines(notice.ticket, detail),
    ];
  if (isMergedInPart(view))
    return [
      say`The run for ticket ${run.ticket} is closed; it is merged in part. What was not merged is ${view.kept ? 'kept in the workspace' : 'discarded'}.`,
      ...merges(view, detail),
    ];
  if (view.merges.some(isMerged))
    return [
      say`Ticket ${run.ticket} is merged and closed. ${workspace}`,
      ...merges(view, detail),
      ...ticketLines(notice.ticket, detail),
    ];
  return [
    view.outcome === 'cancelled' && view.closedBy
      ? say`${requester(view)}, the run for ticket ${run.ticket} was cancelled by ${decided(view.closedBy)}, before it began. Nothing was made.`
      : view.outcome === 'lapsed'
        ? say`${requester(view)}, nobody started the run for ticket ${run.ticket} within seven days, so its intake has lapsed. Nothing was made.`
        : say`${requester(view)}, the run for ticket ${run.ticket} is closed; nothing was merged.`,
    say`To begin again, type ${code(`/metawsm bootstrap ${run.ticket}`)} with the repositories.`,
  ];
}
