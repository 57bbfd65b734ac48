/** `merge --dry-run`: every gate and what would happen, judged in a quarantine. Changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';
import type { Into, RepoMerge } from '../../run/evidence.js';
import { type GateLine, gateLine, type MergePlan, type RepoPlan } from '../../run/merge-plan.js';
import type { Worktree } from '../../run/repository.js';
import type { Status } from '../../run/status.js';
import { baseOf, ownGit } from '../../shell/base.js';
import { changesIn, checkoutOf } from '../../shell/checkout.js';
import { gitIn } from '../../shell/git.js';
import { lensOf } from '../../shell/lens.js';
import { gitDirOf } from '../../shell/origin.js';
import { inQuarantine } from '../../shell/quarantine.js';
import { headOf, treeOf } from '../../shell/worktree.js';
import { buildMerge } from './build.js';
import { forbiddenGate } from './forbidden-gate.js';
import { cleanGate, evidenceGate, guidanceGate, headGate } from './gates.js';
import { attempt, isRefusal, listed, type MergeOptions, type Refusal, refuse } from './options.js';
import { toldTree } from './push.js';

/**
 * Gates 1 to 7 and every repository, whatever state the run is in. Gate 8 is for who knows the person. Throws the
 * reason of `signal`, which ends the asking of remotes.
 */
export async function planMerge(
  options: MergeOptions,
  run: RunContext,
  status: Status,
  signal?: AbortSignal,
): Promise<MergePlan> {
  const there = status === 'closed' ? [] : run.worktrees.filter((one) => isThere(options.home, one.name));
  const repos = new Set(options.repos.map(({ name }) => name));
  const known = there.map(({ name }) => name).filter((name) => repos.has(name));
  const plan = await inQuarantine(options.home, known, async (own) => {
    const aside: Aside = { ...options, own, ...(signal ? { signal } : {}) };
    const judged = await Promise.all(there.map((worktree) => judge(aside, run, worktree)));
    return {
      gates: [gateOne(status), ...lateGates(run, there.length > 0, judged)],
      repos: judged.map(({ repo }) => repo),
    };
  });
  // Else a remote that was not asked to the end would be told as one that refuses.
  signal?.throwIfAborted();
  return redacted({ ...plan, repos: [...plan.repos, ...absent(run, there)] }, options.redact);
}

const isThere = (home: string, name: string) =>
  existsSync(join(lensOf(join(home, 'repos', `${name}.git`)), 'HEAD'));

const gateOne = (status: Status) =>
  gateLine(1, status === 'merge_ready' ? [] : [{ code: 'gate_not_ready', detail: status }]);

/** What was wished for and has no worktree yet, or no longer. */
function absent(run: RunContext, there: readonly Worktree[]): RepoPlan[] {
  return run.wishes
    .filter(({ name }) => !there.some((one) => one.name === name))
    .map(({ name, base }) => {
      const done = run.merges.find((merge) => merge.name === name && merge.state === 'merged');
      const found = run.facts.find((one) => one.name === name)?.base ?? base ?? '';
      return { name, base: done?.base ?? found, what: done ? ('done' as const) : ('unknown' as const) };
    });
}

interface Judged {
  repo: RepoPlan;
  /** Refusals of gates 3, 5, 6 and 7. */
  refusals: Refusal[];
  built: boolean;
  moved: boolean;
}

async function judge(options: Aside, run: RunContext, worktree: Worktree): Promise<Judged> {
  const { name } = worktree;
  const scratch = join(options.own, `${name}.index`);
  const clean = await cleanGate(options, run, worktree, { scratch });
  const early = [clean, await headGate(options, run, worktree)];
  const made = await attempt(6, name, () => build(options, run, worktree));
  const seven = isRefusal(made)
    ? undefined
    : await attempt(7, name, async () => ({ no: await forbidden(options, made) }));
  const refusals = [...early, isRefusal(made) ? made : undefined, refusalOf(seven)].filter(
    (one): one is Refusal => one !== undefined,
  );
  const moved = !isRefusal(made) && made.moved && made.state !== 'merged';
  const built = !isRefusal(made);
  const repo = isRefusal(made)
    ? ({ name, base: worktree.base, what: 'refused', fault: made.fault } as const)
    : await describe(options, run, made);
  return { repo, refusals, built, moved };
}

type Aside = MergeOptions & { own: string; signal?: AbortSignal };

const refusalOf = (verdict: Refusal | { no: Refusal | undefined } | undefined) =>
  verdict && (isRefusal(verdict) ? verdict : verdict.no);

