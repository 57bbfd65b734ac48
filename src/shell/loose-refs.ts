/** Refs of a mirror that are few and lie loose, read as plain data: a look that takes no process. */
import { type Dir, existsSync, opendirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './own-file.js';

/** More of them, folders included, are read faster by git; and an agent may have made any number. */
const MOST = 50;

/**
 * The commits of all refs below `prefix`, by what follows it; undefined where git has to be asked: many of them, packed
 * ones, and whatever else is no plain ref.
 */
export function looseRefs(mirror: string, prefix: string): Map<string, string> | undefined {
  if (existsSync(join(mirror, 'packed-refs'))) return undefined;
  const found = new Map<string, string>();
  const waiting = [''];
  for (let looks = 0; ; looks += 1) {
    const folder = waiting.pop();
    if (folder === undefined) return found;
    for (const entry of entriesOf(join(mirror, prefix, folder))) {
      const name = `${folder}${entry.name}`;
      if (entry.isDirectory()) waiting.push(`${name}/`);
      else {
        // git knows none of this name: it is the lock of another
        if (name.endsWith('.lock')) return undefined;
        const commit = /^([0-9a-f]{40})\n$/.exec(readText(join(mirror, prefix, name), 100) ?? '')?.[1];
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
