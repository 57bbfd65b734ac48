/** What lies between two commits of a mirror. Commits are full object ids. */
import { lensGit } from './lens.js';

/** The path of a mirror, or a tree of it. */
type Place = string | { mirror: string };

export interface DiffStat {
  filesChanged: number;
  insertions: number;
  deletions: number;
}

const QUIET = ['-r', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'];

/** Counted like `git diff --shortstat`; a binary file counts as a file without lines. */
export async function diffStat(place: Place, from: string, to: string): Promise<DiffStat> {
  const { stdout } = await (await gitAt(place))(['diff-tree', ...QUIET, '--numstat', oid(from), oid(to)]);
  const total = { filesChanged: 0, insertions: 0, deletions: 0 };
  for (const record of stdout.split('\0')) {
    const [, added, removed] = /^(\d+|-)\t(\d+|-)\t/.exec(record) ?? [];
    if (added === undefined || removed === undefined) continue;
    total.filesChanged++;
    total.insertions += Number(added) || 0;
    total.deletions += Number(removed) || 0;
  }
  return total;
}

/** Commits that `to` has and `from` has not, oldest first. */
export async function commitsBetween(
  place: Place,
  from: string,
  to: string,
): Promise<{ id: string; subject: string }[]> {
  const git = await gitAt(place);
  const { stdout } = await git([
    'log',
    '-z',
    '--reverse',
    '--topo-order',
    '--no-show-signature',
    '--format=%H %s',
    oid(to),
    `^${oid(from)}`,
  ]);
  return stdout
    .split('\0')
    .filter(Boolean)
    .map((line) => ({ id: line.slice(0, 40), subject: line.slice(41) }));
}

/** Every path that differs between the two, removed ones included. */
export async function changedPaths(place: Place, from: string, to: string): Promise<string[]> {
  const { stdout } = await (await gitAt(place))(['diff-tree', ...QUIET, '--name-only', oid(from), oid(to)]);
  return stdout.split('\0').filter(Boolean);
}

/**
 * The change as one unified patch, at most `maxBytes` of it; binary files are named only. `under` is a folder that is
 * put in front of every path. Throws `GitError`.
 */
export async function patchBetween(
  place: Place,
  from: string,
  to: string,
  options: { maxBytes: number; under?: string; signal?: AbortSignal },
): Promise<{ patch: string; isCut: boolean }> {
  const { maxBytes, under = '', signal } = options;
  const sides = [`--src-prefix=a/${under}`, `--dst-prefix=b/${under}`];
  const safe = ['-r', '-M', '--no-color', '--no-ext-diff', '--no-textconv', '--submodule=short'];
  const { stdout } = await (await gitAt(place))(['diff-tree', '-p', ...safe, ...sides, oid(from), oid(to)], {
    headBytes: maxBytes,
    bytes: true,
    ...(signal ? { signal } : {}),
  });
  // Counted before files of another encoding become longer; a line break at the end is missing from what was kept.
  return { patch: Buffer.from(stdout, 'latin1').toString('utf8'), isCut: stdout.length >= maxBytes - 1 };
}

/** Submodules that `to` has and `from` has not, or at another commit. */
export async function changedSubmodules(place: Place, from: string, to: string): Promise<string[]> {
  const { stdout } = await (await gitAt(place))(['diff-tree', ...QUIET, '--raw', oid(from), oid(to)]);
  const fields = stdout.split('\0');
  return fields.flatMap((field, at) => (/^:\d{6} 160000 /.test(field) ? [fields[at + 1] ?? ''] : []));
}

/** True where `ancestor` is contained in `commit`; false also where either is not there. */
export async function contains(place: Place, commit: string, ancestor: string): Promise<boolean> {
  const git = await gitAt(place);
  const result = await git(['merge-base', '--is-ancestor', oid(ancestor), oid(commit)], {
    allow: [0, 1, 128],
  });
  return result.exitCode === 0;
}

function gitAt(place: Place) {
  return lensGit(typeof place === 'string' ? place : place.mirror);
}

/** Refuses everything that git could take for an option or a range. */
function oid(commit: string): string {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`not a commit id: ${commit.slice(0, 60)}`);
  return commit;
}
