/** The sentences of the merge-ready summary: open risks first, then evidence. */
import type { RepoChange } from '../../run/evidence.js';
import type { SummaryView } from '../../run/views.js';
import { code, join, type Mrkdwn, quote, say, words } from '../escape.js';
import { FIELD_WORDS, isEmptyMerge, repoList } from './card.js';
import { LABELS, RETRY } from './labels.js';
import { whereTo } from './merge-plan.js';
import { answeredInShort, askedInShort } from './request.js';
import { inRepository, troubleLine } from './trouble.js';
import { commit, count, type Detail, decided, duration, person, some } from './words.js';

export const isLive = (view: SummaryView): boolean => view.actions.length > 0;

export const summaryTitle = (view: SummaryView): string =>
  `${isLive(view) ? 'Merge-ready' : 'Summary'}: ${view.run.ticket}${view.iteration > 1 ? ` · iteration ${view.iteration}` : ''}`;

export function summaryLead(view: SummaryView): Mrkdwn {
  const commits = view.evidence.changes.reduce((sum, change) => sum + change.commits.length, 0);
  const files = view.evidence.changes.reduce((sum, change) => sum + change.filesChanged, 0);
  const what = commits + files === 0 ? say`nothing was changed` : count(commits, 'commit');
  const made = say`${what} in ${count(view.repos.length, 'repository', 'repositories')}, ${count(view.evidence.results.length, 'check')} passed`;
  if (isLive(view))
    return say`${person(view.run.requester)}, ticket ${view.run.ticket} is merge-ready: ${made}.`;
  return say`Summary of ticket ${view.run.ticket}: ${made}.`;
}

/** What a person should look at before merging, gravest first; undefined when there is nothing. */
export function risks(view: SummaryView, detail: Detail): Mrkdwn | undefined {
  const { changes, results } = view.evidence;
  const lines = [
    ...perRepo(changes, 'checkDefinitions', say`changes what a check runs`, detail),
    results.length === 0 ? say`No check was run: nothing proves that it works.` : undefined,
    ...perRepo(changes, 'forbidden', say`holds files that must not be merged`, detail),
    ...perRepo(
      changes,
      'submodules',
      say`moves submodules; see that their own repositories have these commits`,
      detail,
    ),
    ...perRepo(
      changes,
      'leftovers',
      say`holds files that the agent left uncommitted and I committed`,
      detail,
    ),
    view.brief?.unclear.length
      ? say`Accepted unclear in the brief: ${view.brief.unclear.map((field) => FIELD_WORDS[field]).join(', ')}.`
      : undefined,
  ].flatMap((line) => (line ? [say`• ${line}`] : []));
  return lines.length === 0 ? undefined : join([say`*Open risks*`, ...lines]);
}

type Listed = 'checkDefinitions' | 'forbidden' | 'submodules' | 'leftovers';

const perRepo = (changes: readonly RepoChange[], key: Listed, what: Mrkdwn, detail: Detail): Mrkdwn[] =>
  changes
    .filter((change) => (change[key] ?? []).length > 0)
    .slice(0, detail.rows)
    .map(
      (change) =>
        say`${code(change.name)} ${what}: ${some(change[key] ?? [], Math.min(10, detail.rows), (path) => code(path))}`,
    );

/** The agent's own words, quoted as the agent's. */
export function saidByAgent({ agent, evidence }: SummaryView, detail: Detail): Mrkdwn | undefined {
  if (!evidence.said?.trim()) return undefined;
  return join([say`*What ${code(agent)} says it did*`, quote(evidence.said, Math.min(1_000, detail.text))]);
}

/** Why it was not merged: gate, repository, what to do. */
export function refusal(view: SummaryView): Mrkdwn | undefined {
  const { refusal: why } = view;
  if (!why) return undefined;
  const gate = why.gate > 0 ? say` at gate ${why.gate}` : '';
  return say`*Not merged*${gate}${inRepository(why.repo)}. ${troubleLine(why)}`;
}

/** What a merge has reached so far, per repository. */
export function mergeLines(merges: SummaryView['merges'], detail: Detail): Mrkdwn | undefined {
  const told = merges.filter((merge) => merge.state !== 'built');
  if (told.length === 0) return undefined;
  return some(told, detail.rows, mergeLine, '\n');
}

function mergeLine(merge: SummaryView['merges'][number]): Mrkdwn {
  const [name, base] = [code(merge.name), code(merge.base)];
  if (isEmptyMerge(merge)) return say`• ${name}: nothing to merge into ${base}`;
  if (merge.state === 'merged') return say`• ${name}: merged into ${base} at ${commit(merge.mergeCommit)}`;
  return say`• ${name}: *not merged* into ${base}${merge.detail ? say`: ${words(merge.detail, 200)}` : ''}`;
}

