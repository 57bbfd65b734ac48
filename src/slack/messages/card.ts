/** The sentences of the run card. */
import type { GuidanceRequest } from '../../run/guidance-request.js';
import type { Leaving, Sent } from '../../run/onward.js';
import type { Status } from '../../run/status.js';
import { isMerged, isMergedInPart, mergesOf } from '../../run/verdict.js';
import type { Activity, CardView, RepoLine } from '../../run/views.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import { tally } from './checks.js';
import { askedInShort, kindOf, waitsFor } from './request.js';
import { troubleLine } from './trouble.js';
import { commit, count, decided, person, size, some, when } from './words.js';

/** `ABC-12 · awaiting_guidance`, plain. */
export const cardTitle = (view: CardView): string =>
  [view.run.ticket, view.outcome ? `${view.status} (${view.outcome})` : view.status, iterationOf(view)]
    .filter(Boolean)
    .join(' · ');

const iterationOf = (view: CardView) => (view.iteration > 1 ? `iteration ${view.iteration}` : '');

export const cardLead = (view: CardView): Mrkdwn =>
  say`Run ${view.run.id} of ticket ${view.run.ticket} is ${stateWord(view.status)}${view.outcome ? say` (${view.outcome})` : ''}.`;

const stateWord = (status: Status): Mrkdwn => code(status);

/** Where the run is, who is waited for, and for what. */
export function whereItIs(view: CardView): Mrkdwn {
  return join([SENTENCES[view.activity](view), interviewerReads(view)], ' ');
}

const interviewerReads = ({ interviewer }: CardView): Mrkdwn | undefined =>
  interviewer === undefined
    ? undefined
    : say`The interviewer ${code(interviewer)} is reading ticket and repositories and may ask something; nobody has to wait for it.`;

const agent = (view: CardView) => code(view.agent);
const waited = (view: CardView) => person(view.waitingFor?.user ?? view.run.requester);

const SENTENCES: Record<Activity, (view: CardView) => Mrkdwn> = {
  reading: () => say`Reading the repositories.`,
  asking: (view) =>
    say`Waits for ${waited(view)} to answer a question about the brief: press a button in the thread, or reply there.`,
  confirming: (view) =>
    say`The brief is complete. ${waited(view)}, read it in the thread and start the run there.`,
  queued: (view) => queuedSentence(view),
  preparing: (view) => say`Preparing the workspace.${pausing(view)}`,
  starting: (view) =>
    say`Starting the agent ${agent(view)}.${view.slowStart ? ' That takes some minutes where its program is fetched first.' : ''}${mending(view)}${pausing(view)}`,
  working: (view) =>
    view.silentSince
      ? say`${waited(view)}, the agent ${agent(view)} has given no sign of life since ${when(view.silentSince)}. \`Stop\` ends it, \`Restart\` starts it anew in the same workspace; it also may go on by itself.${pausing(view)}`
      : say`The agent ${agent(view)} works.${mending(view)}${pausing(view)}`,
  finishing: (view) =>
    say`The agent ${agent(view)} says that it is done. The checks come next.${pausing(view)}`,
  waiting: (view) =>
    view.waitingFor?.request
      ? waitsFor(view.waitingFor.request, view.waitingFor.user)
      : say`The agent ${agent(view)} waits for an answer by ${waited(view)}: press a button in the thread, or reply there.`,
  checking: (view) => say`Running the checks.${pausing(view)}`,
  ready: (view) =>
    say`${howReady(view)} ${waited(view)}, the summary in the thread shows what was made and has the buttons.`,
  merging: () => say`Merging.`,
  verifying: () => say`A base has moved since the checks: they run again on the merged result.`,
  writing_ticket: () => say`Merged. Writing the ticket’s documents.`,
  removing: () => say`Merged. Removing the workspace.`,
  leaving: (view) =>
    view.leaving?.what === 'discard'
      ? say`Discarding the run: its processes are ended, its workspace and branches are removed.`
      : say`Cleaning up.`,
  paused: (view) => pausedSentence(view),
  stopped: (view) =>
    view.prepared
      ? say`Stopped. The workspace is kept. \`Restart\` starts the agent anew in it; \`Discard\` removes it.`
      : say`Stopped before there was a workspace. \`Restart\` makes it and begins; \`Discard\` closes the run.`,
  failed: (view) =>
    say`${waited(view)}, the run failed. ${view.trouble ? troubleLine(view.trouble) : say`Press \`Restart\` to try again.`}`,
  closed: (view) => closedSentence(view),
};

const pausing = (view: CardView): Mrkdwn | '' =>
  view.pausedBy
    ? say` *Pausing:* nothing new starts, and the run pauses as soon as the step under way ends.`
    : '';

function queuedSentence({ queue }: CardView): Mrkdwn {
  if (queue?.place === undefined) return say`Begins in a moment.`;
  const { place, places, disk } = queue;
  if (!disk)
    return say`Queued at place ${place}: at most ${count(places ?? 0, 'run works', 'runs work')} at the same time here (\`limits.agents\`). It begins by itself.`;
  const full = say`Queued at place ${place}: the workspaces take ${size(disk.usedBytes)} of ${size(disk.limitBytes)} (\`limits.disk\`).`;
  return disk.cleanable.length === 0
    ? say`${full} It begins when other runs are closed.`
    : say`${full} An admin may clean up ${some(disk.cleanable, 5, (one) => say`${code(one.run)} (${code(one.status)}, ${size(one.bytes)})`)} with \`/metawsm cleanup RUN\`.`;
}

