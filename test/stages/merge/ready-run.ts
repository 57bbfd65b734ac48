/** Runs that are merge-ready, with real repositories, mirrors and worktrees. */
import { join } from 'node:path';
import type { EffectCall } from '../../../src/engine/ports.js';
import type { RunContext } from '../../../src/run/context.js';
import type { RepoChange } from '../../../src/run/evidence.js';
import { FORBIDDEN_BY_DEFAULT, forbiddenBy } from '../../../src/run/forbidden.js';
import type { Worktree } from '../../../src/run/repository.js';
import { type MergeOptions, mergeStage } from '../../../src/stages/merge/merge.js';
import { commit, git, makeRemote, makeRepo, temporary } from '../../fixtures/git-repos.js';
import { makeTree } from '../../fixtures/git-trees.js';

export const RUN_ID = 'abc-12-k3f9q2';
export const BRANCH = `metawsm/${RUN_ID}`;
export const IDENTITY = { name: 'metawsm', email: 'metawsm@localhost' };
export const AT = '2026-11-24T09:00:00.000Z';

export interface Repo {
  name: string;
  /** The person's clone, or the repository itself where there is no remote. */
  path: string;
  remote?: string;
  /** Somebody else moves the base. */
  push(files: Record<string, string>): string;
  /** The base as it stands. */
  base(): string;
  tree: string;
  mirror: string;
  baseCommit: string;
}

export const call = (): EffectCall => ({
  id: `${RUN_ID}/1/0`,
  inDoubt: false,
  startedAt: AT,
  signal: new AbortController().signal,
  outlook: () => new Map(),
});

/** A repository whose base is pushed to a remote. */
export async function withRemote(home: string, name: string, files = { 'a.txt': 'one\n' }): Promise<Repo> {
  const { remote, clone, push } = makeRemote(temporary(), files);
  const { tree, base } = await makeTree(home, name, remote, { runId: RUN_ID });
  return {
    name,
    path: clone,
    remote,
    push: (changes) => push(changes),
    base: () => git(remote, 'rev-parse', 'refs/heads/main'),
    tree: tree.path,
    mirror: tree.mirror,
    baseCommit: base,
  };
}

/** A repository without a remote; its base is checked out until somebody switches. */
export async function withoutRemote(home: string, name: string, files = { 'a.txt': 'one\n' }): Promise<Repo> {
  const path = makeRepo(join(temporary(), name), files);
  const { tree, base } = await makeTree(home, name, path, { runId: RUN_ID });
  return {
    name,
    path,
    push: (changes) => commit(path, changes, 'by somebody else'),
    base: () => git(path, 'rev-parse', 'refs/heads/main'),
    tree: tree.path,
    mirror: tree.mirror,
    baseCommit: base,
  };
}

export function optionsFor(home: string, repos: readonly Repo[]): MergeOptions {
  return {
    home,
    repos: repos.map(({ name, path }) => ({ name, path })),
    git: IDENTITY,
    forbidden: forbiddenBy(FORBIDDEN_BY_DEFAULT),
    personName: async () => 'Ana Lead',
    now: () => AT,
  };
}

/** The context as it stands when somebody has pressed `Merge & close`. */
export function readyRun(repos: readonly Repo[], change: Partial<RunContext> = {}): RunContext {
  const worktrees: Worktree[] = repos.map(({ name, tree, baseCommit }) => ({
    name,
    path: tree,
    base: 'main',
    baseCommit,
  }));
  const changes = repos.map(({ name, tree, path, remote }): RepoChange => {
    const head = git(tree, 'rev-parse', 'HEAD');
    return {
      name,
      head,
      commits: [{ id: head, subject: 'a change' }],
      filesChanged: 1,
      insertions: 2,
      deletions: 1,
      leftovers: [],
      forbidden: [],
      checkDefinitions: [],
      ...(remote === undefined ? { into: { method: 'merge', remote: false, checkedOut: path } } : {}),
    };
  });
  const results = changes.map(({ name, head }) => ({
    repo: name,
    command: 'npm test',
    exitCode: 0,
    timedOut: false,
    durationMs: 1_234,
    output: 'ok',
    commit: head,
    undone: [],
  }));
  return {
    id: RUN_ID,
    ticket: 'ABC-12',
    channel: 'C1',
    requester: 'U1',
    createdAt: AT,
    settings: {} as RunContext['settings'],
    wishes: repos.map(({ name }) => ({ name })),
    revision: 1,
    step: 7,
    iteration: 1,
    messages: {},
    notices: [],
    draft: {},
    vague: {},
    questions: [],
    facts: [],
    brief: {
      goal: 'Add a health endpoint.\nWith details.',
      scope: 'src/http',
      done: '`npm test` passes',
      constraints: 'none',
      merge: 'default',
      unclear: [],
      checks: [],
    },
    worktrees,
    agent: { name: 'script', alive: false, starting: false, step: 3, nudged: false, lost: 0 },
    agentMode: 'start',
    guidance: [],
    notes: [],
    worked: { ms: 0 },
    feedback: [],
    evidence: [{ attempt: 1, at: AT, results, changes, passed: true }],
    failedRounds: 0,
    merges: [],
    rebuilds: 0,
    mergedResults: [],
    mergedBy: { by: 'U0LEAD', at: AT },
    ...change,
  };
}

/** Builds, then pushes what was built; the context grows as the machine would let it. */
export async function mergeAll(options: MergeOptions, run: RunContext) {
  const stage = mergeStage(options);
  const built = await stage['merge.build']({ step: run.step }, run, call());
  if (built?.type !== 'merge_built') return { built, run };
  const ready = { ...run, merges: built.merges };
  const finished = await stage['merge.push']({ step: run.step }, ready, call());
  if (finished?.type !== 'merge_finished') throw new Error('not finished');
  return { built, finished, run: { ...ready, merges: finished.merges } };
}
