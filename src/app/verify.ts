/** The checks on the merged result of bases that moved: in worktrees that are prepared like a workspace. */
import { type Handlers, Later } from '../engine/ports.js';
import type { RunContext } from '../run/context.js';
import type { Fault } from '../run/events.js';
import { GitError } from '../shell/git.js';
import { endNoted, noteProcess } from '../shell/noted-processes.js';
import { NoPlainFolder } from '../shell/plain-folder.js';
import { CHECK_PROCESSES, runFile } from '../shell/run-folder.js';
import { type CheckPlace, type RunChecksOptions, runChecks } from '../stages/checks/run-checks.js';
import { dropMerged, type MergedPlace, prepareMerged } from '../stages/merge/merged.js';
import { furnish } from '../stages/workspace/furnish.js';
import type { RepoSpec } from '../stages/workspace/options.js';
import { Unfit } from '../stages/workspace/unfit.js';
import type { Environments } from './environments.js';

export interface VerifyOptions extends Pick<RunChecksOptions, 'timeoutMs' | 'redact'> {
  home: string;
  repos: readonly RepoSpec[];
  env: Environments;
  /** Takes the texts of `copy` files, whose secrets `redact` shall know. */
  hide?: (text: string) => void;
  now: () => string;
}

const GRACE_MS = 5_000;
const SETUP_TIMEOUT_MS = 30 * 60_000;

export function verifying(options: VerifyOptions): Handlers['merge.verify'] {
  const { home, env, now, timeoutMs, redact } = options;
  return async ({ step }, run, { signal }) => {
    const processes = runFile(home, run.id, CHECK_PROCESSES);
    const onStart = (pid: number) => noteProcess(processes, pid);
    await endNoted(processes, GRACE_MS);
    let repo: string | undefined;
    try {
      const places: CheckPlace[] = [];
      for (const merged of await prepareMerged(run, home, signal)) {
        repo = merged.repo;
        places.push(await prepareLike(options, run, merged, { signal, onStart }));
      }
      repo = undefined;
      const results = await runChecks(run.brief?.checks ?? [], places, {
        environment: (name) => env.repo(name, run),
        wrap: env.wrap(run.agent.name),
        timeoutMs,
        redact,
        signal,
        onStart,
      });
      // Checks that were broken off are missing among the results, and what is missing has not passed.
      if (signal.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
      return { type: 'merge_verified', step, at: now(), results };
    } catch (error) {
      // a setup that was broken off says nothing about the merge
      if (signal.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
      return {
        type: 'checks_unable',
        step,
        at: now(),
        fault: { ...faultOf(error, redact), ...(repo === undefined ? {} : { repo }) },
      };
    } finally {
      await endNoted(processes, GRACE_MS);
      await dropMerged(run, home);
    }
  };
}

/** What git, a `copy` file or a setup command objects to, and what programs made of their folders, people see; everything else is a defect. */
function faultOf(error: unknown, redact: (text: string) => string): Fault {
  if (error instanceof Unfit) return { code: error.code, detail: redact(error.detail) };
  if (error instanceof GitError || error instanceof NoPlainFolder)
    return { code: 'checks_unable', detail: redact(error.message) };
  throw error;
}

async function prepareLike(
  { home, repos, env, redact, hide }: VerifyOptions,
  run: RunContext,
  place: MergedPlace,
  watched: { signal: AbortSignal; onStart: (pid: number) => void },
): Promise<CheckPlace> {
  const repo = repos.find((one) => one.name === place.repo);
  if (!repo) throw new Unfit('checks_unable', `the repository ${place.repo} is no longer configured`);
  await furnish(repo, place, {
    home,
    hide,
    env: env.repo(repo.name, run),
    wrap: env.wrap(run.agent.name),
    log: runFile(home, run.id, `setup-merged-${repo.name}.log`),
    redact,
    timeoutMs: SETUP_TIMEOUT_MS,
    ...watched,
  });
  const copied = (path: string) => repo.copy.some((file) => path === file || path.startsWith(`${file}/`));
  return { ...place, undo: () => place.undo(copied) };
}
