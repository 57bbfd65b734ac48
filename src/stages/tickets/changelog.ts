/** The entry that a closed run leaves in the changelog of its ticket: merges, checks, and who answered what. */
import type { RunContext } from '../../run/context.js';
import type { CheckResult, RepoChange, RepoMerge } from '../../run/evidence.js';
import { count, mergesIn } from './evidence-parts.js';
import { code, contained, oneLine } from './markup.js';
import { dateOf } from './names.js';
import type { Names } from './people.js';

export const CHANGELOG_BEGIN = '# Changelog\n';

/** An entry is short; the report holds the whole. */
const MOST = 300;

export const entryTitle = (runId: string) => `Closed by metawsm run ${runId}`;

/** True where the changelog has the entry of this run already. */
export function hasEntry(text: string, runId: string): boolean {
  return text.split(/\r?\n/u).some((line) => line.startsWith('## ') && line.endsWith(entryTitle(runId)));
}

/** Appends; what stands there stays byte for byte, and its line ends are kept to. */
export function appended(text: string, entry: string): string {
  const end = /\r\n$/u.test(text.slice(0, text.lastIndexOf('\n') + 1)) ? '\r\n' : '\n';
  const whole = text === '' || text.endsWith('\n') ? text : text + end;
  const gap = whole === '' || /\n\r?\n$/u.test(whole) ? '' : end;
  return whole + gap + entry.split('\n').join(end);
}

/** `brief` and `report` are the paths of the run's documents, relative to the ticket's folder. */
export function entryOf(
  run: RunContext,
  names: Names,
  at: string,
  { brief, report }: { brief: string; report: string },
): string {
  const evidence = run.evidence.at(-1);
  const results = [...(evidence?.results ?? []).map(checkLine), ...run.mergedResults.map(mergedLine)];
  const answered = run.guidance.filter(({ state, answer }) => state === 'answered' && answer);
  const guidance = answered.map(({ question, answer, agent }, at) => {
    const by = answer ? person(names, answer.decision.by) : '';
    const asked = oneLine(question, MOST) || 'It ended twice without saying that it is done';
    return `${at + 1}. **Q:** ${asked} (${oneLine(agent)})\n   **A:** ${oneLine(answer?.text ?? '', MOST)} (${by})`;
  });
  const by = run.mergedBy ? ` by ${person(names, run.mergedBy.by)}` : '';
  const merges = mergesIn(run).map((merge) => mergeLine(merge, evidence?.changes ?? []));
  const parts = [
    `## ${dateOf(at)} - ${entryTitle(run.id)}`,
    contained(oneLine(run.brief?.goal ?? '', MOST)),
    merges.length > 0 ? `Merged${by}:\n\n${merges.join('\n')}` : `Closed${by}.`,
    results.length > 0 ? `Checks:\n\n${results.join('\n')}` : '',
    guidance.length > 0 ? `Guidance:\n\n${guidance.join('\n')}` : '',
    `### Related Files\n\n- ${brief} — brief of the run\n- ${report} — what happened in it`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n\n`;
}

function mergeLine(merge: RepoMerge, changes: readonly RepoChange[]): string {
  if (merge.mergeCommit === merge.baseCommit) return `- ${merge.name}: nothing to merge into ${merge.base}`;
  const change = changes.find(({ name }) => name === merge.name);
  const size = change
    ? `${count(change.commits.length, 'commit')}, ${count(change.filesChanged, 'file')}, ` +
      `+${change.insertions} −${change.deletions}, `
    : '';
  return `- ${merge.name}: ${size}into ${merge.base} as ${merge.mergeCommit.slice(0, 12)}`;
}

function checkLine(result: CheckResult): string {
  const end = result.timedOut ? 'time limit' : `exit ${result.exitCode ?? 'by a signal'}`;
  const seconds = (result.durationMs / 1_000).toFixed(1);
  return `- ${result.repo}: ${code(result.command)} ${end}, ${seconds} s, on ${result.commit.slice(0, 12)}`;
}

const mergedLine = (result: CheckResult) => `${checkLine(result)} (merged result)`;

function person(names: Names, id: string): string {
  const name = oneLine(names.get(id) ?? '', 80);
  return name === '' || name === id ? id : `${name}, ${id}`;
}
