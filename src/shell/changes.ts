/** What differs in a worktree, by names that may be any bytes. */
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git.js';

export interface Change {
  /** For people and patterns: what is no UTF-8 is replaced. */
  path: string;
  /** The name as git has it, one character for each byte. */
  bytes: string;
  /** What stands there now. `repository`: a git repository of its own, which is no content of this one. */
  now: 'file' | 'gone' | 'repository';
  tracked: boolean;
}

/** `git` has to know worktree and index; the index has to be refreshed. Throws `GitError`. */
export async function changesIn(git: Git): Promise<Change[]> {
  const bytes = true;
  const tracked = await git(['diff-files', '--raw', '-z', '--no-renames', '--ignore-submodules=dirty'], {
    bytes,
  });
  const others = await git(['ls-files', '-z', '--others', '--exclude-standard'], { bytes });
  const fields = split(tracked.stdout);
  const found: Change[] = [];
  const doubtful = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [before = '', after = '', id = '', , letter] = (fields[at] ?? '').split(' ');
    const became = after === '160000' && before !== ':160000';
    const now = letter === 'D' ? 'gone' : became ? 'repository' : 'file';
    const name = fields[at + 1] ?? '';
    if (before === `:${after}` && after.startsWith('100')) doubtful.set(name, id);
    found.push(changeOf(name, now, true));
  }
  for (const name of split(others.stdout))
    found.push(changeOf(name, name.endsWith('/') ? 'repository' : 'file', false));
  const same = await sameBytes(git, doubtful);
  return found.filter(({ bytes }) => !same.has(bytes));
}

/** As git reads and writes lists of names with `-z`; to be handed over with `bytes`. */
export function namesOf(changes: readonly Change[]): string {
  return changes.map(({ bytes }) => `${bytes}\0`).join('');
}

/** Where a name that may be no UTF-8 lies. */
export function placeIn(root: string, bytes: string): Buffer {
  return Buffer.from(join(Buffer.from(root).toString('latin1'), bytes), 'latin1');
}

/** Removes a file, a link or a repository, and the folders that it leaves empty. */
export async function removeUntracked(root: string, { bytes }: Pick<Change, 'bytes'>): Promise<void> {
  await rm(placeIn(root, bytes), { recursive: true, force: true });
  const parts = bytes.replace(/\/$/, '').split('/');
  for (let length = parts.length - 1; length > 0; length--) {
    try {
      await rmdir(placeIn(root, parts.slice(0, length).join('/')));
    } catch {
      return;
    }
  }
}

/**
 * Files that git would rewrite on the way in, such as CRLF under a later `text` attribute, count as changed for it from
 * the first checkout on. Where the bytes are those of the index, nobody has changed anything.
 */
async function sameBytes(git: Git, doubtful: ReadonlyMap<string, string>): Promise<Set<string>> {
  if (doubtful.size === 0) return new Set();
  const input = [...doubtful.keys()].map((name) => `${quotedName(name)}\n`).join('');
  const { stdout } = await git(['hash-object', '--no-filters', '--stdin-paths'], { input, bytes: true });
  const ids = stdout.split('\n');
  return new Set([...doubtful].flatMap(([name, id], at) => (ids[at] === id ? [name] : [])));
}

/** One name in one line, whatever it holds. */
export function quotedName(name: string): string {
  const octal = (character: string) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${name.replace(/[^ !#-[\]-~]/g, octal)}"`;
}

function changeOf(bytes: string, now: Change['now'], tracked: boolean): Change {
  return { path: Buffer.from(bytes, 'latin1').toString('utf8'), bytes, now, tracked };
}

function split(output: string): string[] {
  return output.split('\0').filter((field) => field !== '');
}
