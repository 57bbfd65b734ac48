/** Gate 7: no forbidden file in anything that the merge would bring into the base, removed again or not. */
import type { RepoMerge } from '../../run/evidence.js';
import { ownGit } from '../../shell/base.js';
import { listed, type MergeOptions, type Refusal, refuse } from './options.js';

type Own = Parameters<typeof ownGit>[0];

/** Throws `GitError`. */
export async function forbiddenGate(
  own: Own,
  merge: RepoMerge,
  forbidden: MergeOptions['forbidden'],
): Promise<Refusal | undefined> {
  if (merge.mergeCommit === merge.baseCommit) return undefined;
  const bad = (path: string) => forbidden(path) || insideGit(path);
  const result = (await changedTo(own, merge)).filter(bad);
  const passing = (await everTouched(own, merge)).filter((path) => bad(path) && !result.includes(path));
  const found = [
    ...result,
    ...new Set(passing.map((path) => `${path} (in an earlier commit of the branch)`)),
  ];
  return found.length > 0 ? refuse(7, 'gate_forbidden', merge.name, listed(found)) : undefined;
}

/** No honest tree has such a path; a checkout of one would write into a repository. */
const insideGit = (path: string) => path.split(/[/\\]/).some(isDotGit);

/** What HFS+ overlooks in a name. */
const UNSEEN = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/** Also what macOS and Windows take for `.git`: signs that are not seen, a short name, a stream, dots and spaces at the end. */
function isDotGit(part: string): boolean {
  const plain = part.replace(UNSEEN, '').toLowerCase();
  return /^(?:\.git|git~1)[ .]*(?::.*)?$/su.test(plain);
}

async function changedTo(own: Own, { baseCommit, mergeCommit }: RepoMerge): Promise<string[]> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', '--diff-filter=d'];
  return pathsIn((await ownGit(own)([...args, baseCommit, mergeCommit])).stdout);
}

/** What a commit brings stays in the history of the base, even when a later one removes it; a squash brings none. */
async function everTouched(own: Own, { baseCommit, mergeCommit }: RepoMerge): Promise<string[]> {
  const args = ['log', '-z', '--format=', '--name-only', '--no-renames', '--diff-filter=d'];
  const merges = '--diff-merges=combined';
  return pathsIn((await ownGit(own)([...args, merges, mergeCommit, `^${baseCommit}`])).stdout);
}

function pathsIn(output: string): string[] {
  return output.split('\0').flatMap((path) => path.replace(/^\n+/, '') || []);
}
