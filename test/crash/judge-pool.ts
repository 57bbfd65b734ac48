/** What waits in the pool for the next run: exactly the files of its commit, whatever earlier runs have done in it. */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { placesOfEntry, poolOf, readEntry } from '../../src/stages/workspace/pool/entry.js';
import { git } from '../fixtures/git-repos.js';

interface Waiting {
  id: string;
  tree: string;
  repo: string;
  commit: string;
}

/** Worktrees that may be handed out. */
export const waitingIn = (home: string): Waiting[] =>
  idsIn(home).flatMap((id) => {
    const entry = readEntry(home, id);
    return entry ? [{ ...entry, tree: placesOfEntry(home, id).tree(entry.repo) }] : [];
  });

/** Worktrees that are made, cleaned or removed at this moment. */
export function unfinishedIn(home: string): string[] {
  const whole = waitingIn(home).map(({ id }) => id);
  return idsIn(home)
    .filter((id) => !whole.includes(id))
    .map((id) => `${id} is at work in the pool`);
}

export const judgePool = (home: string): string[] =>
  waitingIn(home).flatMap(({ tree, repo, commit }) => {
    const mirror = join(home, 'repos', `${repo}.git`);
    const wanted = git(mirror, 'ls-tree', '-r', commit).split('\n').filter(Boolean);
    const found = namesIn(tree).map((name) => {
      const mode = lstatSync(join(tree, name)).mode.toString(8);
      return `${mode} blob ${git(mirror, 'hash-object', '--no-filters', join(tree, name))}\t${name}`;
    });
    const wrong = [
      ...found.filter((line) => !wanted.includes(line)),
      ...wanted.filter((line) => !found.includes(line)),
    ];
    return wrong.map((line) => `${repo} waits in the pool, not as it was committed: ${line}`);
  });

const namesIn = (tree: string): string[] =>
  readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name !== '.git' && !lstatSync(join(tree, name)).isDirectory(),
  );

function idsIn(home: string): string[] {
  const names = existsSync(poolOf(home)) ? readdirSync(poolOf(home)) : [];
  return [...new Set(names.flatMap((name) => /^pool-[0-9a-f]{8}/.exec(name)?.[0] ?? []))];
}
