/** The folders through which a run and its agent speak, and the moving of files between them. */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, type Stats } from 'node:fs';
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

/** It went away, or the agent keeps it from us. */
const UNREADABLE = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'];

/** Names in a folder; none where it is missing or closed, or where a link or a file stands in its place. */
export function namesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  try {
    return readdirSync(folder);
  } catch (error) {
    if (UNREADABLE.includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** What an agent can arrange so that a path cannot be looked at, or a file in it not be moved; trying again would not help. */
const AGENTS_DOING = ['EACCES', 'EPERM', 'ENAMETOOLONG', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EBUSY'];

export const isAgentsDoing = (error: unknown): boolean =>
  AGENTS_DOING.includes((error as NodeJS.ErrnoException).code ?? '');

/** Undefined where nothing stands there, and where the agent lets nobody see what does. */
export function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isAgentsDoing(error)) return undefined;
    throw error;
  }
}

export const isFolder = (path: string): boolean => statsOf(path)?.isDirectory() ?? false;

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
const TAKEN = /^\d{8}T\d{9}Z-([0-9a-f]{16})(?:\.[0-9a-f]+)?-(.+)$/;

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
  return { path: target, same: stampAt(target) === file.stamp };
}

/**
 * Moves what does not fit to `rejected/`, with the reason beside it. False when it no longer is the one of this
 * `stamp`: what nobody has read yet stays where it is.
 */
export function moveToRejected(
  path: string,
  folder: string,
  { name, stamp, reason }: { name: string; stamp?: string; reason: string },
): boolean {
  if (!isThere(folder)) return true;
  const rejected = makeFolder(folder, 'rejected');
  const short = shortened(name);
  const target = free((n) => join(rejected, n ? short.replace(/(\.json)?$/, `.${n}$1`) : short));
  writeWhole(`${target}.reason.txt`, `${reason}\n`);
  if (!rename(path, target) || stamp === undefined || stampAt(target) === stamp) return true;
  rmSync(`${target}.reason.txt`, { force: true });
  putBack(target, path);
  return false;
}

const stampAt = (path: string) => stampOf(lstatSync(path, { bigint: true }));

/** Unless a still newer one is there. */
function putBack(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  rmSync(from);
}

/** How people find the file: relative to the workspace. */
export const labelOf = (home: string, runId: string, path: string) =>
  relative(workspaceOf(home, runId), path);

/** The contract folder that a file in it, in `taken/` or in `ask/` belongs to. */
export function folderOf(path: string): string {
  const parent = dirname(path);
  return basename(parent) === '.metawsm' ? parent : dirname(parent);
}

/** Room for what is put behind a name: file systems end at 255 bytes. */
const LONGEST_NAME = 180;

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, LONGEST_NAME / 6)}-${digest}.json`;
}

/** The second of a name is `.2`; of hundreds each has something of its own instead of a place in line. */
function free(name: (n: number | string) => string): string {
  if (!isThere(name(0))) return name(0);
  for (let n = 2; n < 20; n++) if (!isThere(name(n))) return name(n);
  return name(randomBytes(8).toString('hex'));
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
