/**
 * How the bot looks at a mirror that agents can write to: a git directory with a configuration, hooks and excludes
 * of its own, whose objects and refs are the mirror's. Nothing that an agent can change is run or obeyed.
 */
import { existsSync } from 'node:fs';
import { lstat, mkdir, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Git, type GitDir, GitError, type GitIdentity, gitIn } from './git.js';
import { readGuarded } from './guarded-file.js';
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

/** A lock that is older than this belongs to a git that was killed. */
const STALE_LOCK_MS = 10_000;
const DAY_MS = 24 * 3_600_000;
/** One that is made anew all the time is somebody's game. */
const LONGEST_WAIT_MS = 30_000;

/** Where the lens of a mirror lies: beside the merge repository, out of the agents' reach. */
export function lensOf(mirror: string): string {
  return join(dirname(dirname(mirror)), 'merge', `${basename(mirror, '.git')}.lens`);
}

/**
 * Makes the mirror, a bare repository, where it is missing. Its configuration is written anew each time, so that
 * what one agent put there does not reach the next; it names who commits where the environment does not. Throws
 * when an agent has put a link where data should be.
 */
export async function ensureMirror(mirror: string, identity?: GitIdentity): Promise<void> {
  await refuseLinks(mirror, FOLDERS);
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/base', 'info', 'worktrees'])
    await makeFolder(join(mirror, folder));
  writeWhole(join(mirror, 'config'), CONFIG + (identity ? userOf(identity) : ''), { mode: 0o644 });
  if (existsSync(join(mirror, 'HEAD'))) return;
  // last, because it says that the rest is there
  writeWhole(join(mirror, 'HEAD'), 'ref: refs/heads/main\n');
}

/** Where an agent has put one, the bot would write to places that the agent itself may not reach. */
async function refuseLinks(mirror: string, names: readonly string[]): Promise<void> {
  for (const name of names)
    if ((await lstat(join(mirror, name)).catch(() => undefined))?.isSymbolicLink())
      throw new Error(`${join(mirror, name)} is a link; remove it`);
}

/** Git takes `worktrees` away with its last entry; between two looks of Node that is `ENOENT`. */
async function makeFolder(path: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await mkdir(path, { recursive: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 10) throw error;
    }
  }
}

/** Makes the lens of a mirror where it is missing. Throws when an agent has put a link where data should be. */
export async function ensureLens(mirror: string): Promise<string> {
  await refuseLinks(mirror, [...FOLDERS, 'refs/heads/metawsm', 'packed-refs']);
  const lens = lensOf(mirror);
  if (existsSync(join(lens, 'HEAD'))) return lens;
  await mkdir(join(lens, 'info'), { recursive: true });
  await mkdir(join(lens, 'indexes'), { recursive: true });
  // relative, so that the home can be moved
  for (const name of SHARED)
    await symlink(join(relative(lens, mirror), name), join(lens, name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  writeWhole(join(lens, 'config'), CONFIG);
  writeWhole(join(lens, 'HEAD'), 'ref: refs/heads/metawsm-lens\n');
  return lens;
}

/** Git on a mirror through its lens. A lock that a killed git left is removed, a living one waited for. */
export async function lensGit(
  mirror: string,
  dir: Omit<GitDir, 'gitDir'> = {},
  identity?: GitIdentity,
): Promise<Git> {
  const lens = await ensureLens(mirror);
  return outwaiting(gitIn({ config: 'own', ...dir, gitDir: lens }, identity), [mirror, lens]);
}

/** The same git, but a lock below one of `roots` that a killed git left is removed, and a living one waited for. */
export function outwaiting(git: Git, roots: readonly string[]): Git {
  return async (args, options) => {
    for (let tries = 0; ; tries++) {
      try {
        return await git(args, options);
      } catch (error) {
        const lock = error instanceof GitError ? lockIn(error.stderr) : undefined;
        const ours = lock && roots.some((root) => lock.startsWith(root + sep));
        if (!ours || tries >= 10) throw error;
        await outwait(lock);
      }
    }
  };
}

/** Replaces what git must overlook in every worktree of a mirror: `.metawsm/` and the copied files. */
export async function writeExcludes(mirror: string, paths: readonly string[]): Promise<void> {
  const lens = await ensureLens(mirror);
  const lines = ['/.metawsm/', ...paths.map((path) => `/${path.replace(/[\\*?[\]!# ]/g, '\\$&')}`)];
  const text = `${lines.join('\n')}\n`;
  writeWhole(join(lens, 'info', 'exclude'), text);
  await mkdir(join(mirror, 'info'), { recursive: true });
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

function lockIn(stderr: string): string | undefined {
  return /Unable to create '(.+\.lock)': File exists/.exec(stderr)?.[1];
}

/** A lock bears any date that an agent gives it: one that stays the same for as long is stale as well. */
async function outwait(lock: string): Promise<void> {
  let seen = '';
  let since = performance.now();
  for (const begun = since; performance.now() - begun < LONGEST_WAIT_MS; ) {
    const found = await lstat(lock).catch(() => undefined);
    if (!found) return;
    const now = `${found.ino}:${found.mtimeMs}`;
    if (now !== seen) since = performance.now();
    seen = now;
    const ageMs = Date.now() - found.mtimeMs;
    const isOld = ageMs > STALE_LOCK_MS || ageMs < -DAY_MS;
    if (isOld || performance.now() - since > STALE_LOCK_MS) return rm(lock, { force: true, recursive: true });
    await delay(100);
  }
}
