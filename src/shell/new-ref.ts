/** Branches that a mirror does not have yet, made as git makes them: a lock that becomes the ref. It takes no process. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { needPlainFolder } from './plain-folder.js';

/**
 * Makes the branch of a run at `commit`, a full object id that is there. False, and nothing was made, where git has to be asked: it
 * knows which names packed refs take, waits for the lock of another, and says why a ref cannot be made.
 */
export function makeRef(mirror: string, ref: string, commit: string): boolean {
  const path = join(mirror, ref);
  if (existsSync(join(mirror, 'packed-refs'))) return false;
  const lock = `${path}.lock`;
  let file: number;
  try {
    needFolder(mirror, dirname(path));
    file = openSync(lock, 'wx', 0o644);
  } catch {
    return false;
  }
  try {
    writeFileSync(file, `${commit}\n`);
    const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    if (isNew) renameSync(lock, path);
    else rmSync(lock, { force: true });
    return isNew;
  } catch {
    rmSync(lock, { force: true });
    return false;
  } finally {
    closeSync(file);
  }
}

function needFolder(mirror: string, path: string): void {
  // git removes it with its last ref
  if (!existsSync(path)) mkdirSync(path);
  needPlainFolder({ path, root: mirror });
}
