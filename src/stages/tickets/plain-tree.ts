/** Ticket documents in a folder of the bot's own, outside any repository. Links are neither followed nor written. */
import type { Dirent } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { readGuarded, stampOf } from '../../shell/guarded-file.js';
import { isDraft, writeWhole } from '../../shell/whole-file.js';
import type { Closing } from './close.js';
import { LARGEST, TicketFault, type TicketFile, type TicketTree, textOf } from './options.js';
import { EMPTY_FOLDERS } from './scaffold.js';

/** Reads what `root` holds now; it need not exist. Throws `TicketFault` where it is a link. */
export async function plainTree(root: string): Promise<TicketTree> {
  await refuseLinks(dirname(root), root);
  const found = await walk(root);
  return {
    files: found.flatMap(({ files }) => files),
    links: found.flatMap(({ links }) => links),
    read: async (paths) => {
      const texts = new Map<string, string>();
      for (const path of paths) {
        const text = await readText(join(root, path));
        if (text !== undefined) texts.set(path, text);
      }
      return texts;
    },
    settings: async () => {
      for (const folder of [root, dirname(root)]) {
        const text = await readText(join(folder, '.ttmp.yaml'));
        if (text !== undefined) return { text, read: (path) => readBelow(dirname(root), join(folder, path)) };
      }
      return undefined;
    },
  };
}

/** Writes the files in their order, each whole; the last says that the rest is there. */
export async function writePlainly(root: string, closing: Closing): Promise<void> {
  const base = dirname(root);
  if (closing.created && closing.files.size > 0)
    for (const name of EMPTY_FOLDERS) await folderAt(base, join(root, closing.folder, name));
  for (const [path, content] of closing.files) {
    const file = join(root, path);
    await folderAt(base, dirname(file));
    await removeDrafts(dirname(file));
    writeWhole(file, content, { durable: true, mode: 0o644 });
  }
}

/** What a try that was killed has left; nobody else writes there at the same time. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (isOwnDraft(name)) await rm(join(folder, name));
}

const isOwnDraft = (name: string): boolean => isDraft(name) && name.includes('.md.');

/** Side by side, but for the folders of `root` itself and of years and months: a few hundred at once are enough. */
async function walk(root: string, below = '', depth = 0): Promise<Pick<TicketTree, 'files' | 'links'>[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && below === '') return [];
    throw error;
  });
  const look = async (entry: Dirent) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return walk(root, path, depth + 1);
    if (!entry.isFile()) return [{ files: [], links: [path] }];
    return isOwnDraft(entry.name) ? [] : [{ files: [await fileAt(root, path)], links: [] }];
  };
  if (depth > 2) return (await Promise.all(entries.map(look))).flat();
  const found: Pick<TicketTree, 'files' | 'links'>[][] = [];
  for (const entry of entries) found.push(await look(entry));
  return found.flat();
}

async function fileAt(root: string, path: string): Promise<TicketFile> {
  const stats = await lstat(join(root, path), { bigint: true });
  return { path, bytes: Number(stats.size), version: `${path}:${stampOf(stats)}` };
}

async function readText(path: string): Promise<string | undefined> {
  const read = await readGuarded(path, LARGEST);
  return read.kind === 'file' ? textOf(read.bytes) : undefined;
}

async function readBelow(base: string, path: string): Promise<string | undefined> {
  if (!path.startsWith(base + sep)) return undefined;
  await refuseLinks(base, dirname(path));
  return readText(path);
}

async function folderAt(base: string, folder: string): Promise<void> {
  await refuseLinks(base, folder);
  await mkdir(folder, { recursive: true });
}

/** No part of the way from `base` down to `path` may lead elsewhere. */
async function refuseLinks(base: string, path: string): Promise<void> {
  let part = base;
  for (const name of ['', ...relative(base, path).split(sep)]) {
    part = join(part, name);
    const found = await lstat(part).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!found) return;
    if (!found.isDirectory()) throw new TicketFault(`${part} is no folder`);
  }
}