/** As the click would; also where the checks have not seen the commit, which gate 5 says then. */
async function build(options: Aside, run: RunContext, worktree: Worktree): Promise<RepoMerge | Refusal> {
  const { mirror, branch } = treeOf(options.home, run, worktree);
  const head = await headOf(mirror, branch);
  if (head === undefined) return refuse(6, 'merge_failed', worktree.name, `the branch ${branch} is gone`);
  const done = run.merges.find(({ name }) => name === worktree.name);
  if (done?.state === 'merged' && done.head === head) return done;
  return buildMerge({
    options,
    run,
    worktree,
    head,
    person: { id: 'U0', name: 'Nobody' },
    at: options.now(),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

async function forbidden(options: Aside, merge: RepoMerge): Promise<Refusal | undefined> {
  if (merge.state === 'merged') return undefined;
  return forbiddenGate(await ownBase(options, merge), merge, options.forbidden);
}

function ownBase(options: Aside, merge: RepoMerge) {
  const repo = options.repos.find(({ name }) => name === merge.name);
  if (!repo) throw new Error('it is no longer configured');
  return baseOf(options.own, repo, merge.base);
}

async function describe(options: Aside, run: RunContext, merge: RepoMerge): Promise<RepoPlan> {
  const { name, base } = merge;
  const into: Into = { method: merge.method ?? 'merge', remote: merge.remote };
  if (merge.state === 'merged') return { name, base, what: 'done', into };
  if (merge.mergeCommit === merge.baseCommit) return { name, base, what: 'nothing', into };
  const found = await attempt(0, name, async () => {
    const own = await ownBase(options, merge);
    const args = ['rev-list', '--count', merge.head, `^${merge.baseCommit}`];
    const commits = Number((await ownGit(own)(args)).stdout);
    return { commits, ...(own.url === undefined ? await treeFacts(own, merge, toldTree(run, name)) : {}) };
  });
  if (isRefusal(found)) return { name, base, what: 'refused', into, fault: found.fault };
  const { checkedOut, ...facts } = { checkedOut: undefined, ...found };
  return {
    name,
    base,
    what: 'merge',
    ...facts,
    into: checkedOut === undefined ? into : { ...into, checkedOut },
  };
}

/** The working tree that would be moved forward, and what stands in the way. */
async function treeFacts(
  base: { repo: string; path: string; branch: string },
  merge: RepoMerge,
  told: string | undefined,
): Promise<{ checkedOut?: string; fault?: Fault }> {
  const checkedOut = await checkoutOf(base);
  if (checkedOut === undefined) return {};
  const dirty = await changesIn(gitIn({ gitDir: gitDirOf(checkedOut), workTree: checkedOut }));
  const fault = (code: string, detail: string) => ({ checkedOut, fault: { code, repo: base.repo, detail } });
  if (dirty.length > 0) return fault('base_dirty', `${checkedOut}: ${listed(dirty)}`);
  if (checkedOut !== (merge.checkedOut ?? told)) return fault('base_checked_out', checkedOut);
  return { checkedOut };
}

function lateGates(run: RunContext, any: boolean, judged: readonly Judged[]): GateLine[] {
  const faults = (gate: number) =>
    judged.flatMap(({ refusals }) => refusals.filter((one) => one.gate === gate).map(({ fault }) => fault));
  const whole = (gate: number, refusal: Refusal | undefined) =>
    gateLine(gate, refusal ? [refusal.fault] : []);
  const moved = judged.filter((one) => one.moved).map(({ repo }) => repo.name);
  const otherwise = any ? 'passed' : 'unknown';
  const six = gateLine(6, faults(6), moved.length > 0 ? 'again' : otherwise);
  return [
    whole(2, guidanceGate(run)),
    gateLine(3, faults(3), otherwise),
    whole(4, evidenceGate(run)),
    gateLine(5, faults(5), otherwise),
    { ...six, again: moved },
    gateLine(7, faults(7), judged.every(({ built }) => built) ? otherwise : 'unknown'),
  ];
}

function redacted(plan: MergePlan, redact: MergeOptions['redact']): MergePlan {
  const hide = (fault: Fault): Fault =>
    fault.detail === undefined || !redact ? fault : { ...fault, detail: redact(fault.detail) };
  return {
    gates: plan.gates.map((line) => ({ ...line, faults: line.faults.map(hide) })),
    repos: plan.repos.map((repo) => (repo.fault ? { ...repo, fault: hide(repo.fault) } : repo)),
  };
}
