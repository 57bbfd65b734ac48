/**
 * What people see of a run: every message it has in Slack, as data. Drawn from the context and nothing else; the
 * words stand in `slack/messages`. `decide` compares two outlooks and posts or redraws what differs.
 */
import { isUnanswered } from './asked.js';
import { openFields } from './brief.js';
import { cardOf } from './card.js';
import type { Brief, IntakeQuestion, RunContext } from './context.js';
import { iterationAt, type MakeBase, reposOf, shown } from './drawing.js';
import type { Evidence, Notice } from './evidence.js';
import type { GuidanceRequest } from './guidance-request.js';
import { requestActions } from './request-actions.js';
import type { Status } from './status.js';
import { isLimit } from './usage-limit.js';
import { isMerged } from './verdict.js';
import type {
  Action,
  Activity,
  Base,
  BriefView,
  GuidanceView,
  LinkView,
  NoticeView,
  Placement,
  QuestionView,
  RunLine,
  SummaryView,
  View,
} from './views.js';

/** All messages of the run by reference, in the order in which they appear. */
export type Outlook = Map<string, View>;

/** Draws every message of a run. `activity` is the machine's state in people's terms. */
export function outlook(run: RunContext, status: Status, activity: Activity): Outlook {
  const line: RunLine = { id: run.id, ticket: run.ticket, requester: run.requester };
  const base = (ref: string, place: Placement, actions: Action[]): Base => ({
    ref,
    place,
    run: line,
    revision: actions.length > 0 ? run.revision : 0,
    actions,
  });
  const views: View[] = [cardOf(run, status, activity, base)];
  views.push(...linkOf(run, base));
  for (const question of run.questions) views.push(questionOf(run, status, question, base));
  if (run.brief) views.push(briefOf(run, run.brief, activity, base));
  for (const request of run.guidance) views.push(guidanceOf(run, request, status, base));
  run.evidence.forEach((evidence, index) => {
    if (evidence.passed) views.push(summaryOf(run, status, evidence, index, base));
  });
  for (const notice of run.notices) views.push(noticeOf(run, notice, base));
  return new Map(views.map((view) => [view.ref, view]));
}

/** As soon as Slack has the card that it leads to. */
function linkOf({ origin, messages: { card } }: RunContext, base: MakeBase): LinkView[] {
  if (!origin || !card) return [];
  const { channel, ts, site } = origin;
  const places = { origin: { channel, ts }, card: { channel: card.channel, ts: card.ts } };
  return [{ ...base('origin', 'origin', []), kind: 'link', ...places, site }];
}

function questionOf(run: RunContext, status: Status, question: IntakeQuestion, base: MakeBase): QuestionView {
  const isOpen = status === 'intake' && isUnanswered(question);
  // To judge the fields takes longer than everything else that is drawn.
  const open = isOpen ? openFields(run).length : 0;
  const actions: Action[] = [];
  if (isOpen) {
    for (const { text } of question.suggestions) actions.push({ do: 'answer', target: question.id, text });
    actions.push({ do: 'write_answer', target: question.id });
    if (question.acceptable) actions.push({ do: 'use_as_is', target: question.id });
    if (open > 1) actions.push({ do: 'answer_all' });
  }
  return {
    ...base(`question:${question.id}`, 'thread', actions),
    kind: 'question',
    question,
    open,
    ...(run.startedBy || question.answer || question.withdrawn ? {} : closedOf(run)),
  };
}

/** How the intake ended without a start. */
const closedOf = ({ outcome, closedBy }: RunContext): Pick<QuestionView, 'closed'> =>
  outcome ? { closed: { outcome, ...(closedBy ? { by: closedBy } : {}) } } : {};

function briefOf(run: RunContext, brief: Brief, activity: Activity, base: MakeBase): BriefView {
  const actions: Action[] =
    activity === 'confirming' ? [{ do: 'start' }, { do: 'edit_brief' }, { do: 'cancel' }] : [];
  const view: BriefView = {
    ...base('brief', 'thread', actions),
    kind: 'brief',
    repos: reposOf(run),
    brief,
    draft: run.draft,
  };
  if (actions.length > 0 && run.interview?.reading) view.interviewer = run.interview.agent;
  if (run.startedBy) view.startedBy = run.startedBy;
  else Object.assign(view, closedOf(run));
  return view;
}

