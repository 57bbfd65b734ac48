/**
 * Moves a base from one commit to a later one, once: a base that holds the later one already counts as moved, so
 * that a try after a kill finds what the killed one did.
 */
import { type Advance, type Advanced, advanceLocally } from './advance-locally.js';
import { hasTaken, NETWORK_MS, ownGit, tipOf, withoutCredentials, wordsOf } from './base.js';
import { GitError } from './git.js';

export type { Advance, Advanced } from './advance-locally.js';

/** Never forces. Everything that git, the remote or the state of a clone object to is a value, not an exception. */
export async function advance(step: Advance): Promise<Advanced> {
  try {
    const tip = await tipOf(step.base);
    if (tip === step.to) return { state: 'advanced' };
    if (tip !== step.from) return await moved(step, tip);
    const { base } = step;
    return base.url === undefined ? await advanceLocally({ ...step, base }) : await push(step, base.pushUrl);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { state: 'refused', code: 'merge_failed', detail: wordsOf(error) };
  }
}

async function moved(step: Advance, tip: string | undefined): Promise<Advanced> {
  const { base, to, ref } = step;
  if (tip === undefined) return { state: 'moved', detail: `the branch ${base.branch} is gone` };
  if (await hasTaken(base, to, `${ref}-now`)) return { state: 'advanced' };
  return { state: 'moved', detail: `${base.branch} has moved to ${tip.slice(0, 12)} meanwhile` };
}

async function push(step: Advance, target: string): Promise<Advanced> {
  const { base, from, to } = step;
  const calm = ['--porcelain', '--no-verify', '--no-follow-tags', '--no-signed', '--recurse-submodules=no'];
  const pushed = ownGit(base)(['push', ...calm, '--', target, `${to}:refs/heads/${base.branch}`], {
    timeoutMs: NETWORK_MS,
    // 1: the remote refused, with its words; 128: no connection
    allow: [0, 1, 128],
  });
  const words = await pushed.then(
    ({ exitCode, stdout, stderr }) => (exitCode === 0 ? undefined : pushWords(stdout, stderr)),
    (error) => wordsOf(error),
  );
  if (words === undefined) return { state: 'advanced' };
  // the answer may have been lost after the remote had taken it
  const tip = await tipOf(base).catch(() => from);
  if (tip === to) return { state: 'advanced' };
  if (tip !== from) return moved(step, tip);
  return { state: 'refused', code: 'push_refused', detail: words };
}

/** What the remote said, then git's reason; without progress and credentials, at most 1,500 characters. */
function pushWords(stdout: string, stderr: string): string {
  const said = stderr.split(/[\r\n]+/).flatMap((line) => /^remote: ?(.*\S)\s*$/.exec(line)?.[1] ?? []);
  const reasons = stdout.split('\n').flatMap((line) => /^!\t[^\t]*\t(.+)$/.exec(line)?.[1] ?? []);
  const fatal = stderr.split('\n').filter((line) => /^(fatal|error): /.test(line));
  const lines = [...said, ...(reasons.length > 0 ? reasons : fatal)];
  return withoutCredentials(lines.join('\n') || stderr.trim() || 'git push failed').slice(-1_500);
}
