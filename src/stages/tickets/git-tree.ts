/** Ticket documents in a commit, read and changed without a checkout. Links and submodules are no documents. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type Base, ownGit } from '../../shell/base.js';
import type { Git, GitIdentity } from '../../shell/git.js';
import { LARGEST, TicketFault, type TicketTree, textOf } from './options.js';
import { settingsIn } from './settings.js';

interface Entry {
  mode: string;
  id: string;
  bytes: number;
}

/** The folder of the documents as git names it. Throws `TicketFault` where it leads out of the repository. */
export function rootPath(root: string, name = '`tickets.root`'): string {
  const parts = root.split('/').filter((part) => part !== '' && part !== '.');
  const wrong = parts.some((part) => part === '..' || part.toLowerCase() === '.git');
  if (wrong || parts.length === 0 || /^[/~]/u.test(root) || /[\\\0\n\r]/u.test(root))
    throw new TicketFault(`${name} names no folder of the repository: ${root}`);
  return parts.join('/');
}

/** docmgr takes this word for no word at all. */
const UNSAID = 'ttmp';

/**
 * The folder of the documents: the configured one, else what `.ttmp.yaml` at the top of the repository says, else `ttmp`.
 * Throws `TicketFault` where it leads out of the repository.
 */
export async function rootIn(base: Base, commit: string, configured: string): Promise<string> {
  const root = rootPath(configured);
  return root === UNSAID ? ((await namedRoot(base, commit)) ?? root) : root;
}

/** What the repository itself says; undefined where it says nothing. */
export async function namedRoot(base: Base, commit: string): Promise<string | undefined> {
  const text = await textAt(ownGit(base), commit, '.ttmp.yaml');
  const { root } = text === undefined ? {} : settingsIn(text);
  return root === undefined ? undefined : rootPath(root, '`root` in .ttmp.yaml');
}

/** Throws `TicketFault` where the root, or a folder on the way to it, is a link or a file. */
export async function gitTree(base: Base, commit: string, root: string): Promise<TicketTree> {
  const git = ownGit(base);
  await refuseDetours(git, commit, root);
  const entries = new Map<string, Entry>();
  const links: string[] = [];
  for (const { path, ...entry } of await listed(git, ['-r', '-l', commit, '--', `${root}/`])) {
    const name = path.slice(root.length + 1);
    if (entry.mode.startsWith('100')) entries.set(name, entry);
    else links.push(name);
  }
  const read: TicketTree['read'] = async (paths) => {
    const small = paths.flatMap((path) => {
      const entry = entries.get(path);
      return entry && entry.bytes <= LARGEST ? [{ path, ...entry }] : [];
    });
    return texts(git, small);
  };
  return {
    files: [...entries].map(([path, { bytes, id }]) => ({ path, bytes, version: id })),
    links,
    read,
    settings: async () => {
      const parts = root.split('/');
      const ways = [...parts.map((_, at) => parts.slice(0, parts.length - at).join('/')), ''];
      for (const folder of ways) {
        const inside = (path: string) => textAt(git, commit, posix.join(folder, path));
        const text = await inside('.ttmp.yaml');
        if (text !== undefined) return { text, read: inside };
      }
      return undefined;
    },
  };
}

/** One commit onto `parent` with these files below the root; throws where anything else would change. */
export async function commitFiles(
  base: Base,
  change: { parent: string; root: string; files: ReadonlyMap<string, string>; message: string; at: string },
  identity: GitIdentity,
): Promise<string> {
  const { parent, root } = change;
  const indexFile = join(base.own, `metawsm-index-${randomUUID()}`);
  const git = ownGit(base, identity, { indexFile });
  try {
    await git(['read-tree', parent]);
    const modes = new Map(
      (await listed(git, ['-r', '-l', parent, '--', `${root}/`])).map((e) => [e.path, e.mode]),
    );
    const records: string[] = [];
    for (const [name, content] of change.files) {
      const path = `${root}/${name}`;
      const { stdout: id } = await git(['hash-object', '-w', '--stdin'], { input: content });
      records.push(`${modes.get(path) ?? '100644'} ${id}\t${path}\0`);
    }
    await git(['update-index', '-z', '--index-info'], { input: records.join('') });
    const { stdout: tree } = await git(['write-tree']);
    const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', parent, tree];
    const touched = (await git(args)).stdout.split('\0').filter(Boolean);
    const stray = touched.find((path) => !path.startsWith(`${root}/`));
    if (stray !== undefined) throw new TicketFault(`the commit would touch ${stray}`);
    const date = `${Math.floor(Date.parse(change.at) / 1_000)} +0000`;
    const { stdout: commit } = await git(['commit-tree', tree, '-p', parent, '-F', '-'], {
      input: change.message,
      env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
    return commit;
  } finally {
    await rm(indexFile, { force: true });
    await rm(`${indexFile}.lock`, { force: true });
  }
}

/** A path that leads out of the repository is no file of it. */
async function textAt(git: Git, commit: string, path: string): Promise<string | undefined> {
  const plain = posix.normalize(path);
  if (/^\/|\0/u.test(plain) || plain.split('/').includes('..')) return undefined;
  const found = (await listed(git, ['-l', commit, '--', plain])).find((entry) => entry.path === plain);
  if (!found?.mode.startsWith('100') || found.bytes > LARGEST) return undefined;
  return (await texts(git, [found])).get(plain);
}

async function refuseDetours(git: Git, commit: string, root: string): Promise<void> {
  const parts = root.split('/');
  const ways = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  const found = await listed(git, ['-l', commit, '--', ...ways]);
  const wrong = found.find(({ path, mode }) => ways.includes(path) && mode !== '040000');
  if (wrong) throw new TicketFault(`${wrong.path} is no folder`);
}

async function listed(git: Git, args: string[]): Promise<(Entry & { path: string })[]> {
  const { stdout } = await git(['ls-tree', '-z', '--full-tree', ...args]);
  return stdout.split('\0').flatMap((line) => {
    const [, mode, id, bytes, path] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/su.exec(line) ?? [];
    return mode && id && path ? [{ mode, id, bytes: Number(bytes) || 0, path }] : [];
  });
}

/** All of them with one git; where bytes are no text and so change their number, each with its own. */
async function texts(git: Git, blobs: (Entry & { path: string })[]): Promise<Map<string, string>> {
  if (blobs.length === 0) return new Map();
  const { stdout } = await git(['cat-file', '--batch'], { input: blobs.map(({ id }) => `${id}\n`).join('') });
  // the last newline is that of the output, not of the file
  const bytes = Buffer.from(`${stdout}\n`);
  const found = new Map<string, string>();
  let at = 0;
  for (const { id, path, bytes: size } of blobs) {
    const head = `${id} blob ${size}\n`;
    const begin = at + head.length;
    const fits = bytes.subarray(at, begin).toString('latin1') === head && bytes[begin + size] === 10;
    if (!fits) return blobs.length === 1 ? new Map() : oneByOne(git, blobs);
    const text = textOf(bytes.subarray(begin, begin + size));
    if (text !== undefined) found.set(path, text);
    at = begin + size + 1;
  }
  return at === bytes.length ? found : blobs.length === 1 ? new Map() : oneByOne(git, blobs);
}

async function oneByOne(git: Git, blobs: (Entry & { path: string })[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const blob of blobs) for (const [path, text] of await texts(git, [blob])) found.set(path, text);
  return found;
}
