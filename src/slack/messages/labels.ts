/** The labels of buttons and the words of their dialogs. The labels are fixed: people learn them. */
import type { Evidence, RepoMerge, TicketCheckout } from '../../run/evidence.js';
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { matterOf } from '../../run/permission/matter.js';
import type { PermitChoice } from '../../run/permissions.js';
import { isMerged, mergesOf } from '../../run/verdict.js';
import type { Action, RepoLine, RunLine } from '../../run/views.js';
import { cut, oneLine } from '../escape.js';
import { LIMITS } from '../limits.js';
import { hostIn } from './permission.js';
import { count } from './words.js';

/** Every label but those of options, which are the options themselves. */
export const LABELS = {
  write_answer: 'Write an answer…',
  fill_in: 'Write an answer…',
  choose: 'Send',
  reject_with_note: 'Reject with a note…',
  use_as_is: 'Use it as is',
  answer_all: 'Answer all in one form',
  start: 'Start run',
  edit_brief: 'Edit brief',
  cancel: 'Cancel',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Resume',
  restart: 'Restart',
  hand_over: 'Hand over…',
  discard: 'Discard',
  request_changes: 'Request changes',
  merge: 'Merge & close',
  view_log: 'View log',
  view_diff: 'View diff',
} as const satisfies Record<Exclude<Action['do'], 'answer' | 'permit' | 'open_link'>, string>;

export const PERMIT_LABELS = {
  once: 'Allow once',
  always: 'Always allow',
  reject: 'Reject',
} as const satisfies Record<PermitChoice, string>;

export const RETRY = 'Retry';
/** Placeholder of the select for more than five options. */
export const CHOOSE_LABEL = 'Choose…';
/** Above the boxes of a request with several answers. */
export const BOXES_LABEL = 'Several may be chosen';

/** Our own suggestions for the brief; what an agent offers stands as it came. */
const isSuggested = (target: string): boolean => /^q\d+$/u.test(target);

