/** Runs commands of the done criteria: repositories side by side, the commands of one after another. */
import { Later } from '../../engine/ports.js';
import type { CheckPlan } from '../../run/context.js';
import type { CheckResult } from '../../run/evidence.js';
import { endOf } from '../../shell/output-end.js';
import { type ProgramResult, runProgram } from '../../shell/program.js';

/** A folder in which the checks of one repository run. */
export interface CheckPlace {
  repo: string;
  path: string;
  /** The commit that stands there. */
  commit: string;
  /** Undoes what a check changed or left, and names it. */
  undo?: () => Promise<string[]>;
}

export interface RunChecksOptions {
  /** The whole environment of the commands of a repository. */
  environment: (repo: string) => Record<string, string>;
  /** Words before each command, for instance of a sandbox. */
  wrap: string[];
  /** Limit of one command; its whole process group is ended then. */
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL. */
  graceMs?: number;
  redact: (text: string) => string;
  signal?: AbortSignal;
  /** Called with the leader of each process group that is started. */
  onStart?: (pid: number) => void;
}

const OUTPUT_CHARACTERS = 4_000;
const KEEP_BYTES = 64 * 1024;
/** What shells answer for a program that is not there. */
const NOT_FOUND = 127;

/**
 * One result per plan that has a place, in the order of the plans. Throws `Later` when `signal` is aborted: half of
 * the results must never pass for all of them.
 */
export async function runChecks(
  plans: readonly CheckPlan[],
  places: readonly CheckPlace[],
  options: RunChecksOptions,
): Promise<CheckResult[]> {
  const results = new Map<CheckPlan, CheckResult>();
  // All of them, so that no command goes on behind the back of whoever hears of a failure.
  const ended = await Promise.allSettled(
    places.map(async (place) => {
      for (const plan of plans) {
        if (plan.repo !== place.repo || options.signal?.aborted) continue;
        results.set(plan, await runCheck(plan, place, options));
      }
    }),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  if (options.signal?.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
  return plans.flatMap((plan) => results.get(plan) ?? []);
}

async function runCheck(plan: CheckPlan, place: CheckPlace, options: RunChecksOptions): Promise<CheckResult> {
  const { signal, onStart, graceMs } = options;
  const ran = await runProgram([...options.wrap, ...plan.argv], {
    cwd: place.path,
    env: options.environment(plan.repo),
    timeoutMs: options.timeoutMs,
    keepBytes: KEEP_BYTES,
    all: true,
    givesWay: true,
    ...(signal ? { signal } : {}),
    ...(onStart ? { onStart } : {}),
    ...(graceMs === undefined ? {} : { graceMs }),
  });
  return {
    repo: plan.repo,
    command: plan.command,
    exitCode: codeOf(ran),
    timedOut: ran.timedOut,
    durationMs: ran.durationMs,
    output: endOf(ran.notStarted ?? ran.stdout, { characters: OUTPUT_CHARACTERS, redact: options.redact }),
    commit: place.commit,
    undone: place.undo ? (await place.undo()).map((path) => options.redact(path)) : [],
  };
}

function codeOf({ exitCode, notStarted, timedOut }: ProgramResult): number | null {
  if (notStarted !== undefined) return NOT_FOUND;
  // A program that catches the signal of the time limit and exits 0 has not passed.
  return timedOut ? null : exitCode;
}
