/** A working tree that stands between two commits, because what moved it from one to the other was killed. */
import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { quotedName, removeUntracked } from './changes.js';
import { type Git, WHOLE_TREE_MS } from './git.js';

interface Side {
  mode: string;
  /** Empty where the commit has no such path. */
  id: string;
}

/** One path of which the two commits differ. */
interface Path {
  bytes: string;
  target: Side;
  other: Side;
}

/**
 * Brings every path in which the two commits differ to `target`, with the index of `git`, which has to hold `target`.
 * What is neither of the two, nor the beginning of one, somebody has changed since: it stays.
 */
export async function bringTo(workTree: string, git: Git, target: string, other: string): Promise<void> {
  const all = await differing(git, target, other);
  const ids = await idsOf(workTree, git, all);
  const open: Path[] = [];
  for (const path of all) if (await isOpen(workTree, git, path, ids.get(path.bytes))) open.push(path);
  for (const path of open) if (path.target.id === '') await removeUntracked(workTree, path);
  const missing: string[] = [];
  for (const { target: side, bytes } of open)
    if (side.id !== '' && !(await isInTheWay(workTree, bytes))) missing.push(bytes);
  if (missing.length === 0) return;
  const input = missing.map((name) => `${name}\0`).join('');
  const timeoutMs = WHOLE_TREE_MS;
  await git(['checkout-index', '-f', '-u', '-z', '--stdin'], { input, bytes: true, timeoutMs });
}

const NONE = /^0+$/;

async function differing(git: Git, target: string, other: string): Promise<Path[]> {
  const how = ['-r', '-z', '--no-renames', '--raw', '--no-ext-diff', '--no-abbrev'];
  const { stdout } = await git(['diff-tree', ...how, target, other], { bytes: true });
  const fields = stdout.split('\0').filter(Boolean);
  const found: Path[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [mode = '', otherMode = '', id = '', otherId = ''] = (fields[at] ?? '').slice(1).split(' ');
    // submodules are left to whoever uses them
    if (mode === '160000' || otherMode === '160000') continue;
    const side = (one: string, its: string): Side => ({ mode: its, id: NONE.test(one) ? '' : one });
    found.push({
      bytes: fields[at + 1] ?? '',
      target: side(id, mode),
      other: side(otherId, otherMode),
    });
  }
  return found;
}

/** What stands there: `mode id` as git would take it in; empty where there is nothing that git would. */
async function idsOf(workTree: string, git: Git, paths: readonly Path[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const files: { bytes: string; mode: string }[] = [];
  for (const { bytes } of paths) {
    const found = (await parentIsFolder(workTree, bytes))
      ? await lstat(placeOf(workTree, bytes)).catch(() => undefined)
      : undefined;
    if (found?.isFile()) files.push({ bytes, mode: found.mode & 0o100 ? '100755' : '100644' });
    else if (found?.isSymbolicLink())
      ids.set(bytes, `120000 ${idOf(await readlink(placeOf(workTree, bytes), 'buffer'))}`);
    else ids.set(bytes, '');
  }
  if (files.length === 0) return ids;
  const input = files.map(({ bytes }) => `${quotedName(bytes)}\n`).join('');
  const { stdout } = await git(['hash-object', '--stdin-paths'], { input, bytes: true });
  stdout.split('\n').forEach((id, at) => {
    const file = files[at];
    if (file) ids.set(file.bytes, `${file.mode} ${id}`);
  });
  return ids;
}

async function isOpen(
  workTree: string,
  git: Git,
  { bytes, target, other }: Path,
  now = '',
): Promise<boolean> {
  if (now === spelt(target)) return false;
  if (now === '' || now === spelt(other)) return true;
  if (now.startsWith('120000')) return false;
  const begun = await readFile(placeOf(workTree, bytes));
  for (const { id, mode } of [target, other]) {
    if (!mode.startsWith('100')) continue;
    const args = ['cat-file', '--filters', `--path=${utf8(bytes)}`, id];
    const { stdout } = await git(args, { bytes: true });
    // without its last line break, which a whole file would have
    if (Buffer.from(stdout, 'latin1').subarray(0, begun.length).equals(begun)) return true;
  }
  return false;
}

const spelt = ({ mode, id }: Side) => (id === '' ? '' : `${mode} ${id}`);

/** A folder with something in it, or a file or link where a folder belongs, is not ours to take away. */
async function isInTheWay(workTree: string, bytes: string): Promise<boolean> {
  if (!(await parentIsFolder(workTree, bytes))) return true;
  return (await lstat(placeOf(workTree, bytes)).catch(() => undefined))?.isDirectory() ?? false;
}

/** True where every folder on the way is one, or is not there. */
async function parentIsFolder(workTree: string, bytes: string): Promise<boolean> {
  for (let part = dirname(bytes); part !== '.'; part = dirname(part)) {
    const found = await lstat(placeOf(workTree, part)).catch(() => undefined);
    if (found && !found.isDirectory()) return false;
  }
  return true;
}

const idOf = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

const placeOf = (workTree: string, bytes: string) =>
  Buffer.from(join(Buffer.from(workTree).toString('latin1'), bytes), 'latin1');

const utf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8');
