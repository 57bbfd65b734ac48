/** What may never be: a worktree that is another's, half of one, one with leftovers, or a disk fuller than it may be. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sizes } from '../../../src/stages/workspace/disk.js';
import { poolOf } from '../../../src/stages/workspace/pool/entry.js';
import { git } from '../../fixtures/git-repos.js';
import { namesInPool, readyIn } from '../../stages/workspace/pooled.js';
import { markOf } from './agent.js';
import { type Ground, REPOS, SIZE } from './ground.js';

/** A worktree that a run has just got. */
export function faultsOfTree(ground: Ground, id: string, repo: string) {
  const path = ground.tree(id, repo);
  const probe = join(path, 'src/d0/f0.txt');
  if (!existsSync(probe)) return { faults: [`${id}/${repo} is not whole`], inode: 0, writtenAt: Infinity };
  const head = git(path, 'rev-parse', 'HEAD');
  const wrong = [
    ...unlike(ground, repo, head, path),
    ...lines(git(path, 'status', '--porcelain', '--ignored', '--branch')).filter(
      (line) => line !== `## metawsm/${id}`,
    ),
    ...lines(git(path, 'ls-files', '-v')).filter((line) => !line.startsWith('H ')),
    ...lines(git(path, 'for-each-ref', 'refs/worktree', 'refs/bisect')),
    ...['MERGE_HEAD', 'config.worktree', 'info'].filter((name) =>
      existsSync(join(ground.home, 'repos', `${repo}.git`, 'worktrees', id, name)),
    ),
  ];
  const { ino, mtimeMs } = statSync(probe);
  return { faults: wrong.map((what) => `${id}/${repo}: ${what}`), inode: ino, writtenAt: mtimeMs };
}

/** A workspace in which an agent has worked, before it is removed. */
export function faultsOfWork(ground: Ground, id: string): string[] {
  return REPOS.filter((repo) => !existsSync(join(ground.tree(id, repo), `${markOf(id)}.txt`))).map(
    (repo) => `${id}/${repo}: somebody took the worktree away from its run`,
  );
}

/** What the pool holds once it has come to rest: whole worktrees, clean ones, no more than it may. */
export async function faultsOfPool(ground: Ground, limit: number, isFull: boolean): Promise<string[]> {
  const { home } = ground;
  const ready = await readyIn(home);
  const bytes = (await bytesIn(poolOf(home))) + (await bytesIn(join(home, 'workspaces')));
  const whole = ready.flatMap(({ id }) => [id, `${id}.index`, `${id}.json`]);
  const few = isFull ? SIZE : 0;
  return [
    ...namesInPool(home)
      .filter((name) => !whole.includes(name))
      .map((name) => `pool/${name} is left`),
    ...REPOS.map((repo) => ({ repo, many: ready.filter((one) => one.repo === repo).length }))
      .filter(({ many }) => many < few || many > SIZE + 1)
      .map(({ repo, many }) => `${many} of ${repo} wait`),
    ...(bytes > limit && ready.length > 0 ? [`the pool holds ${ready.length} over the budget`] : []),
    ...ready.flatMap(({ id, repo, commit }) =>
      unlike(ground, repo, commit, join(poolOf(home), id, repo)).map((what) => `pool/${id}: ${what}`),
    ),
  ];
}

/** What nobody explains once all runs are over. */
export function faultsOfEnd({ home }: Ground): string[] {
  return [
    ...namesIn(join(home, 'workspaces')).map((name) => `the workspace ${name} is left`),
    ...REPOS.flatMap((repo) => {
      const mirror = join(home, 'repos', `${repo}.git`);
      return [
        ...namesIn(join(mirror, 'worktrees')).map((name) => `${repo}: the worktree ${name} is left`),
        ...lines(git(mirror, 'for-each-ref', 'refs/heads', 'refs/worktree')).map(
          (ref) => `${repo}: ${ref} is left`,
        ),
        ...namesIn(join(home, 'merge', `${repo}.lens`, 'indexes')).map(
          (name) => `${repo}: the index ${name} is left`,
        ),
      ];
    }),
  ];
}

const known = new Map<string, string>();

/** In what a folder differs from a checkout of a commit: names, kinds, modes, links, content. */
function unlike({ home }: Ground, repo: string, commit: string, path: string): string[] {
  const mirror = join(home, 'repos', `${repo}.git`);
  const key = `${mirror} ${commit}`;
  const should = known.get(key) ?? git(mirror, 'ls-tree', '-r', commit);
  known.set(key, should);
  const files = new Map(lines(should).map((line) => [line.split('\t')[1] ?? '', line.slice(0, 6)]));
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name !== '.git');
  const wrong = names.filter((name) => {
    const { mode, nlink } = lstatSync(join(path, name));
    const plain = files.get(name);
    if (plain === undefined)
      return mode !== 0o40755 || ![...files.keys()].some((file) => file.startsWith(`${name}/`));
    if (mode !== (plain === '100755' ? 0o100755 : 0o100644) || nlink !== 1) return true;
    return /^src\/d\d/.test(name) && readFileSync(join(path, name), 'utf8') !== textOf(name);
  });
  const missing = [...files.keys()].filter((name) => !names.includes(name));
  return [
    ...wrong.map((name) => `${name} is not as it was committed`),
    ...missing.map((name) => `${name} is missing`),
  ];
}

const textOf = (name: string) => `file ${/f(\d+)/.exec(name)?.[1]}\n${'x'.repeat(200)}\n`;

async function bytesIn(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const all = await sizes(folder, process.env.PATH ?? '', new AbortController().signal);
  return [...all.values()].reduce((sum, size) => sum + size, 0);
}

const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const lines = (text: string) => text.split('\n').filter(Boolean);
