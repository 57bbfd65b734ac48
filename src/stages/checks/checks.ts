/** Commits what the agent left, runs the done criteria, and says what the change amounts to. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Handlers, Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Fault, RunEvent } from '../../run/events.js';
import type { CheckResult, RepoChange } from '../../run/evidence.js';
import type { Worktree } from '../../run/repository.js';
import type { GitIdentity } from '../../shell/git.js';
import { lateAbort } from '../../shell/late-abort.js';
import { endNoted, noteProcess } from '../../shell/noted-processes.js';
import { CHECK_PROCESSES, runFile } from '../../shell/run-folder.js';
import { writeWhole } from '../../shell/whole-file.js';
import { commitAll, headOf, restore, type Tree, treeOf } from '../../shell/worktree.js';
import { beginningOf } from './beginning.js';
import { changeOf } from './changes.js';
import { type IntoOptions, intoOf } from './into.js';
import { type CheckPlace, runChecks } from './run-checks.js';

export interface ChecksOptions {
  home: string;
  /** Limit of one command. */
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL. Default 5,000. */
  graceMs?: number;
  /** The whole environment of a repository's checks. */
  environment: (repo: string, run: RunContext) => Record<string, string>;
  /** Words before each command of the runs of this agent, for instance of a sandbox. */
  wrap: (agent: string) => string[];
  redact: (text: string) => string;
  /** The present as an ISO instant. */
  now: () => string;
  /** Paths that are never committed and never merged. */
  forbidden: (path: string) => boolean;
  identity: GitIdentity;
  /** The configured repositories; without them a merged base counts as work of the run. */
  repos?: IntoOptions['repos'];
}

interface Prepared {
  tree: Tree;
  worktree: Worktree;
  head: string;
  place: CheckPlace;
}

export function checksStage(options: ChecksOptions): Pick<Handlers, 'checks.run'> {
  return {
    'checks.run': async ({ step }, run, { signal }) => {
      const processes = runFile(options.home, run.id, CHECK_PROCESSES);
      await endNoted(processes, options.graceMs ?? 5_000);
      const repo: { name?: string } = {};
      try {
        const prepared: Prepared[] = [];
        for (const worktree of run.worktrees) {
          repo.name = worktree.name;
          prepared.push(await prepare(options, run, worktree, signal));
        }
        repo.name = undefined;
        const results = await runChecks(
          run.brief?.checks ?? [],
          prepared.map(({ place }) => place),
          {
            ...options,
            environment: (name) => options.environment(name, run),
            wrap: options.wrap(run.agent.name),
            signal,
            onStart: (pid) => noteProcess(processes, pid),
          },
        );
        const changes = await Promise.all(prepared.map((one) => describe(options, run, one)));
        writeResult(options.home, run, results);
        return { type: 'checks_finished', step, at: options.now(), results, changes };
      } catch (error) {
        // a git that was broken off says nothing about the worktree
        if (signal.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
        return unable(options, step, repo.name, error);
      } finally {
        await endNoted(processes, options.graceMs ?? 5_000);
      }
    },
  };
}

const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const leftoverSubject = (run: RunContext) => `left uncommitted by ${run.agent.name}`;

/** What a check leaves would be taken for the agent's by the next try, so undoing it outlasts an abort by this. */
const UNDO_MS = 10_000;

async function prepare(
  options: ChecksOptions,
  run: RunContext,
  worktree: Worktree,
  signal: AbortSignal,
): Promise<Prepared> {
  if (!isFolder(worktree.path)) throw new Error(`the worktree ${worktree.path} is gone`);
  const tree = treeOf(options.home, run, worktree);
  const { left } = await commitAll(tree, {
    message: leftoverSubject(run),
    except: options.forbidden,
    identity: options.identity,
    signal,
  });
  const head = await headOf(tree.mirror, tree.branch);
  if (!head) throw new Error(`the branch ${tree.branch} is gone`);
  // What the agent left and nobody may commit is not the check's, so it stays.
  const keep = new Set(left);
  const late = lateAbort(signal, UNDO_MS);
  const undo = () => restore(tree, head, (path) => keep.has(path), late);
  return { tree, worktree, head, place: { repo: worktree.name, path: worktree.path, commit: head, undo } };
}

async function describe(
  options: ChecksOptions,
  run: RunContext,
  { tree, worktree, head }: Prepared,
): Promise<RepoChange> {
  const change = await changeOf({
    tree,
    head,
    base: await beginningOf({ home: options.home, repos: options.repos ?? [] }, tree, worktree, head),
    leftoverSubject: leftoverSubject(run),
    plans: (run.brief?.checks ?? []).filter(({ repo }) => repo === worktree.name),
    forbidden: options.forbidden,
  });
  const into = await intoOf({ home: options.home, repos: options.repos ?? [] }, worktree);
  return { ...withoutSecrets(change, options.redact), ...(into ? { into } : {}) };
}

/** Subjects and names of files are the agent's words, and evidence is kept. */
function withoutSecrets(change: RepoChange, redact: (text: string) => string): RepoChange {
  const { commits, leftovers, forbidden, checkDefinitions, submodules } = change;
  const names = (list: string[]) => list.map((name) => redact(name));
  return {
    ...change,
    commits: commits.map((one) => ({ ...one, subject: redact(one.subject) })),
    leftovers: names(leftovers),
    forbidden: names(forbidden),
    checkDefinitions: names(checkDefinitions),
    ...(submodules ? { submodules: names(submodules) } : {}),
  };
}

/** What an agent did to its worktree or branch is a failure that people see; everything else is a defect. */
function unable(options: ChecksOptions, step: number, repo: string | undefined, error: unknown): RunEvent {
  if (error instanceof Later || error instanceof TypeError) throw error;
  const fault: Fault = { code: 'checks_unable', detail: options.redact((error as Error).message) };
  if (repo) fault.repo = repo;
  return { type: 'checks_unable', step, at: options.now(), fault };
}

/** `validation-result.json`, for the agent and for people who look. */
function writeResult(home: string, run: RunContext, results: CheckResult[]): void {
  const result = {
    run_id: run.id,
    status: results.every(({ exitCode }) => exitCode === 0) ? 'passed' : 'failed',
    done_criteria: run.brief?.done ?? '',
    checks: results.map(({ repo, command, exitCode, durationMs, commit }) => ({
      repo,
      command,
      exit_code: exitCode,
      duration_ms: durationMs,
      commit,
    })),
  };
  const contract = join(home, 'workspaces', run.id, '.metawsm');
  if (!isFolder(contract)) throw new Error(`${contract} is gone`);
  writeWhole(join(contract, 'validation-result.json'), `${JSON.stringify(result, null, 2)}\n`);
}