const guidanceOf = (
  { agent }: RunContext,
  request: GuidanceRequest,
  status: Status,
  base: MakeBase,
): GuidanceView => ({
  ...base(`guidance:${request.id}`, 'thread', requestActions(request, status)),
  kind: 'guidance',
  request: shown(request),
  ...(request.kind === 'permission' && request.state === 'open' && !agent.alive && !agent.starting
    ? { lost: true as const }
    : {}),
});

function summaryOf(
  run: RunContext,
  status: Status,
  evidence: Evidence,
  index: number,
  base: MakeBase,
): SummaryView {
  const newest = index === run.evidence.length - 1;
  const live = newest && status === 'merge_ready';
  const retry = run.merges.some(isMerged);
  const actions: Action[] = live
    ? [{ do: 'merge', retry }, { do: 'request_changes' }, { do: 'view_diff' }, { do: 'discard' }]
    : [];
  const view: SummaryView = {
    ...base(`summary:${index + 1}`, 'broadcast', actions),
    kind: 'summary',
    repos: reposOf(run),
    agent: run.agent.name,
    iteration: iterationAt(run, evidence.at),
    evidence,
    guidance: run.guidance.filter((one) => one.askedAt <= evidence.at && !isLimit(one)),
    questions: run.questions.filter((one) => one.answer),
    merges: newest ? run.merges.filter((one) => one.state !== 'built') : [],
  };
  if (run.brief) view.brief = run.brief;
  if (newest && run.landed) view.landed = run.landed;
  if (newest && run.refusal && status === 'merge_ready') view.refusal = run.refusal;
  if (newest && run.ticketTrouble && status === 'merge_ready') view.ticketTrouble = run.ticketTrouble;
  if (live && run.ticketCheckout) view.ticketCheckout = run.ticketCheckout;
  const spent = run.spent?.filter(({ iteration }) => iteration <= view.iteration) ?? [];
  if (spent.length > 0) view.spent = spent;
  if (run.startedAt) view.startedAt = run.startedAt;
  view.readyAt = evidence.at;
  const decided = decidedOf(run, status, newest, evidence.at);
  if (decided) view.decided = decided;
  return view;
}

function decidedOf(run: RunContext, status: Status, newest: boolean, at: string): SummaryView['decided'] {
  const feedback = run.feedback.find((one) => one.at > at);
  if (feedback) return { what: 'request_changes', by: { by: feedback.by, at: feedback.at } };
  if (!newest || status === 'merge_ready') return undefined;
  const left = run.leaving?.decision ?? (run.outcome === 'discarded' ? run.closedBy : undefined);
  if (left) return { what: 'discard', by: left };
  if (!run.mergedBy) return undefined;
  return { what: 'merge', by: run.mergedBy };
}

function noticeOf(run: RunContext, notice: Notice, base: MakeBase): NoticeView {
  const view: NoticeView = {
    ...base(`notice:${notice.id}`, 'thread', []),
    kind: 'notice',
    notice,
    merges: notice.merges ?? (notice.kind === 'closed' ? run.merges : []),
  };
  const request = run.guidance.find((one) => one.id === notice.about);
  if (request) view.request = shown(request);
  if (notice.kind === 'closed' && run.outcome) view.outcome = run.outcome;
  if (notice.kind === 'closed' && run.closedBy) view.closedBy = run.closedBy;
  if (notice.kind === 'closed' && run.kept) view.kept = run.kept;
  if (notice.kind === 'closed' && run.landed) view.landed = run.landed;
  if (run.settings.escalateTo) view.escalateTo = run.settings.escalateTo;
  // of that moment: a later round that passes must not rewrite why it failed
  const evidence =
    notice.kind === 'check_failed' ? run.evidence.findLast((one) => one.at <= notice.at) : undefined;
  if (evidence) view.evidence = evidence;
  return view;
}
