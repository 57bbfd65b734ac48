/** `repositories.read`: what each wished repository offers, or all that is wrong with them at once. */
import { type Handler, Later } from '../../engine/ports.js';
import type { Fault } from '../../run/events.js';
import type { BaseSource, RepoFacts, RepoWish } from '../../run/repository.js';
import { Joint } from '../../shell/joint.js';
import { lensGit } from '../../shell/lens.js';
import type { Turns } from '../../shell/turns.js';
import { detect } from './detect/detect.js';
import { KnownFindings } from './detect/known.js';
import { refresh } from './mirror.js';
import { placesOf, type RepoSpec, type WorkspaceOptions } from './options.js';
import { type Branches, baseIn, sourceOf } from './source.js';
import { faultOf, Unfit } from './unfit.js';

/** Reads what is wished for, for a run of this id; what it says after `signal` was given is worth nothing. */
export type RepositoryReader = (
  wishes: readonly RepoWish[],
  runId: string,
  signal: AbortSignal,
) => Promise<{ facts: RepoFacts[]; faults: Fault[] }>;

export function reading(options: WorkspaceOptions, readAll: RepositoryReader): Handler<'repositories.read'> {
  return async ({ step }, run, { signal }) => {
    const { facts, faults } = await readAll(run.wishes, run.id, signal);
    if (signal.aborted) throw new Later(0, 'reading the repositories was broken off', true);
    const at = options.now();
    return faults.length > 0
      ? { type: 'repositories_unusable', step, at, faults }
      : { type: 'repositories_read', step, at, facts };
  };
}

/** All repositories side by side. */
export function repositoryReader(options: WorkspaceOptions, turns: Turns): RepositoryReader {
  const findings = new KnownFindings();
  const refreshed = new Joint<Branches>();
  return async (wishes, runId, signal) => {
    const facts: RepoFacts[] = [];
    const faults: Fault[] = [];
    const results = await Promise.allSettled(
      wishes.map((wish) => read(wish, runId, { options, turns, findings, refreshed }, signal)),
    );
    results.forEach((result, at) => {
      const { name } = wishes[at] as RepoWish;
      if (result.status === 'fulfilled') facts.push(result.value);
      else faults.push(faultOf(result.reason, name, 'repository_unreachable', options.redact));
    });
    return { facts, faults };
  };
}

interface Tools {
  options: WorkspaceOptions;
  turns: Turns;
  findings: KnownFindings;
  /** By mirror. */
  refreshed: Joint<Branches>;
}

async function read(
  wish: RepoWish,
  runId: string,
  { options, turns, findings, refreshed }: Tools,
  signal: AbortSignal,
): Promise<RepoFacts> {
  const repo = options.repos.find(({ name }) => name === wish.name);
  if (!repo) throw new Unfit('repository_missing', 'it is not in metawsm.yml');
  const { mirror } = placesOf(options.home, runId).tree(repo.name);
  const source = await sourceOf(repo);
  const branches = await refreshed.take(mirror, signal, (begin, wanted) =>
    turns.take(mirror, () => {
      begin();
      return refresh(mirror, source, options.git, wanted);
    }),
  );
  const base = baseIn(branches, wish.base ?? repo.base);
  const baseCommit = branches.heads.get(base) ?? '';
  const found = await findings.at(mirror, baseCommit, async () => detect(await lensGit(mirror), baseCommit));
  return {
    name: repo.name,
    base,
    baseCommit,
    baseFrom: baseSource(wish, repo),
    ...found,
    ...(options.tickets?.repo === repo.name ? { documents: options.tickets.root } : {}),
    configured: repo.checks.map(({ text }) => text),
  };
}

const baseSource = (wish: RepoWish, repo: Pick<RepoSpec, 'base'>): BaseSource =>
  wish.base !== undefined ? 'asked' : repo.base !== undefined ? 'configured' : 'default';
