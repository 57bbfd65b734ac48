/** What a worktree needs before anything can be built in it: files that git does not hold, and the setup commands. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Ground, needPlainFolder } from '../../shell/plain-folder.js';
import { runProgram } from '../../shell/program.js';
import { copyIn, filesOf, textsIn } from './copy.js';
import type { RepoSpec } from './options.js';
import { Unfit } from './unfit.js';

/** Default for one command. */
export const SETUP_TIMEOUT_MS = 30 * 60_000;

export interface FurnishOptions {
  home: string;
  /** The whole environment. */
  env: Record<string, string>;
  wrap: readonly string[];
  /** Takes the redacted output. */
  log: string;
  redact(text: string): string;
  /** Takes the texts that were copied, whose secrets `redact` has to know before a command can print them. */
  hide?: ((text: string) => void) | undefined;
  /** For one command. */
  timeoutMs: number;
  signal?: AbortSignal;
  onStart?: (pid: number) => void;
}

/**
 * Copies the `copy` files into the worktree and runs the `setup` commands there. Throws `Unfit`, and `NoPlainFolder` where a
 * command, also one of another repository, has put something else in place of it.
 */
export async function furnish(repo: RepoSpec, ground: Ground, options: FurnishOptions): Promise<void> {
  const { home, hide } = options;
  const { path } = ground;
  for (const file of repo.copy) {
    needPlainFolder(ground);
    await copyIn(filesOf(home, repo), path, file);
    if (hide) for await (const text of textsIn(join(path, file))) hide(text);
  }
  for (const command of repo.setup) {
    needPlainFolder(ground);
    await setUp(command, path, options);
  }
  // whoever works here next would follow a link
  needPlainFolder(ground);
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
    givesWay: true,
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
