/** The parts of a run's report that prove something: changes, checks with their output, merges, what is left. Pure. */
import type { RunContext } from '../../run/context.js';
import { iterationAt } from '../../run/drawing.js';
import type { CheckResult, Evidence, RepoChange, RepoMerge } from '../../run/evidence.js';
import { code, fenced, oneLine } from './markup.js';
import { when } from './people.js';

/** The newest rounds have their output; of a run that went on and on the earlier ones keep their lines. */
const ROUNDS_WITH_OUTPUT = 20;
const MOST_ROUNDS = 100;
/** Nobody reads what a command prints that passed. */
const PASSED_OUTPUT = 1_000;
const MOST_LINES = 100;

export function changesSection(run: RunContext): string {
  const last = run.evidence.at(-1);
  const said = last?.said?.trim() ? [`What the agent said when it was done:\n\n${fenced(last.said)}`] : [];
  const repos = (last?.changes ?? []).map(changeOf);
  return [...said, ...(repos.length > 0 ? repos : ['Nothing was changed.'])].join('\n\n');
}

function changeOf(change: RepoChange): string {
  const { name, commits, filesChanged, insertions, deletions } = change;
  const head = `### ${name}\n\n${count(filesChanged, 'file')}, +${insertions} −${deletions}, ${count(commits.length, 'commit')}, up to ${code(change.head)}`;
  const lines = commits.map(({ id, subject }) => `- ${code(id)} ${oneLine(subject, 200)}`);
  return lines.length === 0 ? `${head}.` : `${head}:\n\n${bounded(lines)}`;
}

export function checksSection(run: RunContext): string {
  const rounds = run.evidence.slice(-MOST_ROUNDS);
  const left = run.evidence.length - rounds.length;
  const shown = rounds.map((evidence, at) =>
    roundOf(run, evidence, left + at + 1, rounds.length - at <= ROUNDS_WITH_OUTPUT),
  );
  const merged =
    run.mergedResults.length > 0
      ? [`### On the merged result\n\n${run.mergedResults.map((one) => resultOf(one, true)).join('\n\n')}`]
      : [];
  const parts = [...(left > 0 ? [`${count(left, 'earlier round')} left out.`] : []), ...shown, ...merged];
  return parts.length === 0 ? 'No check was run.' : parts.join('\n\n');
}

function roundOf(run: RunContext, evidence: Evidence, number: number, output: boolean): string {
  const { at, passed, results } = evidence;
  const verdict = results.length === 0 ? 'nothing to run' : passed ? 'passed' : 'failed';
  const head = `### Round ${number}, iteration ${iterationAt(run, at)}: ${verdict}\n\nOn ${when(at)}.`;
  return [head, ...results.map((result) => resultOf(result, output))].join('\n\n');
}

function resultOf(result: CheckResult, output: boolean): string {
  const end = result.timedOut
    ? 'ended by the time limit'
    : result.exitCode === null
      ? 'ended by a signal'
      : `exit code ${result.exitCode}`;
  const head = `${code(result.command)} in ${result.repo}: ${end}, ${(result.durationMs / 1_000).toFixed(1)} s, on ${code(result.commit)}`;
  const undone = result.undone.map((path) => `- ${code(path)}`);
  const most = result.exitCode === 0 ? PASSED_OUTPUT : 4_000;
  return [
    output && result.output.trim() ? `${head}\n\n${fenced(result.output, most, 'end')}` : head,
    undone.length > 0 ? `What it changed or left behind was undone:\n\n${bounded(undone)}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Of all iterations: where an earlier one has merged, that a later one had nothing to add is no news. */
export const mergesIn = ({ landed = [], merges }: RunContext): RepoMerge[] => [
  ...landed,
  ...merges.filter(
    (one) => one.mergeCommit !== one.baseCommit || !landed.some(({ name }) => name === one.name),
  ),
];

export function mergesSection(run: RunContext): string {
  const merges = mergesIn(run);
  return merges.length === 0 ? 'Nothing was merged.' : merges.map(mergeOf).join('\n');
}

function mergeOf(merge: RepoMerge): string {
  const { name, base, head, baseCommit, mergeCommit, method = 'merge' } = merge;
  if (mergeCommit === baseCommit) return `- ${name}: nothing to merge into ${code(base)}`;
  const moved = merge.moved ? '; the base had moved, so the checks ran again on the merged result' : '';
  return `- ${name}: ${code(head)} into ${code(base)} by ${code(method)}, from ${code(baseCommit)} to ${code(mergeCommit)}${moved}`;
}

/** What a reader would otherwise find out later. */
export function leftSection(run: RunContext): string {
  const changes = run.evidence.at(-1)?.changes ?? [];
  const lines = changes.flatMap(({ name, leftovers, submodules = [], checkDefinitions }) => [
    ...leftovers.map((path) => `- ${name}: ${code(path)} was left uncommitted by the agent, and committed`),
    ...submodules.map((path) => `- ${name}: the submodule ${code(path)} was moved`),
    ...checkDefinitions.map(
      (path) => `- ${name}: ${code(path)}, which decides what a check runs, was changed`,
    ),
  ]);
  return lines.length === 0 ? '' : `## Worth a look\n\n${bounded(lines)}`;
}

function bounded(lines: readonly string[]): string {
  const left = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(left > 0 ? [`- … and ${left} more`] : [])].join('\n');
}

export const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
