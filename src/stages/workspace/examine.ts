/** Can runs use this repository: read its base, push, copy, check? Changes nothing, neither here nor there. */
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { withoutCredentials, wordsOf } from '../../shell/base.js';
import { changesIn, checkoutOf } from '../../shell/checkout.js';
import { findProgram } from '../../shell/find-program.js';
import { type Git, GitError, gitIn } from '../../shell/git.js';
import { listed } from '../../shell/listed.js';
import { gitDirOf, remoteOf } from '../../shell/origin.js';
import { rehearsePush } from '../../shell/rehearse-push.js';
import { filesOf, inside } from './copy.js';
import type { RepoSpec } from './options.js';
import { baseIn, branchesOf, sourceOf } from './source.js';
import { Unfit, wayIn } from './unfit.js';

export interface RepositoryGround {
  home: string;
  /** Of its setup commands and checks. */
  path: string;
  /** Whether they run behind `wrap`, where other programs may be. */
  isWrapped: boolean;
  /** A repository of the doctor's own. */
  rehearsal: { git: Git; commit: string };
  signal: AbortSignal;
  timeoutMs: number;
}

const { well, note, unproven, fault } = findingsOn('git');

export async function examineRepository(repo: RepoSpec, ground: RepositoryGround): Promise<Finding[]> {
  const [source, copies] = await Promise.all([examineSource(repo, ground), examineCopies(repo, ground)]);
  return [...source, ...copies, ...examinePrograms(repo, ground)];
}

async function examineSource(repo: RepoSpec, ground: RepositoryGround): Promise<Finding[]> {
  const name = withoutCredentials(repo.url ?? repo.path);
  try {
    const source = await sourceOf(repo);
    const address = withoutCredentials(source.address);
    const branches = await branchesOf(source, ground.rehearsal.git, ground.signal).catch((error: unknown) => {
      if (error instanceof GitError) throw new Unreadable(address, error);
      throw error;
    });
    const base = baseIn(branches, repo.base);
    const read = well('doctor_repo', { repo: repo.name, name: base, detail: address });
    return [read, ...(source.remote ? await examinePush(repo, ground) : await examineLocal(repo, base))];
  } catch (error) {
    ground.signal.throwIfAborted();
    const fill = { repo: repo.name };
    if (error instanceof Unreadable) return [unreadable(repo.name, error)];
    if (!(error instanceof Unfit))
      return [fault('doctor_repo_unreadable', { ...fill, name, detail: shortly(error) })];
    if (error.code === 'repository_missing')
      return [fault('doctor_repo_missing', { ...fill, detail: error.detail })];
    if (error.code === 'base_missing') return [fault('doctor_base_missing', { ...fill, name: error.detail })];
    const detail = error.code === 'repository_empty' ? 'it has no commits' : 'its ids are made by SHA-256';
    return [fault('doctor_repo_unfit', { ...fill, detail })];
  }
}

function unreadable(repo: string, { address: name, error }: Unreadable): Finding {
  const way = wayIn(error);
  return way === undefined
    ? fault('doctor_repo_unreadable', { repo, name, detail: shortly(error) })
    : fault('doctor_repo_way', { repo, name, detail: way });
}

class Unreadable extends Error {
  constructor(
    readonly address: string,
    readonly error: GitError,
  ) {
    super(error.message);
  }
}

/** The last words of git are the ones that say why. */
const shortly = (error: unknown): string => wordsOf(error).replace(/\s+/gu, ' ').slice(-250);

async function examinePush(repo: RepoSpec, ground: RepositoryGround): Promise<Finding[]> {
  const address = (await remoteOf(repo))?.push ?? '';
  const { rehearsal, signal, timeoutMs } = ground;
  try {
    await rehearsePush(rehearsal, address, { signal, timeoutMs });
    // a dry run does not touch the files of a remote on this machine
    const folder = address.replace(/^file:\/\//u, '');
    if (folder.startsWith('/')) await access(join(gitDirOf(folder), 'objects'), constants.W_OK);
    return [well('doctor_push', { repo: repo.name })];
  } catch (error) {
    signal.throwIfAborted();
    const fill = { repo: repo.name, name: withoutCredentials(address), detail: shortly(error) };
    return [fault('doctor_push_refused', fill)];
  }
}

/** A base without a remote is moved in the person's own repository. */
async function examineLocal(repo: RepoSpec, base: string): Promise<Finding[]> {
  const { name, path = '' } = repo;
  const closed = await access(join(gitDirOf(path), 'objects'), constants.W_OK).then(
    () => false,
    () => true,
  );
  if (closed) return [fault('doctor_base_closed', { repo: name, name: path })];
  const tree = await checkoutOf({ path, branch: base });
  if (tree !== undefined) {
    const dirty = await changesIn(gitIn({ gitDir: join(tree, '.git'), workTree: tree }));
    if (dirty.length > 0)
      return [note('doctor_base_dirty', { repo: name, name: base, detail: `${tree} (${listed(dirty, 3)})` })];
  }
  return [well('doctor_base_free', { repo: name, name: base })];
}

async function examineCopies(repo: RepoSpec, { home }: RepositoryGround): Promise<Finding[]> {
  const folder = filesOf(home, repo);
  const found = repo.copy.map(async (file) => {
    try {
      await access(await inside(folder, file), constants.R_OK);
      return [];
    } catch {
      return [fault('doctor_copy_missing', { repo: repo.name, name: file, detail: join(folder, file) })];
    }
  });
  return (await Promise.all(found)).flat();
}

/** A program with a slash belongs to the worktree, which is not there yet. */
function examinePrograms(repo: RepoSpec, { path, isWrapped }: RepositoryGround): Finding[] {
  const commands = [...repo.setup, ...repo.checks].filter(({ argv }) => !argv[0]?.includes('/'));
  if (commands.length === 0) return [];
  if (isWrapped) return [unproven('doctor_check_wrapped', { repo: repo.name })];
  return commands.flatMap(({ text, argv: [program = ''] }) =>
    findProgram(program, path, '/') === undefined
      ? [fault('doctor_check_missing', { repo: repo.name, name: text, detail: program })]
      : [],
  );
}
