/** What a worktree needs before anything can be built in it: files that git does not hold, and the setup commands. */
import { appendFile, copyFile, cp, lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runProgram } from '../../shell/program.js';
import type { RepoSpec } from './options.js';
import { Unfit } from './unfit.js';

export interface FurnishOptions {
  /** The whole environment. */
  env: Record<string, string>;
  wrap: readonly string[];
  /** Takes the redacted output. */
  log: string;
  redact(text: string): string;
  /** For one command. */
  timeoutMs: number;
  signal?: AbortSignal;
  onStart?: (pid: number) => void;
}

/** Copies the `copy` files into the worktree at `path` and runs the `setup` commands there. Throws `Unfit`. */
export async function furnish(repo: RepoSpec, path: string, options: FurnishOptions): Promise<void> {
  for (const file of repo.copy) await copyIn(repo.path, path, file);
  for (const command of repo.setup) await setUp(command, path, options);
}

/** Copies a file or folder with its mode. Links out of the clone are not followed, nor links in the worktree. */
async function copyIn(clone: string, worktree: string, file: string): Promise<void> {
  const from = await inside(clone, file);
  const to = join(worktree, relative(worktree, resolve(worktree, file)));
  if (!to.startsWith(worktree + sep))
    throw new Unfit('preparation_failed', `${file} leads out of the worktree`);
  await mkdir(dirname(to), { recursive: true });
  if (!within(await realpath(dirname(to)), await realpath(worktree)))
    throw new Unfit('preparation_failed', `${file} leads out of the worktree`);
  await rm(to, { recursive: true, force: true });
  if (!(await lstat(from)).isDirectory()) return copyFile(from, to);
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
}

async function inside(clone: string, file: string): Promise<string> {
  const root = await realpath(clone);
  const found = await realpath(resolve(root, file)).catch(() => undefined);
  if (!found) throw new Unfit('preparation_failed', `${file} (\`copy\`) does not exist in ${clone}`);
  if (!within(found, root)) throw new Unfit('preparation_failed', `${file} (\`copy\`) leads out of ${clone}`);
  return found;
}

function within(path: string, root: string): boolean {
  return path === root || path.startsWith(root + sep);
}

async function setUp(
  command: RepoSpec['setup'][number],
  cwd: string,
  options: FurnishOptions,
): Promise<void> {
  const { env, wrap, timeoutMs, signal, onStart } = options;
  const result = await runProgram([...wrap, ...command.argv], {
    cwd,
    env,
    timeoutMs,
    all: true,
    ...(signal ? { signal } : {}),
    ...(onStart ? { onStart } : {}),
  });
  const how =
    result.notStarted ?? (result.timedOut ? 'time limit' : `exit code ${result.exitCode ?? 'none'}`);
  const output = options.redact(result.stdout);
  await appendFile(options.log, `$ ${command.text}\n${output}\n[${how}]\n`, { mode: 0o600 });
  if (result.exitCode !== 0 || result.timedOut)
    throw new Unfit(
      'setup_failed',
      `${command.text}: ${how}\n${stripVTControlCharacters(output).slice(-800)}`,
    );
}