function pausedSentence(view: CardView): Mrkdwn {
  const by = view.pausedBy ? say`Paused by ${decided(view.pausedBy)}.` : say`Paused.`;
  return view.waitingFor?.request
    ? say`${by} ${whileItRests(view.waitingFor.request, view)}`
    : say`${by} Nothing starts until \`Resume\` is pressed.`;
}

function whileItRests(request: GuidanceRequest, view: CardView): Mrkdwn {
  const resume = say`until \`Resume\` is pressed`;
  if (kindOf(request) === 'limit') return say`Nothing starts ${resume}.`;
  const what = kindOf(request) === 'permission' ? 'a decision' : 'an answer';
  return say`The agent ${agent(view)} waits for ${what} by ${waited(view)}; it is taken and kept ${resume}.`;
}

function howReady({ merges }: CardView): Mrkdwn {
  const merged = merges.filter(isMerged).length;
  if (merged === 0) return say`Ready to merge.`;
  return merged < merges.length ? say`Merged in part.` : say`Merged, but not closed yet.`;
}

function mending(view: CardView): Mrkdwn | '' {
  if (view.failedRounds === 0 || view.failedRounds > view.checkAttempts) return '';
  return say` The checks failed; this is attempt ${view.failedRounds} of ${view.checkAttempts} to mend that.`;
}

function closedSentence(view: CardView): Mrkdwn {
  if (view.outcome === 'merged' && isNothingMerged(view))
    return say`Closed; there was nothing to merge. The workspace is ${view.kept ? 'kept' : 'removed'}.`;
  if (view.outcome === 'merged' && isMergedInPart(view))
    return say`Closed; merged in part. What was not merged is ${view.kept ? 'kept in the workspace' : 'discarded'}.`;
  if (view.outcome === 'merged')
    return say`Merged and closed. The workspace is ${view.kept ? 'kept' : 'removed'}.`;
  if (view.outcome === 'discarded')
    return view.kept
      ? say`Closed without a merge. The workspace is kept; an admin may remove it with \`/metawsm cleanup ${view.run.id}\`.`
      : say`Discarded. Nothing was merged.`;
  if (view.outcome === 'lapsed')
    return say`Lapsed: nobody started it within seven days. To begin again, type \`/metawsm bootstrap ${view.run.ticket}\` with the repositories.`;
  return view.trouble
    ? say`Closed before it began. ${troubleLine(view.trouble)}`
    : say`Cancelled before it began.`;
}

