/** Git itself, the disk, and the way to GitHub. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.js';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { findProgram } from '../../shell/find-program.js';
import { reachGithub } from '../../shell/github.js';
import { runProgram } from '../../shell/program.js';
import { sizes } from '../../stages/workspace/disk.js';

const LEAST_GIT = [2, 38] as const;
const LEAST_FREE = 1_000_000_000;

export async function examineGit({ environment }: Config, signal: AbortSignal): Promise<Finding[]> {
  const { well, fault } = findingsOn('git');
  const { stdout, exitCode, notStarted, stderr } = await runProgram(['git', 'version'], {
    cwd: '/',
    env: { PATH: environment.PATH ?? '', LC_ALL: 'C' },
    signal,
  });
  const [, major, minor] = /(\d+)\.(\d+)/u.exec(stdout) ?? [];
  if (exitCode !== 0 || major === undefined)
    return [fault('doctor_git_missing', { detail: notStarted ?? (stderr.trim() || 'it tells no version') })];
  const detail = stdout.trim().replace(/^git version /u, '');
  const [least, atLeast] = LEAST_GIT;
  const isOld = Number(major) < least || (Number(major) === least && Number(minor) < atLeast);
  return [
    isOld ? fault('doctor_git_old', { detail, known: LEAST_GIT.join('.') }) : well('doctor_git', { detail }),
  ];
}

export async function examineDisk(
  { home, limits, environment }: Config,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { well, note, unproven, fault } = findingsOn('disk');
  const { bavail, bsize } = await statfs(nearestFolder(home));
  const free = bavail * bsize;
  const used = await usedIn(join(home, 'workspaces'), environment.PATH ?? '', signal);
  const known = inWords(limits.diskBytes);
  if (free < LEAST_FREE) return [fault('doctor_disk_full', { name: home, detail: inWords(free) })];
  if (typeof used === 'string') return [unproven('doctor_disk_unmeasured', { detail: used })];
  if (used >= limits.diskBytes) return [fault('doctor_disk_limit', { detail: inWords(used), known })];
  const room = well('doctor_disk', { detail: inWords(free), name: inWords(used), known });
  return limits.diskBytes - used > free
    ? [room, note('doctor_disk_short', { known, detail: inWords(free) })]
    : [room];
}

/** Bytes, or why they cannot be told. */
async function usedIn(folder: string, path: string, signal: AbortSignal): Promise<number | string> {
  if (!existsSync(folder)) return 0;
  try {
    const bytes = await sizes(folder, path, signal);
    return [...bytes.values()].reduce((sum, size) => sum + size, 0);
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

const nearestFolder = (path: string): string => (existsSync(path) ? path : nearestFolder(dirname(path)));

function inWords(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
  return `${(bytes / size).toFixed(bytes >= 10 * size || bytes < size / 10 ? 0 : 1)} ${unit}`;
}

/** Without a token and without `gh` nobody wants issues as tickets. */
export async function examineGithub(
  { github, environment }: Config,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { well, note, unproven, fault } = findingsOn('github');
  const { token } = github;
  if (token === undefined && findProgram('gh', environment.PATH ?? '', '/') === undefined) return [];
  const answer = await reachGithub({ ...github, environment }, signal);
  switch (answer.kind) {
    case 'answered':
      return [well('doctor_github', { detail: token === undefined ? 'through `gh`' : 'with the token' })];
    case 'refused':
      return [fault('doctor_github_refused', { detail: answer.detail })];
    case 'no_login':
      return [note('doctor_github_login')];
    case 'silent':
      return [
        token === undefined
          ? unproven('doctor_github_silent', answer)
          : fault('doctor_github_silent', answer),
      ];
  }
}
