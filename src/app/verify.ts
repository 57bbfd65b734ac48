/** The checks on the merged result of bases that moved: in worktrees that are prepared like a workspace. */
import type { Handlers } from '../engine/ports.js';
import type { RunContext } from '../run/context.js';
import type { Fault } from '../run/events.js';
import { runFile } from '../shell/run-folder.js';
import { type RunChecksOptions, runChecks } from '../stages/checks/run-checks.js';
import { dropMerged, type MergedPlace, prepareMerged } from '../stages/merge/merged.js';
import { furnish } from '../stages/workspace/furnish.js';
import type { RepoSpec } from '../stages/workspace/options.js';
import { Unfit } from '../stages/workspace/unfit.js';
import type { Environments } from './environments.js';

export interface VerifyOptions extends Pick<RunChecksOptions, 'timeoutMs' | 'redact'> {
  home: string;
  repos: readonly RepoSpec[];
  env: Environments;
  now: () => string;
}

export function verifying(options: VerifyOptions): Handlers['merge.verify'] {
  const { home, env, now, timeoutMs, redact } = options;
  return async ({ step }, run, { signal }) => {
    const wrap = env.wrap(run.agent.name);
    try {
      const places = await prepareMerged(run, home);
      for (const place of places) await prepareLike(options, run, place, signal);
      const results = await runChecks(run.brief?.checks ?? [], places, {
        environment: (name) => env.repo(name, run),
        wrap,
        timeoutMs,
        redact,
        signal,
      });
      return { type: 'merge_verified', step, at: now(), results };
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      const fault: Fault = { code: error.code, detail: error.detail };
      return { type: 'checks_unable', step, at: now(), fault };
    } finally {
      await dropMerged(run, home);
    }
  };
}

async function prepareLike(
  { home, repos, env, redact }: VerifyOptions,
  run: RunContext,
  place: MergedPlace,
  signal: AbortSignal,
): Promise<void> {
  const repo = repos.find((one) => one.name === place.repo);
  if (!repo) return;
  await furnish(repo, place.path, {
    env: env.repo(repo.name, run),
    wrap: env.wrap(run.agent.name),
    log: runFile(home, run.id, `setup-merged-${repo.name}.log`),
    redact,
    timeoutMs: 30 * 60_000,
    signal,
  });
}
