/** Checks and their results. */
import type { CheckPlan } from '../../run/context.js';
import type { CheckResult, Evidence } from '../../run/evidence.js';
import { code, fence, join, type Mrkdwn, say } from '../escape.js';
import { commit, count, type Detail, duration, some } from './words.js';

export const hasPassed = (result: CheckResult): boolean => result.exitCode === 0 && !result.timedOut;

/** `✓ npm test in api passed in 12 s on 1a2b3c4d`. */
export function checkLine(result: CheckResult): Mrkdwn {
  const undone =
    result.undone.length > 0 ? say` Undone afterwards: ${some(result.undone, 3, (path) => code(path))}.` : '';
  const sign = hasPassed(result) ? ':white_check_mark:' : ':x:';
  return say`${emoji(sign)} ${code(result.command)} in ${code(result.repo)} ${endOf(result)} on ${commit(result.commit)}.${undone}`;
}

const emoji = (sign: ':white_check_mark:' | ':x:'): Mrkdwn =>
  sign === ':x:' ? say`:x:` : say`:white_check_mark:`;

function endOf(result: CheckResult): Mrkdwn {
  const time = duration(result.durationMs);
  if (result.timedOut) return say`was ended at its time limit after ${time}`;
  if (result.exitCode === null) return say`was ended by a signal after ${time}`;
  return result.exitCode === 0
    ? say`passed in ${time}`
    : say`failed with exit code ${result.exitCode} after ${time}`;
}

/** `3 of 4 checks passed`. */
export function tally(evidence: Evidence): Mrkdwn {
  const passed = evidence.results.filter(hasPassed).length;
  if (evidence.results.length === 0) return say`No check was run.`;
  return passed === evidence.results.length
    ? say`${count(passed, 'check')} passed.`
    : say`${passed} of ${count(evidence.results.length, 'check')} passed.`;
}

/** Failed checks first, then as many as the message has room for. */
export function checkLines(results: readonly CheckResult[], detail: Detail): Mrkdwn {
  const sorted = [...results].sort((one, other) => Number(hasPassed(one)) - Number(hasPassed(other)));
  return some(sorted, detail.rows, checkLine, '\n');
}

/** Per failed check its line and the end of its output, for a few of them. */
export function failures(results: readonly CheckResult[], detail: Detail): Mrkdwn[] {
  return results
    .filter((result) => !hasPassed(result))
    .slice(0, 4)
    .flatMap((result) => [
      checkLine(result),
      result.output.trim() ? fence(result.output, detail.output) : say`It said nothing.`,
    ]);
}

const SOURCES = {
  configured: say`configured`,
  detected: say`found in the repository`,
  new: say`*new command*`,
} as const satisfies Record<CheckPlan['source'], Mrkdwn>;

/** The planned checks, per repository. */
export function planLines(plans: readonly CheckPlan[], detail: Detail): Mrkdwn {
  if (plans.length === 0) return say`No check: nothing will prove that it is done.`;
  const repos = [...new Set(plans.map((plan) => plan.repo))];
  return join(
    repos.slice(0, detail.rows).map((repo) => {
      const own = plans.filter((plan) => plan.repo === repo);
      return say`• ${code(repo)}: ${some(own, detail.rows, (plan) => say`${code(plan.command)} (${SOURCES[plan.source]})`)}`;
    }),
  );
}

export const newCommands = (plans: readonly CheckPlan[]): boolean =>
  plans.some((plan) => plan.source === 'new');
