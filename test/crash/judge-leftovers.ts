/** What closed runs leave behind: no folder, no worktree, no branch, no process, no half-written file. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { git } from '../fixtures/git-repos.js';
import { type Lives, livesOf } from './agents.js';
import type { JudgedRun } from './judge.js';
import { judgePool, treesIn } from './judge-pool.js';
import { type CrashWorld, REPOS } from './world.js';

export async function judgeLeftovers(
  { root, home }: CrashWorld,
  runs: JudgedRun[],
  agentsKilled: ReadonlySet<string>,
): Promise<{ failures: string[]; agentLives: number; drafts: number }> {
  const waiting = await treesIn(home);
  const lives = runs.map((run) => livesOf(root, run.id));
  return {
    drafts: filesIn(home).filter((path) => path.endsWith('.tmp') && isHarmless(relative(home, path))).length,
    agentLives: lives.reduce((sum, one) => sum + one.begun, 0),
    failures: [
      ...runs.flatMap(({ id }, at) => judgeLives(id, lives[at]!, agentsKilled.has(id) ? 1 : 0)),
      ...namesIn(join(home, 'workspaces')).map((name) => `the workspace ${name} is left`),
      ...namesIn(join(home, 'interviews')).map((name) => `the interview ${name} is left`),
      ...runs.flatMap((run) => judgeReaders(root, run)),
      ...REPOS.flatMap((name) => judgeMirror(home, name)),
      ...runs.flatMap(({ id }) => namedAfter(home, id, waiting)),
      ...(await judgePool(home)),
      ...halfWritten(home).map((path) => `the file ${relative(home, path)} is left`),
      ...processesOf(root).map((line) => `a process is left: ${line}`),
    ],
  };
}

function judgeLives(id: string, { begun, ended, twice }: Lives, killed: number): string[] {
  const failures: string[] = [];
  if (twice > 0) failures.push(`${id}: ${twice} times two agents were at work at once`);
  if (begun < 2) failures.push(`${id}: the agent began ${begun} times instead of twice`);
  if (begun !== ended + killed)
    failures.push(
      `${id}: the agent began ${begun} times, ended ${ended} times and was killed ${killed} times`,
    );
  return failures;
}

/**
 * Killed with the bot, or ended by the next one: it need not note its end. Who presses `Start run` while it reads, or
 * before it has begun to, does without it.
 */
const judgeReaders = (root: string, { id, context }: JudgedRun): string[] => {
  const { begun, twice } = livesOf(root, id, 'interviewers');
  const wasHeard =
    context.interview !== undefined && (!context.interview.reading || context.interview.round > 1);
  return [
    ...(twice > 0 ? [`${id}: ${twice} times two interviewers read at once`] : []),
    ...(begun === 0 && wasHeard ? [`${id}: the interviewer was never asked`] : []),
  ];
};

/** What the bot knows of bases; everything else belongs to a run or to one piece of work. */
const LASTING = /^refs\/(base|metawsm-tickets)\//;

function judgeMirror(home: string, name: string): string[] {
  return [join('repos', `${name}.git`), join('merge', `${name}.git`)].flatMap((path) => {
    const repo = join(home, path);
    if (!existsSync(repo)) return [`${path} is missing`];
    const refs = git(repo, 'for-each-ref', '--format=%(refname)').split('\n').filter(Boolean);
    const worktrees = git(repo, 'worktree', 'list', '--porcelain')
      .split('\n')
      .filter((line) => /^worktree /.test(line));
    return [
      ...refs.filter((ref) => !LASTING.test(ref)).map((ref) => `${path}: the ref ${ref} is left`),
      ...worktrees.slice(1).map((line) => `${path}: the ${line} is left`),
    ];
  });
}

/**
 * Whatever bears the name of a closed run, but for its own folder in `runs/`, and for what waits in the pool: that are files
 * of a base, and so the documents of runs that were merged.
 */
function namedAfter(home: string, id: string, waiting: readonly string[]): string[] {
  const others = [join(home, 'runs', id), ...waiting.map((tree) => `${tree}/`)];
  return filesIn(home)
    .filter((path) => relative(home, path).includes(id) && !others.some((other) => path.startsWith(other)))
    .map((path) => `${id}: the file ${relative(home, path)} is left`);
}

/** Locks and temporary files, those of git's object store too; in `runs/` and `bin/` a draft harms nobody. */
function halfWritten(home: string): string[] {
  const drafts = filesIn(home).filter((path) => /\.(tmp|lock|draft)$|\/tmp_|\/incoming-/.test(path));
  return drafts
    .filter((path) => !path.endsWith('.tmp') || !isHarmless(relative(home, path)))
    .filter(isNoInstanceLock);
}

const isHarmless = (path: string): boolean => /^(runs|bin)\//.test(path);
const isNoInstanceLock = (path: string): boolean => !/(instance|sqlite)\.lock$/.test(path);

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** Processes that work in the world's folder or name it; only where the system shows them. */
function processesOf(root: string): string[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return [line, cwd, environment].some((words) => words.includes(root)) ? [`${pid} ${line}`] : [];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}