/** Question or guidance request that is waited for, cut to a line; for private lists. */
export function waitedFor(view: CardView): Mrkdwn | undefined {
  const { question, request } = view.waitingFor ?? {};
  if (request) return waitedRequest(request, view.run.id);
  return question ? say`The question is about the ${FIELD_WORDS[question.field]}.` : undefined;
}

/** The card says already who waits for whom. */
function waitedRequest(request: GuidanceRequest, run: string): Mrkdwn | undefined {
  if (kindOf(request) !== 'guidance') return askedInShort(request, run);
  return request.question.trim() ? say`Asked: ${words(request.question, 200)}` : undefined;
}

/** How people call the fields of the brief. */
export const FIELD_WORDS = {
  goal: 'goal',
  scope: 'scope',
  done: 'done criteria',
  constraints: 'constraints',
  merge: 'merge intent',
} as const;

/** Repositories with their bases, agent, and results so far. */
export function facts(view: CardView, rows: number): Mrkdwn {
  return join([
    say`*Repositories:* ${repoList(view.repos, rows)}`,
    say`*Agent:* ${agent(view)}`,
    view.evidence ? say`*Checks:* ${tally(view.evidence)}` : undefined,
    view.notes > 0
      ? say`*Notes:* ${count(view.notes, 'note waits', 'notes wait')} for the agent’s next turn`
      : undefined,
    mergeList(view, rows),
  ]);
}

/** `api from main, web`. */
export const repoList = (repos: readonly RepoLine[], rows: number): Mrkdwn =>
  some(repos, rows, (repo) =>
    repo.base === undefined ? code(repo.name) : say`${code(repo.name)} from ${code(repo.base)}`,
  );

function mergeList(view: CardView, rows: number): Mrkdwn | undefined {
  const told = mergesOf(view).filter((merge) => merge.state !== 'built');
  if (told.length === 0) return undefined;
  return say`*Merges:* ${some(told, rows, (merge) =>
    merge.state === 'merged'
      ? say`${code(merge.name)} merged into ${code(merge.base)} at ${commit(merge.mergeCommit)}`
      : say`${code(merge.name)} not merged`,
  )}`;
}

const AT_WORK: readonly Status[] = ['preparing', 'running', 'awaiting_guidance', 'checking'];

const SENT = {
  restart: 'Restarted',
  resume: 'Resumed',
  request_changes: 'Changes requested',
} as const satisfies Record<Sent['what'], string>;

const LEFT = { discard: 'Discard', cleanup: 'Cleanup' } as const satisfies Record<Leaving['what'], string>;

/** Who decided what, and when. */
export function decisions(view: CardView): Mrkdwn {
  const { startedBy, stoppedBy, mergedBy, closedBy, leaving } = view;
  const going = AT_WORK.includes(view.status);
  const closing = view.status === 'closing' || view.status === 'closed';
  return join([
    say`Run ${code(view.run.id)} · requester ${person(view.run.requester)}`,
    startedBy ? say`Started by ${decided(startedBy)}` : undefined,
    view.sentBy && going ? say`${SENT[view.sentBy.what]} by ${decided(view.sentBy.decision)}` : undefined,
    view.pausedBy && going ? say`Pause decided by ${decided(view.pausedBy)}` : undefined,
    stoppedBy && view.status === 'stopped' ? say`Stopped by ${decided(stoppedBy)}` : undefined,
    mergedBy && closing ? say`Merge decided by ${decided(mergedBy)}` : undefined,
    leaving && closing ? say`${LEFT[leaving.what]} decided by ${decided(leaving.decision)}` : undefined,
    closedBy && view.status === 'closed' && view.outcome !== 'merged'
      ? say`Closed by ${decided(closedBy)}`
      : undefined,
  ]);
}

/** The run has merged, and the bases held all of it already. */
export const isNothingMerged = ({ landed, merges }: Pick<CardView, 'landed' | 'merges'>): boolean =>
  landed === undefined && merges.length > 0 && merges.every(isEmptyMerge);

/** True where the base held everything already, so that there was nothing to do. */
export const isEmptyMerge = (merge: CardView['merges'][number]): boolean =>
  merge.state === 'merged' && merge.mergeCommit === merge.baseCommit;
