/** `workspace.prepare`: one worktree per repository side by side, or nothing at all and the reason. */
import { appendFile, mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Handler, Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { RepoWish, Worktree } from '../../run/repository.js';
import { contains } from '../../shell/history.js';
import { writeExcludes } from '../../shell/lens.js';
import { endNoted, noteProcess } from '../../shell/noted-processes.js';
import { needPlainFolder } from '../../shell/plain-folder.js';
import { removeAll } from '../../shell/remove-all.js';
import type { Turns } from '../../shell/turns.js';
import { writeWhole } from '../../shell/whole-file.js';
import { deleteBranch, groundOf, headOf, moveBranch, type Tree } from '../../shell/worktree.js';
import { answeredOf, writeContract } from './brief.js';
import { furnish, SETUP_TIMEOUT_MS } from './furnish.js';
import { refresh } from './mirror.js';
import { placesOf, type RepoSpec, type WorkspaceOptions } from './options.js';
import { dropWorktree, isIntact, makeWorktree } from './place.js';
import type { Pool } from './pool/pool.js';
import { noteBegun } from './pool/used.js';
import { baseIn, hasBranch, type Source, sourceOf } from './source.js';
import { faultOf, Unfit } from './unfit.js';

const LEFTOVER_GRACE_MS = 2_000;

/** One try of one run. */
interface Try {
  options: WorkspaceOptions;
  turns: Turns;
  pool: Pool;
  run: RunContext;
  places: ReturnType<typeof placesOf>;
  signal: AbortSignal;
  /** What is taken back when a repository fails, and the commit it was made from. */
  made: { tree: Tree; commit: string }[];
}

export function preparing(options: WorkspaceOptions, turns: Turns, pool: Pool): Handler<'workspace.prepare'> {
  const prepared: Handler<'workspace.prepare'> = async ({ step }, run, call) => {
    const places = placesOf(options.home, run.id);
    const failed = new AbortController();
    const signal = AbortSignal.any([call.signal, failed.signal]);
    const attempt: Try = { options, turns, pool, run, places, signal, made: [] };
    await mkdir(places.records, { recursive: true, mode: 0o700 });
    let first: { error: unknown; repo: string } | undefined;
    const note = (repo: string) => (error: unknown) => {
      // the others are broken off, and their complaints about that are no reason
      first ??= { error, repo };
      failed.abort();
      return undefined;
    };
    const found = await Promise.all(
      run.wishes.map((wish) => prepareOne(attempt, wish).catch(note(wish.name))),
    );
    const worktrees = found.filter((worktree) => worktree !== undefined);
    if (!first) await finish(attempt, worktrees).catch(note(run.wishes[0]?.name ?? ''));
    if (call.signal.aborted) throw new Later(0, 'preparing was broken off', true);
    if (!first) return { type: 'workspace_prepared', step, at: options.now(), worktrees };
    const fault = faultOf(first.error, first.repo, 'preparation_failed', options.redact);
    const stays = await takeBack(attempt);
    if (stays) fault.detail = `${fault.detail}\nCould not be taken back: ${options.redact(stays)}`;
    return { type: 'preparation_failed', step, at: options.now(), fault };
  };
  return (...about) => pool.during(() => prepared(...about));
}

async function finish({ options, run, places }: Try, worktrees: Worktree[]): Promise<void> {
  // the setup of one may have replaced another after that was done
  for (const worktree of worktrees) needPlainFolder(groundOf(worktree));
  const ticket = (await options.ticketFiles?.(run)) ?? [];
  await writeContract(places.workspace, run, worktrees, ticket, answeredOf(run, options.questionText));
}

async function prepareOne(attempt: Try, wish: RepoWish): Promise<Worktree> {
  const { options, places, pool, run, signal } = attempt;
  const repo = options.repos.find(({ name }) => name === wish.name);
  if (!repo) throw new Unfit('repository_missing', 'it is not in metawsm.yml');
  const tree = places.tree(repo.name);
  const source = await sourceOf(repo);
  await endNoted(places.preparing(repo.name), LEFTOVER_GRACE_MS);
  const before = await preparedBefore(attempt, tree);
  if (before) return before;

  const { base, commit, usual } = await attempt.turns.take(tree.mirror, () =>
    branchOff(attempt, repo, source, tree),
  );
  const onStart = (pid: number) => noteProcess(places.preparing(repo.name), pid);
  const agent = run.agent?.name ?? '';
  const taken = await makeWorktree(tree, commit, { signal, onStart }, () =>
    pool.take(repo, tree, commit, agent),
  );
  if (options.pool?.recycle) noteBegun(places.begun(repo.name), commit);
  if (taken?.setUp !== undefined) await appendFile(places.setupLog(repo.name), taken.setUp, { mode: 0o600 });
  const left = taken?.setUp === undefined ? repo : { ...repo, setup: [] };
  await furnish(left, groundOf(tree), {
    home: options.home,
    hide: options.hide,
    env: options.environment(repo.name, run),
    wrap: options.wrap?.(run) ?? [],
    log: places.setupLog(repo.name),
    redact: options.redact,
    timeoutMs: options.setupTimeoutMs ?? SETUP_TIMEOUT_MS,
    signal,
    onStart,
  });
  const worktree = { name: repo.name, path: tree.path, base, baseCommit: commit };
  signal.throwIfAborted();
  writeWhole(places.prepared(repo.name), JSON.stringify(worktree), { durable: true });
  await rm(places.preparing(repo.name), { force: true });
  pool.used(repo.name, { ...usual, agent });
  return worktree;
}

/** What an earlier try of this step completed, setup included. */
async function preparedBefore({ places, made }: Try, tree: Tree): Promise<Worktree | undefined> {
  const text = await readFile(places.prepared(tree.name), 'utf8').catch(() => undefined);
  if (text === undefined || !(await isIntact(tree))) return undefined;
  const worktree = JSON.parse(text) as Worktree;
  made.push({ tree, commit: worktree.baseCommit });
  return worktree;
}

/** Fetches, and puts the run's branch on the base as it stands now. */
async function branchOff(
  { options, run, signal, made, places }: Try,
  repo: RepoSpec,
  source: Source,
  tree: Tree,
): Promise<{ base: string; commit: string; usual: { base: string; commit: string } }> {
  signal.throwIfAborted();
  const branches = await refresh(tree.mirror, source, options.git, signal);
  const asked = run.facts.find(({ name }) => name === repo.name)?.base;
  const base = baseIn(
    branches,
    asked ?? run.wishes.find(({ name }) => name === repo.name)?.base ?? repo.base,
  );
  const commit = branches.heads.get(base) ?? '';
  const old = await headOf(tree.mirror, tree.branch);
  // a killed try leaves its branch on the base; one with work on it is not ours to touch
  const stranger = old !== undefined && !(await contains(tree, commit, old));
  if (stranger || (await hasBranch(source, branches, tree.branch)))
    throw new Unfit('branch_exists', tree.branch);
  made.push({ tree, commit });
  await rm(places.prepared(tree.name), { force: true });
  await writeExcludes(tree.mirror, repo.copy);
  if (old !== commit) await moveBranch(tree, commit, old);
  // what a run begins from that asks for nothing else
  const others = repo.base ?? branches.main ?? base;
  const usual = branches.heads.has(others) ? others : base;
  return { base, commit, usual: { base: usual, commit: branches.heads.get(usual) ?? '' } };
}

/** Removes what this try made. Returns what could not be removed, in the system's words. */
async function takeBack({ made, places }: Try): Promise<string> {
  const faults: string[] = [];
  for (const { tree, commit } of made) {
    try {
      const head = await headOf(tree.mirror, tree.branch);
      if (head && head !== commit) throw new Error(`${tree.path} has commits of its own`);
      await rm(places.prepared(tree.name), { force: true });
      await endNoted(places.preparing(tree.name), LEFTOVER_GRACE_MS);
      await dropWorktree(tree);
      if (head) await deleteBranch(tree, head);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  await removeAll(join(places.workspace, '.metawsm'));
  // stays where it holds something that this try did not make
  await rmdir(places.workspace).catch(() => undefined);
  return faults.join('\n');
}