/** A label is plain text, in which backticks are only signs. */
const withoutTicks = (text: string): string => text.replace(/`([^`\n]+)`/gu, '$1');

/** The label of a button, whole; Slack shows 75 characters of it. */
export function labelOf(action: Action): string {
  if (action.do === 'answer') return isSuggested(action.target) ? withoutTicks(action.text) : action.text;
  if (action.do === 'permit') return PERMIT_LABELS[action.choice];
  if (action.do === 'open_link') return `Open ${hostIn(action.link) ?? 'the page'}`;
  return action.do === 'merge' && action.retry ? RETRY : LABELS[action.do];
}

export function styleOf(action: Action): 'primary' | 'danger' | undefined {
  if (action.do === 'start' || action.do === 'merge' || action.do === 'choose') return 'primary';
  if (action.do === 'permit' && action.choice !== 'reject')
    return action.confirm ? 'danger' : stylish(action);
  return action.do === 'stop' || action.do === 'discard' ? 'danger' : undefined;
}

/** The way that a hurried person shall take stands out. */
const stylish = ({ choice }: Extract<Action, { do: 'permit' }>): 'primary' | undefined =>
  choice === 'once' ? 'primary' : undefined;

/** Plain texts of Slack's confirm dialog. */
export interface Dialog {
  title: string;
  text: string;
  confirm: string;
  deny: string;
  style?: 'danger';
}

/** What a merge is about to do, as the summary shows it. */
interface ToMerge {
  run: RunLine;
  repos: readonly RepoLine[];
  evidence: Pick<Evidence, 'changes'>;
  merges: readonly RepoMerge[];
  ticketCheckout?: TicketCheckout;
}

/** Says what will be merged where; a change to what a check runs comes first. */
export function mergeDialog(plan: ToMerge, retry: boolean): Dialog {
  const end = `Then the ticket is closed${documentsOf(plan)} and the workspace is removed.`;
  const risk = riskOf(plan);
  const room = LIMITS.confirm.text - end.length - risk.length - 2;
  const label = retry ? RETRY : LABELS.merge;
  return {
    title: `${label}: ${oneLine(plan.run.ticket)}?`,
    text: [risk, cut(doneBy(plan), room), end].filter(Boolean).join(' '),
    confirm: label,
    deny: 'Not now',
  };
}

/** Says what is lost, and that it cannot be brought back. */
export const discardDialog = (view: { run: RunLine; merges: RepoMerge[]; landed?: RepoMerge[] }): Dialog => {
  const { run } = view;
  const stands = new Set(
    mergesOf(view)
      .filter(isMerged)
      .map((merge) => oneLine(merge.name)),
  );
  const kept = stands.size > 0 ? ` What is merged already stays: ${cut([...stands].join(', '), 80)}.` : '';
  return {
    title: `${LABELS.discard}: ${oneLine(run.ticket)}?`,
    text: `The workspace and the branches of this run are removed, with all that was not merged. This cannot be undone.${kept}`,
    confirm: LABELS.discard,
    deny: 'Keep it',
  };
};

/** What may be destroyed; its end as well as its beginning, since what is worst stands there as often. */
export function permitDialog(
  { agent, permission }: Pick<GuidanceRequest, 'agent' | 'permission'>,
  choice: PermitChoice,
): Dialog {
  const matter = oneLine(permission ? matterOf(permission) : '');
  const before = `${cut(oneLine(agent), 40)} wants to do something that may destroy work: `;
  const after = choice === 'always' ? ' It is not asked again about exactly this in this run.' : '';
  return {
    title: `${PERMIT_LABELS[choice]}?`,
    text: `${before}${bothEnds(matter, LIMITS.confirm.text - before.length - after.length)}${after}`,
    confirm: PERMIT_LABELS[choice],
    deny: 'Not now',
    style: 'danger',
  };
}

function bothEnds(text: string, room: number): string {
  if (text.length <= room) return text;
  const half = Math.floor(room / 2);
  return `${cut(text, half)}${endOf(text, half).slice(1)}`;
}

/** The same tree is told of once. */
function documentsOf(plan: ToMerge): string {
  const { ticketCheckout: to } = plan;
  if (!to || plan.repos.some(({ name }) => treeOf(plan, name) === to.tree)) return '';
  const tree = endOf(oneLine(to.tree), 60);
  return ` by a commit to ${cut(oneLine(`${to.branch} of ${to.repo}`), 60)}, checked out in ${tree}, which is moved forward,`;
}

function riskOf(plan: ToMerge): string {
  const files = plan.evidence.changes.flatMap((change) =>
    change.checkDefinitions.map((file) => `${file} (${change.name})`),
  );
  return files.length === 0
    ? ''
    : `Careful, this changes what a check runs: ${cut(oneLine(files.join(', ')), 80)}.`;
}

function doneBy(plan: ToMerge): string {
  const done = plan.merges.filter(isMerged).map((merge) => merge.name);
  const left = plan.repos.filter((repo) => !done.includes(repo.name));
  const told = left.map((repo) => ({ words: mergeOf(plan, repo), tree: treeOf(plan, repo.name) }));
  // what is moved in front of somebody's eyes comes first, since the rest may be cut
  const merges = [...told.filter(({ tree }) => tree), ...told.filter(({ tree }) => !tree)].map(
    ({ words }) => words,
  );
  const stands = done.length > 0 ? `Merged already: ${oneLine(done.join(', '))}.` : '';
  return [stands, merges.length > 0 ? `Merges ${merges.join(', ')}.` : 'Nothing is merged twice.']
    .filter(Boolean)
    .join(' ');
}

/** `api (2 commits, squash) into main, checked out in /path, which is moved forward`. */
function mergeOf(plan: ToMerge, { name, base }: RepoLine): string {
  const change = plan.evidence.changes.find((one) => one.name === name);
  const commits = change?.commits.length ?? 0;
  const how = [count(commits, 'commit'), ...(change?.into ? [change.into.method] : [])].join(', ');
  const tree = commits > 0 ? treeOf(plan, name) : undefined;
  const forward =
    tree === undefined ? '' : `, checked out in ${endOf(oneLine(tree), 70)}, which is moved forward`;
  return `${oneLine(name)} (${how}) into ${oneLine(base ?? 'its base')}${forward}`;
}

/** What was found last: by a merge that was refused since, else when the checks ran. */
const treeOf = ({ merges, evidence }: ToMerge, name: string): string | undefined =>
  merges.find((merge) => merge.name === name)?.checkedOut ??
  evidence.changes.find((change) => change.name === name)?.into?.checkedOut;

const endOf = (text: string, length: number) => (text.length <= length ? text : `…${text.slice(1 - length)}`);
