/** What waits in the pool for the next run: exactly the files of its commit, whatever earlier runs have done in it. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, idsIn, placesOfEntry } from '../../src/stages/workspace/pool/entry.js';
import { git } from '../fixtures/git-repos.js';
import { readyIn } from '../stages/workspace/pooled.js';

/** The folders of the worktrees that may be handed out. */
export const treesIn = async (home: string): Promise<string[]> =>
  (await readyIn(home)).map((entry) => treeOf(home, entry));

/** Worktrees that are made, cleaned or removed at this moment. */
export async function unfinishedIn(home: string): Promise<string[]> {
  const ready = (await readyIn(home)).map(({ id }) => id);
  return (await idsIn(home)).filter((id) => !ready.includes(id)).map((id) => `${id} is at work in the pool`);
}

export async function judgePool(home: string): Promise<string[]> {
  return (await readyIn(home)).flatMap((entry) => {
    const { repo, commit } = entry;
    const tree = treeOf(home, entry);
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
}

const treeOf = (home: string, { id, repo }: Entry): string => placesOfEntry(home, id).tree(repo);

const namesIn = (tree: string): string[] =>
  readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name !== '.git' && !lstatSync(join(tree, name)).isDirectory(),
  );
