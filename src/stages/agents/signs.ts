/** Signs of life of an agent that may hang: output, changed files, commits, contract files. Reads, changes nothing. */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import { adminOf } from '../../shell/agent-view.js';
import { runFile } from '../../shell/run-folder.js';
import { treeOf } from '../../shell/worktree.js';
import { LOG } from './command-runner.js';

/** A workspace with more entries than this is looked at in part. */
const MOST_ENTRIES = 300_000;

/**
 * The newest sign of life in milliseconds since 1970, or the first one found that is not older than `enoughMs`.
 * 0 where there is none. The log does not count where the bot itself writes it.
 */
export async function lastSign(
  home: string,
  run: RunContext,
  enoughMs: number,
  countsLog = true,
): Promise<number> {
  let newest = countsLog ? await changedAt(runFile(home, run.id, LOG)) : 0;
  const places = [
    ...run.worktrees.map((worktree) => adminOf(treeOf(home, run, worktree))),
    join(home, 'workspaces', run.id),
  ];
  let left = MOST_ENTRIES;
  while (newest < enoughMs && places.length > 0 && left > 0) {
    const folder = places.shift()!;
    newest = Math.max(newest, await changedAt(folder));
    for (const entry of await entriesOf(folder)) {
      left -= 1;
      const path = join(folder, entry.name);
      // A `.git` of a worktree is a file; in a folder of that name only git is at work.
      if (entry.isDirectory()) places.push(...(entry.name === '.git' ? [] : [path]));
      else newest = Math.max(newest, await changedAt(path));
      if (newest >= enoughMs) break;
    }
  }
  return newest;
}

async function changedAt(path: string): Promise<number> {
  return lstat(path).then(
    (stats) => stats.mtimeMs,
    () => 0,
  );
}

/** What has gone in the meantime is no fault: the agent may be at work there. */
const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
