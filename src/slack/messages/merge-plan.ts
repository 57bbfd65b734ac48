/** What `merge --dry-run` answers: every gate, and what would happen in each repository. */
import type { Fault } from '../../run/events.js';
import type { Into, MergeMethod } from '../../run/evidence.js';
import type { GateLine, MergePlan, RepoPlan } from '../../run/merge-plan.js';
import { code, cut, join, type Mrkdwn, oneLine, say } from '../escape.js';
import { LABELS } from './labels.js';
import { inRepository, troubleLine } from './trouble.js';
import { count, some } from './words.js';

const MOST_ROWS = 15;

/** Said at once, because git may take seconds. */
export const planning = (): Mrkdwn =>
  say`One moment: I am working out what a merge would do. Nothing is changed.`;

/** Said in place of the answer. */
export const planBroken = (run: { id: string }): Mrkdwn =>
  say`The dry run for ${code(run.id)} was broken off: I was stopped, or it failed, which my log says then. Nothing was changed. Type ${code(`/metawsm merge ${run.id} --dry-run`)} again.`;

/** The whole answer. */
export function planOf(run: { id: string }, plan: MergePlan): Mrkdwn {
  return join([
    say`*Dry run of \`${LABELS.merge}\` for ${code(run.id)}.* Nothing was changed.`,
    say`*Gates*`,
    ...plan.gates.map(gate),
    say`*Repositories*`,
    some(plan.repos, MOST_ROWS, repository, '\n'),
    ending(plan),
  ]);
}

/** How the contract names the gates. */
const GATES: Record<number, string> = {
  1: 'the run is merge-ready',
  2: 'nobody is waiting for guidance',
  3: 'every worktree is clean',
  4: 'the checks passed',
  5: 'on exactly the commits to be merged',
  6: 'the base has not moved, or merges',
  7: 'no forbidden file is in the change',
  8: 'you have the right to merge',
};

function gate({ gate: number, verdict, faults, again }: GateLine): Mrkdwn {
  const name = say`${number} ${GATES[number] ?? ''}`;
  if (verdict === 'passed') return say`:white_check_mark: ${name}`;
  if (verdict === 'unknown') return say`:grey_question: ${name}: cannot be said in this state`;
  if (verdict === 'again')
    return say`:arrows_counterclockwise: ${name}: the checks would run again on the merged result of ${some(again, MOST_ROWS, (repo) => code(repo))}`;
  return say`:x: ${name}: ${some(faults, 4, faultLine, '; ')}`;
}

function faultLine(fault: Fault): Mrkdwn {
  if (fault.code === 'gate_not_ready' && fault.detail)
    return say`it is ${code(fault.detail)}. ${troubleLine({ code: fault.code, at: '' })}`;
  const line = troubleLine({ ...fault, at: '' });
  const detail = fault.detail && !line.text.includes(say`${fault.detail}`.text);
  return say`refused${inRepository(fault.repo)}. ${line}${detail ? say` (${cut(oneLine(fault.detail!), 200)})` : ''}`;
}

/** How each method puts the commits into the base, after `3 commits`. */
export const METHOD_WORDS = {
  merge: 'with a merge commit',
  squash: 'squashed into one commit',
  rebase: 'rebased onto it one by one',
  'fast-forward': 'as they are, by fast-forward',
} as const satisfies Record<MergeMethod, string>;

function repository(repo: RepoPlan): Mrkdwn {
  const head = say`• ${code(repo.name)}`;
  if (repo.what === 'unknown') return say`${head}: nothing is there to merge in this state`;
  if (repo.what === 'done') return say`${head}: merged into ${code(repo.base)} already`;
  if (repo.what === 'nothing')
    return say`${head}: ${code(repo.base)} would stay as it is, there is nothing to merge`;
  if (repo.what === 'refused') return say`${head}: would not be merged into ${code(repo.base)}`;
  const commits = count(repo.commits ?? 0, 'commit');
  const goes = say`${head}: ${commits} would go into ${code(repo.base)}${repo.into ? say` ${whereTo(repo.into)}` : ''}`;
  return repo.fault ? say`${goes}\n   :x: ${faultLine(repo.fault)}` : goes;
}

/** `on its remote, with a merge commit`; a working tree that is moved forward is named. */
export function whereTo({ method, remote, checkedOut }: Into): Mrkdwn {
  const how = METHOD_WORDS[method];
  if (remote) return say`on its remote, ${how}`;
  if (checkedOut === undefined) return say`here, ${how}; it is checked out nowhere`;
  return say`here, ${how}; it is checked out in ${code(checkedOut)}, which is moved forward`;
}

function ending({ gates, repos }: MergePlan): Mrkdwn {
  const stopped = gates.some(({ verdict }) => verdict === 'refused' || verdict === 'unknown');
  if (stopped) return say`As it stands, nothing would be merged.`;
  if (repos.some(({ fault }) => fault))
    return say`The gates let it through, but a base would not take its commits yet.`;
  return say`Then the ticket would be closed and the workspace removed.`;
}
