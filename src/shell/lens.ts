/**
 * How the bot looks at a mirror that agents can write to: a git directory with a configuration, hooks and excludes
 * of its own, whose objects and refs are the mirror's. Nothing that an agent can change is run or obeyed.
 */
import { existsSync, lstatSync, mkdirSync, rmSync, type Stats, symlinkSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Git, type GitDir, type GitIdentity, gitIn } from './git.js';
import { readGuarded } from './guarded-file.js';
import { outwaiting } from './locks.js';
import { writeWhole } from './whole-file.js';

const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n[gc]\n\tauto = 0\n';

/** Shared with the mirror; everything else in the lens is the bot's own. */
const SHARED = ['objects', 'refs', 'packed-refs'];

/** Of a mirror, `''` being the mirror itself. */
const FOLDERS = [
  '',
  'objects',
  'objects/info',
  'objects/pack',
  'refs',
  'refs/heads',
  'refs/base',
  'info',
  'worktrees',
];

/** Where the lens of a mirror lies: beside the merge repository, out of the agents' reach. */
export function lensOf(mirror: string): string {
  return join(dirname(dirname(mirror)), 'merge', `${basename(mirror, '.git')}.lens`);
}

/**
 * Makes the mirror, a bare repository, where it is missing. Its configuration is written anew each time, so that
 * what one agent put there does not reach the next; it names who commits where the environment does not. Throws
 * when an agent has put a link where data should be.
 *
 * Asked before each git: forty looks at once take a millisecond, and each by its own trip to another thread thirty.
 */
export function ensureMirror(mirror: string, identity?: GitIdentity): void {
  refuseLinks(mirror, FOLDERS);
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/base', 'info', 'worktrees'])
    makeFolder(join(mirror, folder));
  writeWhole(join(mirror, 'config'), CONFIG + (identity ? userOf(identity) : ''), { mode: 0o644 });
  if (existsSync(join(mirror, 'HEAD'))) return;
  // last, because it says that the rest is there
  writeWhole(join(mirror, 'HEAD'), 'ref: refs/heads/main\n');
}

/** Where an agent has put one, the bot would write to places that the agent itself may not reach. */
function refuseLinks(mirror: string, names: readonly string[]): void {
  for (const name of names)
    if (isLink(join(mirror, name))) throw new Error(`${join(mirror, name)} is a link; remove it`);
}

const isLink = (path: string): boolean => seenAt(path)?.isSymbolicLink() ?? false;

function seenAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // whoever uses it is told what is wrong with it
    return undefined;
  }
}

/** Git takes `worktrees` away with its last entry; between two looks of Node that is `ENOENT`. */
function makeFolder(path: string): void {
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(path, { recursive: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 10) throw error;
    }
  }
}

/** No mirror borrows objects. Git would read those of another repository, and wait without end for what a pipe there says. */
function dropAlternates(mirror: string): void {
  const path = join(mirror, 'objects', 'info', 'alternates');
  if (seenAt(path)) rmSync(path, { recursive: true, force: true });
}

/**
 * Makes the lens of a mirror where it is missing, and removes what would lead git to other objects. Throws when an agent has
 * put a link where data should be.
 */
export function ensureLens(mirror: string): string {
  refuseLinks(mirror, [...FOLDERS, 'refs/heads/metawsm', 'packed-refs']);
  dropAlternates(mirror);
  const lens = lensOf(mirror);
  if (existsSync(join(lens, 'HEAD'))) return lens;
  makeFolder(join(lens, 'info'));
  makeFolder(join(lens, 'indexes'));
  // relative, so that the home can be moved
  for (const name of SHARED) link(join(relative(lens, mirror), name), join(lens, name));
  writeWhole(join(lens, 'config'), CONFIG);
  writeWhole(join(lens, 'HEAD'), 'ref: refs/heads/metawsm-lens\n');
  return lens;
}

function link(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Git on a mirror through its lens. A lock that a killed git left is removed, a living one waited for. */
export async function lensGit(
  mirror: string,
  dir: Omit<GitDir, 'gitDir'> = {},
  identity?: GitIdentity,
): Promise<Git> {
  const lens = ensureLens(mirror);
  return outwaiting(gitIn({ config: 'own', ...dir, gitDir: lens }, identity), { own: lens, shared: mirror });
}

/** Replaces what git must overlook in every worktree of a mirror: `.metawsm/` and the copied files. */
export async function writeExcludes(mirror: string, paths: readonly string[]): Promise<void> {
  const lens = ensureLens(mirror);
  const lines = ['/.metawsm/', ...paths.map((path) => `/${path.replace(/[\\*?[\]!# ]/g, '\\$&')}`)];
  const text = `${lines.join('\n')}\n`;
  writeWhole(join(lens, 'info', 'exclude'), text);
  makeFolder(join(mirror, 'info'));
  writeWhole(join(mirror, 'info', 'exclude'), text);
}

/** The commit that a ref of the mirror names, read as plain data; undefined for anything but a full object id. */
export async function readRef(mirror: string, ref: string): Promise<string | undefined> {
  const loose = await readGuarded(join(mirror, ref), 100);
  if (loose.kind === 'file') return /^([0-9a-f]{40})\n?$/.exec(loose.bytes.toString('latin1'))?.[1];
  // where other branches begin with this name there is a folder, and the ref may still be packed
  if (loose.kind === 'refused' && !(await lstat(join(mirror, ref))).isDirectory()) return undefined;
  const packed = await readGuarded(join(mirror, 'packed-refs'), 64 * 1024 * 1024);
  if (packed.kind !== 'file') return undefined;
  const lines = packed.bytes.toString('utf8').split('\n');
  return lines.find((line) => line.slice(41) === ref && /^[0-9a-f]{40} /.test(line))?.slice(0, 40);
}

function userOf({ name, email }: GitIdentity): string {
  const text = (value: string) => `"${value.replace(/[\\"]/g, '\\$&').replace(/[\r\n\0]/g, ' ')}"`;
  return `[user]\n\tname = ${text(name)}\n\temail = ${text(email)}\n`;
}
