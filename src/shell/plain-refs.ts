/** Refs read as plain data: a look that takes no process. Whatever is not quite plain is left to git. */
import { type Dir, existsSync, opendirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { gitDirOf } from './origin.js';
import { readText } from './own-file.js';

/** More of them, folders included, are read faster by git; and an agent may have made any number. */
const MOST = 50;

/**
 * The commits of all refs below `prefix`, by what follows it; undefined where git has to be asked: many of them, packed
 * ones, and whatever else is no plain ref.
 */
export function looseRefs(mirror: string, prefix: string): Map<string, string> | undefined {
  return existsSync(join(mirror, 'packed-refs')) ? undefined : looseBelow(mirror, prefix);
}

/** A clone that fetches from many branches has thousands of them, and a line takes 60 bytes. */
const MOST_PACKED_BYTES = 1024 * 1024;

/**
 * What the repository at an address offers to whoever fetches from it: its branches, and the one that HEAD names. Undefined
 * where git has to be asked: no path, no repository there, a linked worktree, refs of another format, many loose branches.
 */
export function plainBranches(address: string): { main?: string; heads: Map<string, string> } | undefined {
  if (!isAbsolute(address)) return undefined;
  try {
    return offeredIn(gitDirOf(address));
  } catch {
    // git says what is wrong with it
    return undefined;
  }
}

function offeredIn(dir: string): ReturnType<typeof plainBranches> {
  // in this order: whoever packs a ref removes the loose one last
  const loose = looseBelow(dir, 'refs/heads/');
  const packed = packedBelow(dir, 'refs/heads/');
  const head = readText(join(dir, 'HEAD'), 1_000) ?? '';
  const [, main, detached] = /^(?:ref: refs\/heads\/(\S+)|([0-9a-f]{40}))\n$/.exec(head) ?? [];
  if (!loose || !packed || (main ?? detached) === undefined) return undefined;
  const heads = new Map([...packed, ...loose]);
  if (heads.size === 0) return undefined;
  return { heads, ...(main !== undefined && heads.has(main) ? { main } : {}) };
}

function packedBelow(dir: string, prefix: string): Map<string, string> | undefined {
  const path = join(dir, 'packed-refs');
  const found = new Map<string, string>();
  if (!existsSync(path)) return found;
  const text = readText(path, MOST_PACKED_BYTES);
  if (text === undefined) return undefined;
  for (const line of text.split('\n')) {
    // what a tag stands for, and what the file says of itself
    if (line === '' || line.startsWith('^') || line.startsWith('#')) continue;
    const [, commit, name] = /^([0-9a-f]{40}) (\S+)$/.exec(line) ?? [];
    if (commit === undefined || name === undefined) return undefined;
    if (name.startsWith(prefix)) found.set(name.slice(prefix.length), commit);
  }
  return found;
}

function looseBelow(dir: string, prefix: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  const waiting = [''];
  for (let looks = 0; ; looks += 1) {
    const folder = waiting.pop();
    if (folder === undefined) return found;
    for (const entry of entriesOf(join(dir, prefix, folder))) {
      const name = `${folder}${entry.name}`;
      if (entry.isDirectory()) waiting.push(`${name}/`);
      else {
        // git knows none of this name: it is the lock of another
        if (name.endsWith('.lock')) return undefined;
        const commit = /^([0-9a-f]{40})\n$/.exec(readText(join(dir, prefix, name), 100) ?? '')?.[1];
        if (commit === undefined) return undefined;
        found.set(name, commit);
      }
      if (looks + waiting.length + found.size > MOST) return undefined;
    }
  }
}

function* entriesOf(path: string) {
  let folder: Dir;
  try {
    folder = opendirSync(path);
  } catch {
    // git makes and removes folders as it needs them
    return;
  }
  try {
    for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry;
  } finally {
    folder.closeSync();
  }
}