/** Per repository the diff stat and the commits. */
export function changeLines(view: SummaryView, detail: Detail): Mrkdwn {
  const { changes } = view.evidence;
  if (changes.length === 0) return say`*Changes:* none, in ${repoList(view.repos, detail.rows)}.`;
  return join([
    say`*Changes*`,
    some(changes, detail.rows, (change) => changeLine(change, baseOf(view, change.name), detail), '\n'),
  ]);
}

const baseOf = (view: SummaryView, name: string) => view.repos.find((repo) => repo.name === name)?.base;

function changeLine(change: RepoChange, base: string | undefined, detail: Detail): Mrkdwn {
  const into =
    base === undefined ? '' : say` into ${code(base)}${change.into ? say` ${whereTo(change.into)}` : ''}`;
  if (change.commits.length === 0 && change.filesChanged === 0) return say`• ${code(change.name)}: no change`;
  const stat = say`• ${code(change.name)}${into}: ${count(change.filesChanged, 'file')}, +${change.insertions} −${change.deletions}, ${count(change.commits.length, 'commit')}`;
  return join([stat, ...commitLines(change, detail)]);
}

function commitLines(change: RepoChange, detail: Detail): Mrkdwn[] {
  const shown = change.commits.slice(0, detail.commits);
  const left = change.commits.length - shown.length;
  const lines = shown.map((one) => say`   ${commit(one.id)} ${words(one.subject, 100)}`);
  return left === 0 || shown.length === 0
    ? lines
    : [...lines, say`   … and ${left} more ${left === 1 ? 'commit' : 'commits'}`];
}

/** What was asked and answered, in intake and by the agent. */
export function questionsAndAnswers(view: SummaryView, detail: Detail): Mrkdwn | undefined {
  const intake = view.questions.flatMap(({ answer, field, askedBy, words: asked }, index) =>
    // a vague answer that was asked about again is told no more
    answer && !view.questions.slice(index + 1).some((later) => later.field === field && later.words === asked)
      ? [
          say`• ${FIELD_WORDS[field]}${askedBy ? say`, ${code(askedBy)} asked “${words(asked ?? '', detail.text / 10)}”` : ''}: ${words(answer.text, detail.text / 10)} (${decided(answer.decision)})`,
        ]
      : [],
  );
  const short = detail.text / 10;
  const guidance = view.guidance.map((one) => {
    const outcome = answeredInShort(one, short);
    const who = one.answer ? say` (${decided(one.answer.decision)})` : '';
    return say`• ${askedInShort(one, view.run.id, short)}: ${outcome}${who}`;
  });
  const lines = [...intake, ...guidance];
  return lines.length === 0
    ? undefined
    : join([say`*Questions and answers*`, some(lines, detail.rows, (line) => line, '\n')]);
}

/** What was wanted, beside what was made. */
export const wanted = (view: SummaryView, detail: Detail): Mrkdwn | undefined =>
  view.brief
    ? join([
        say`*Goal*`,
        quote(view.brief.goal, detail.text / 3),
        say`*Done criteria*`,
        quote(view.brief.done, detail.text / 3),
      ])
    : undefined;

/** What else is moved in front of somebody's eyes. */
export const documentsMove = ({ ticketCheckout: to }: SummaryView): Mrkdwn | undefined =>
  to &&
  say`*Ticket documents:* one commit to ${code(to.branch)} of ${code(to.repo)}, which is checked out in ${code(to.tree)}; that is moved forward.`;

/** Agent, time and run, as small print. */
export function smallPrint(view: SummaryView): Mrkdwn {
  const { startedAt, readyAt } = view;
  const ms = startedAt && readyAt ? Date.parse(readyAt) - Date.parse(startedAt) : Number.NaN;
  const time = Number.isNaN(ms) ? '' : say` · ${duration(ms)} from start to merge-ready`;
  return say`Run ${code(view.run.id)} · agent ${code(view.agent)} · iteration ${view.iteration}${time}`;
}

/** Who decided, and when; undefined while nobody has. */
export function decision(view: SummaryView): Mrkdwn | undefined {
  if (!view.decided) return undefined;
  const who = decided(view.decided.by);
  if (view.decided.what === 'merge') return say`Merge decided by ${who}`;
  if (view.decided.what === 'discard') return say`Discarded by ${who}`;
  return view.decided.what === 'stop' ? say`Stopped by ${who}` : say`Changes requested by ${who}`;
}

export function howToDecide(view: SummaryView): Mrkdwn {
  const retry = view.actions.some((action) => action.do === 'merge' && action.retry);
  return say`${person(view.run.requester)}, press \`${retry ? RETRY : LABELS.merge}\` to ${retry ? 'go on' : 'merge'}, or \`${LABELS.request_changes}\` to send the agent on with feedback.`;
}
