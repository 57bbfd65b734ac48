/** The folders through which a run and its agent speak, and the moving of files between them. */
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { RunContext } from '../../run/context.js';
import { stampOf } from '../../shell/guarded-file.js';
import { writeWhole } from '../../shell/whole-file.js';

export const workspaceOf = (home: string, runId: string) => join(home, 'workspaces', runId);
export const contractFolder = (home: string, runId: string) => join(workspaceOf(home, runId), '.metawsm');
export const mailboxFolder = (home: string, runId: string) => join(contractFolder(home, runId), 'ask');

/** Where agents write: beside the worktrees, and inside each one as the older contract has it. */
export function contractFolders(home: string, run: RunContext): string[] {
  return [contractFolder(home, run.id), ...run.worktrees.map((tree) => join(tree.path, '.metawsm'))];
}

/** Names in a folder; none where it is missing, or where a link or a file stands in its place. */
export function namesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Makes `name` in a contract folder; a link that an agent put there is removed and never followed. */
export function makeFolder(folder: string, name: string): string {
  if (!isFolder(folder)) throw new Error(`${folder} is not a folder`);
  const path = join(folder, name);
  if (isFolder(path)) return path;
  rmSync(path, { force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** `taken/<instant>-<digest>-<name>`; the digest is that of the content that was stored. */
const TAKEN = /^\d{8}T\d{9}Z-([0-9a-f]{16})(?:\.\d+)?-(.+)$/;

export function readTakenName(name: string): { digest: string; name: string } | undefined {
  const [, digest, rest] = TAKEN.exec(name) ?? [];
  return digest && rest ? { digest, name: rest } : undefined;
}

/**
 * Moves a stored file to `taken/` and returns where it is now; `same` is false when the writer replaced it in between,
 * so that what was moved is another file. Undefined when it is gone.
 */
export function moveToTaken(
  path: string,
  folder: string,
  file: { name: string; stamp: string; digest: string; at: string },
): { path: string; same: boolean } | undefined {
  if (!isThere(folder)) return undefined;
  const taken = makeFolder(folder, 'taken');
  const instant = file.at.replace(/[-:.]/g, '');
  const target = free((n) => join(taken, `${instant}-${file.digest}${n ? `.${n}` : ''}-${file.name}`));
  if (!rename(path, target)) return undefined;
  return { path: target, same: stampOf(lstatSync(target, { bigint: true })) === file.stamp };
}

/** Moves what does not fit to `rejected/`, with the reason beside it. */
export function moveToRejected(path: string, folder: string, name: string, reason: string): void {
  if (!isThere(folder)) return;
  const rejected = makeFolder(folder, 'rejected');
  const target = free((n) => join(rejected, n ? name.replace(/(\.json)?$/, `.${n + 1}$1`) : name));
  writeWhole(`${target}.reason.txt`, `${reason}\n`);
  rename(path, target);
}

/** How people find the file: relative to the workspace. */
export const labelOf = (home: string, runId: string, path: string) =>
  relative(workspaceOf(home, runId), path);

/** The contract folder that a file in it, in `taken/` or in `ask/` belongs to. */
export function folderOf(path: string): string {
  const parent = dirname(path);
  return basename(parent) === '.metawsm' ? parent : dirname(parent);
}

function free(name: (n: number) => string): string {
  let n = 0;
  while (isThere(name(n))) n++;
  return name(n);
}

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function rename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
