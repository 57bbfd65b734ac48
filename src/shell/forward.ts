/** Moves a working tree from one commit to a later one: wholly or not at all, also where git or the bot is killed meanwhile. */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dropForwardLock,
  type Forward,
  forwardFolder,
  heldForwardLock,
  takeForwardLock,
} from './forward-lock.js';
import { type Git, type GitIdentity, gitIn, WHOLE_TREE_MS } from './git.js';
import { copyIndex } from './git-index.js';
import { bringTo } from './half-done.js';
import { moveRef, type RefMove } from './move-ref.js';
import { endMembers, groupsNaming } from './process-record.js';

/** A working tree and its own git directory. Absolute. */
export interface Place {
  gitDir: string;
  workTree: string;
}

const indexOf = ({ gitDir }: Place) => join(forwardFolder(gitDir), 'index');
const theirIndexOf = ({ gitDir }: Place) => join(gitDir, 'index');

/** From when on files may have changed. */
const begunOf = ({ gitDir }: Place) => join(forwardFolder(gitDir), 'begun');

/** Git with an index of its own, so that the person's stays as it is until all is done. */
const gitAt = (place: Place, identity?: GitIdentity): Git =>
  gitIn({ ...place, indexFile: indexOf(place) }, identity);

/**
 * Moves tree, index and branch. `objection` is asked once nobody else can change the index; what it says is returned, and
 * nothing moves. Undefined: it has moved; `held`: another git is at work there. Throws what git objects to, when everything
 * is as it was.
 */
export async function moveForward<T>(
  place: Place,
  move: RefMove,
  identity: GitIdentity,
  objection: (git: Git) => Promise<T | undefined>,
): Promise<T | 'held' | undefined> {
  const { ref, from, to } = move;
  if (!(await takeForwardLock(place.gitDir, { ref, from, to }))) return 'held';
  try {
    const git = gitAt(place, identity);
    await copyIndex(theirIndexOf(place), indexOf(place));
    // files that were written anew, with what they held before, are no change
    await git(['update-index', '-q', '--refresh'], { allow: [0, 1] });
    const said = await objection(git);
    if (said !== undefined) return said;
    await writeFile(begunOf(place), '');
    await git(['read-tree', '-m', '-u', from, to], { timeoutMs: WHOLE_TREE_MS });
    await moveRef(git, move);
    await rename(indexOf(place), theirIndexOf(place));
    await dropForwardLock(place.gitDir);
  } finally {
    await settleForward(place);
  }
  return undefined;
}

/** Ends what a try has begun, or a killed one left: forward where the branch has moved, back where it has not. */
export async function settleForward(place: Place): Promise<void> {
  const held = await heldForwardLock(place.gitDir);
  if (!held) return;
  // a git that goes on after its bot has died would write while we do
  await Promise.all(groupsNaming(forwardFolder(place.gitDir)).map((group) => endMembers(group, 0)));
  if (existsSync(begunOf(place))) await settleTree(place, held);
  await dropForwardLock(place.gitDir);
}

async function settleTree(place: Place, { ref, from, to }: Forward): Promise<void> {
  const git = gitAt(place);
  const now = await git(['rev-parse', '--verify', '--quiet', ref], { allow: [0, 1] });
  await rm(`${indexOf(place)}.lock`, { force: true });
  await copyIndex(theirIndexOf(place), indexOf(place));
  if (now.stdout !== to) return bringTo(place.workTree, git, from, to);
  // where the index has moved as well, this changes nothing
  await git(['read-tree', '-m', '-i', from, to]);
  await bringTo(place.workTree, git, to, from);
  await git(['update-index', '-q', '--refresh'], { allow: [0, 1] });
  await rename(indexOf(place), theirIndexOf(place));
}
