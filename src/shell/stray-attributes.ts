/**
 * `.gitattributes` that are in no commit, because something ignores them or nobody may commit them. They decide how git stores
 * tracked files (`text`, `eol`, `working-tree-encoding`), so the checks would run on other bytes than are committed and merged.
 */
import { lstatSync } from 'node:fs';
import { type Change, placeIn } from './changes.js';
import type { Git } from './git.js';
import { listed } from './listed.js';

const NAME = '.gitattributes';
const MOST_NAMED = 3;

/** Throws where one decides about a file of the index; `left` are changes that the index does not have. */
export async function refuseStrayAttributes(
  workTree: string,
  git: Git,
  left: readonly Change[],
): Promise<void> {
  const { stdout } = await git(['ls-files', '-z'], { bytes: true });
  const tracked = stdout.split('\0').filter(Boolean);
  const known = new Set(tracked.filter(isOne));
  const unknown = [...foldersOf(tracked)]
    .map((folder) => `${folder}${NAME}`)
    .filter((name) => !known.has(name) && stands(workTree, name));
  const changed = left
    .filter(({ bytes, now }) => now === 'file' && known.has(bytes))
    .map(({ bytes }) => bytes);
  const strays = [...unknown, ...changed].map((bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
  if (strays.length > 0)
    throw new Error(
      `${listed(strays, MOST_NAMED)}: decides how git stores files, but is in no commit; remove it or commit it`,
    );
}

const isOne = (name: string): boolean => name === NAME || name.endsWith(`/${NAME}`);

/** With a slash at their end; the top is empty. */
function foldersOf(names: readonly string[]): Set<string> {
  const folders = new Set(['']);
  for (const name of names)
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      const folder = name.slice(0, end + 1);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

/** One call after another takes less time than as many trips to another thread. */
function stands(workTree: string, name: string): boolean {
  try {
    return lstatSync(placeIn(workTree, name), { throwIfNoEntry: false }) !== undefined;
  } catch {
    // where the folder has become a file, git finds nothing either
    return false;
  }
}
