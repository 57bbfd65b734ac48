/** What the files hold that people get of a run: the end of its agent's log, or its change. */
import { statSync } from 'node:fs';
import type { RunContext } from '../run/context.js';
import { patchBetween } from '../shell/history.js';
import type { RepoOrigin } from '../shell/origin.js';
import { endOf, readEnd } from '../shell/output-end.js';
import { runFile } from '../shell/run-folder.js';
import { treeOf } from '../shell/worktree.js';
import type { ContentOf } from '../slack/files.js';
import { changeHeading, earlierLeftOut, restLeftOut } from '../slack/messages/file.js';
import { LOG } from '../stages/agents/command-runner.js';
import { beginningOf } from '../stages/checks/beginning.js';

export interface RunFilesOptions {
  home: string;
  repos: readonly ({ name: string } & RepoOrigin)[];
  redact: (text: string) => string;
}

/** How much of a log and of a change leaves, in characters. */
const MOST = { log: 256 * 1024, diff: 2 * 1024 * 1024 };
/** Read beyond that, so that a secret is whole when it is looked for; at least so many characters of it are dropped. */
const MARGIN_BYTES = 64 * 1024;
const MARGIN = 16 * 1024;

export function runFiles(options: RunFilesOptions): ContentOf {
  return async (what, run, signal) => (what === 'log' ? logOf(options, run) : diffOf(options, run, signal));
}

function logOf({ home, redact }: RunFilesOptions, run: RunContext): string | undefined {
  const path = runFile(home, run.id, LOG);
  const read = MOST.log + MARGIN_BYTES;
  const text = endOf(readEnd(path, 0, read), { characters: Number.POSITIVE_INFINITY, redact });
  if (text.trim() === '') return undefined;
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= read && text.length <= MOST.log) return `${text}\n`;
  const most = size > read ? Math.min(MOST.log, text.length - MARGIN) : MOST.log;
  return `${earlierLeftOut()}\n${lastLines(text, most)}\n`;
}

/** Each repository's change in one patch; with several, paths begin with the repository, as in the workspace. */
async function diffOf(
  { home, repos, redact }: RunFilesOptions,
  run: RunContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const parts: string[] = [];
  let cut = false;
  for (const change of run.evidence.at(-1)?.changes ?? []) {
    const worktree = run.worktrees.find(({ name }) => name === change.name);
    if (!worktree || cut) continue;
    const tree = treeOf(home, run, worktree);
    const from = await beginningOf({ home, repos }, tree, worktree, change.head);
    const under = run.worktrees.length > 1 ? `${change.name}/` : '';
    const limits = { maxBytes: MOST.diff + MARGIN_BYTES, under, signal };
    const { patch, isCut } = await patchBetween(tree, from, change.head, limits);
    cut = isCut;
    if (patch !== '') parts.push(`${changeHeading(change.name, from, change.head)}\n${patch}\n`);
  }
  const text = redact(parts.join('\n'));
  if (text.trim() === '') return undefined;
  if (!cut && text.length <= MOST.diff) return text;
  const most = cut ? Math.min(MOST.diff, text.length - MARGIN) : MOST.diff;
  return `${firstLines(text, most)}\n${restLeftOut(run.id)}\n`;
}

/** At most `most` characters from the end, begun at a whole line where there is one. */
function lastLines(text: string, most: number): string {
  const end = text.slice(-most);
  const line = text.length > most ? end.indexOf('\n') + 1 : 0;
  return end.slice(line).replace(/^[\uDC00-\uDFFF]/u, '');
}

/** At most `most` characters from the beginning, ended with a whole line where there is one. */
function firstLines(text: string, most: number): string {
  const start = text.slice(0, most);
  const line = start.lastIndexOf('\n');
  return (line < 0 ? start : start.slice(0, line)).replace(/[\uD800-\uDBFF]$/u, '');
}
