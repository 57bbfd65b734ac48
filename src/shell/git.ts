/** The one door to git: argument vectors, no prompts, no hooks, nothing inherited that could change its course. */
import { join } from 'node:path';
import { endMembers, leadersWith } from './process-record.js';
import { runProgram } from './program.js';

/** Where git works. Everything is absolute. */
export interface GitDir {
  gitDir: string;
  workTree?: string;
  indexFile?: string;
  /** The first takes new objects, all are read. Default: those of `gitDir`. */
  objectDirs?: string[];
  /**
   * Whose configuration counts beside the repository's: `user` reads system and global files (credential helpers,
   * proxies), `own` reads neither. Default `user`.
   */
  config?: 'user' | 'own';
}

export interface GitIdentity {
  name: string;
  email: string;
}

interface GitOptions {
  input?: string;
  /** `input` and `stdout` are bytes, one character for each; for names that may be no UTF-8. */
  bytes?: boolean;
  env?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Default 15 minutes. */
  timeoutMs?: number;
  /** Exit codes that are no error. Default `[0]`. */
  allow?: number[];
  /** Keeps only so many bytes from the beginning of the output, in place of refusing what is too much. */
  headBytes?: number;
  /** Called with the pid once started. */
  onStart?: (pid: number) => void;
}

interface GitResult {
  exitCode: number;
  /** Without the last newline. */
  stdout: string;
  stderr: string;
}

/** Throws `GitError` on an exit code that is not allowed, on a time limit, and when git cannot be started. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<GitResult>;

export class GitError extends Error {
  constructor(
    readonly args: readonly string[],
    /** null: ended by a signal, a time limit or an abort, or not started. */
    readonly exitCode: number | null,
    readonly stderr: string,
    readonly aborted = false,
  ) {
    super(
      `git ${args[0] ?? ''} failed${exitCode === null ? '' : ` (${exitCode})`}: ${stderr.trim() || 'no words'}`,
    );
  }
}

/** What git may know of the bot's environment: the way to remotes, and nothing secret of Slack. */
const INHERITED = [
  'PATH HOME USER LOGNAME TMPDIR LANG',
  'SSH_AUTH_SOCK SSH_AGENT_PID XDG_CONFIG_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS',
  'http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR',
].flatMap((line) => line.split(' '));

/** Every git of a bot carries its home in this variable, so that the next bot finds those that go on after its death. */
const OWNER = 'METAWSM_GIT_OF';

/** Of the bot's environment, as `inheritForGit` was told. */
let inherited: Record<string, string> = {};

const USUAL_LIMIT_MS = 15 * 60_000;

/** For what writes or reads a whole tree. */
export const WHOLE_TREE_MS = 60 * 60_000;

/** A pipe where git expects a file would hold it for ever. */
let usualLimitMs = USUAL_LIMIT_MS;

/** How long a git may work that is told no limit; without `ms` as at the start. Tests do not wait so long. */
export function limitGit(ms = USUAL_LIMIT_MS): void {
  usualLimitMs = ms;
}

/** How ssh is called, found out when a remote is first asked. */
let wayBySsh: Promise<Record<string, string>> | undefined;

/**
 * Tells git the bot's environment, of which it takes what leads to remotes (`HOME`, `SSH_AUTH_SOCK`, proxies, …).
 * Called once, by the part that reads the environment; without it git finds neither keys nor credential helpers.
 * `home` is the bot's, whose next start ends with `endLeftGit` what is left.
 */
export function inheritForGit(env: Readonly<Record<string, string | undefined>>, home?: string): void {
  const entries = [...INHERITED.map((name) => [name, env[name]] as const), [OWNER, home] as const];
  inherited = Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  wayBySsh = undefined;
}

/** What git reads of its configuration beside a repository's own; files that these include are not among them. */
export function sharedConfigFiles(): string[] {
  const { HOME: home = '/', XDG_CONFIG_HOME: own } = inherited;
  return ['/etc/gitconfig', join(own || join(home, '.config'), 'git', 'config'), join(home, '.gitconfig')];
}

/**
 * Ends every git that an earlier bot of this home started and that goes on without it: it would race with ours. Daemons
 * that git has started, such as one that holds credentials, stay. Only where the system shows environments.
 */
export async function endLeftGit(home: string): Promise<void> {
  await Promise.all(leadersWith(`${OWNER}=${home}`).map((leader) => endMembers(leader, LEFT_GRACE_MS)));
}

const LEFT_GRACE_MS = 2_000;

const ASK_REMOTES = ['fetch', 'push', 'ls-remote'];

async function wayOf(args: readonly string[]): Promise<Record<string, string>> {
  if (!ASK_REMOTES.includes(args[0] ?? '')) return {};
  wayBySsh ??= bySsh();
  return wayBySsh;
}

/** A user's own `core.sshCommand` stays what it is; otherwise ssh never asks and gives up on a silent host. */
async function bySsh(): Promise<Record<string, string>> {
  const { stdout } = await runProgram(['git', 'config', '--get', 'core.sshCommand'], {
    cwd: '/',
    env: { ...inherited, GIT_DIR: '/dev/null' },
  });
  return stdout.trim() === '' ? { GIT_SSH_COMMAND: 'ssh -oBatchMode=yes' } : {};
}

const ALWAYS = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.attributesFile': '/dev/null',
  'core.askPass': '',
  // with borrowed objects git would ask the lender for its refs, and obey its configuration
  'core.alternateRefsCommand': 'true',
  // any word before `::` in an address would start the program `git-remote-<word>`
  'protocol.allow': 'never',
  ...Object.fromEntries(
    ['file', 'git', 'http', 'https', 'ssh'].map((name) => [`protocol.${name}.allow`, 'always']),
  ),
  // also where the bot's user allows it to other gits
  'protocol.ext.allow': 'never',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'commit.gpgSign': 'false',
  'tag.gpgSign': 'false',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'diff.ignoreSubmodules': 'dirty',
  'core.commitGraph': 'false',
  'log.showRoot': 'true',
};

const OWN = { 'core.excludesFile': '/dev/null', 'core.untrackedCache': 'false', 'core.quotePath': 'false' };

const MOST_OUTPUT = 128 * 1024 * 1024;
/** What is kept never begins inside a character. */
const NEARLY_ALL = MOST_OUTPUT - 3;

/** Git for one directory; `identity` is what commits carry. */
export function gitIn(dir: GitDir, identity?: GitIdentity): Git {
  const settings = { ...ALWAYS, ...(dir.config === 'own' ? OWN : {}) };
  const prefix = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const env = { ...environment(dir), ...(identity ? identityEnvironment(identity) : {}) };
  return async (args, options = {}) => {
    const result = await runProgram(['git', ...prefix, ...args], {
      cwd: dir.workTree ?? '/',
      env: { ...(await wayOf(args)), ...env, ...options.env },
      ...(options.headBytes === undefined
        ? { keepBytes: MOST_OUTPUT }
        : { keepBytes: options.headBytes, keep: 'start' as const }),
      leaveSurvivors: true,
      ...pick(options),
    });
    const { exitCode } = result;
    // half a list would be taken for the whole one
    const tooMuch = Buffer.byteLength(result.stdout, options.bytes ? 'latin1' : 'utf8') >= NEARLY_ALL;
    const limit = result.timedOut ? '\ntime limit reached' : tooMuch ? '\ntoo much output' : '';
    const stderr = (result.notStarted ?? result.stderr) + limit;
    if (exitCode === null || !(options.allow ?? [0]).includes(exitCode) || limit || result.aborted)
      throw new GitError(args, exitCode, stderr, result.aborted);
    return { exitCode, stdout: result.stdout.replace(/\n$/, ''), stderr: result.stderr };
  };
}

/** What makes an agent's or the bot's commits carry the configured name. */
export function identityEnvironment(git: GitIdentity): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: git.name,
    GIT_AUTHOR_EMAIL: git.email,
    GIT_COMMITTER_NAME: git.name,
    GIT_COMMITTER_EMAIL: git.email,
  };
}

function environment(dir: GitDir): Record<string, string> {
  const env: Record<string, string> = {
    ...inherited,
    GIT_DIR: dir.gitDir,
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
  };
  if (dir.workTree) env.GIT_WORK_TREE = dir.workTree;
  if (dir.indexFile) env.GIT_INDEX_FILE = dir.indexFile;
  if (dir.config === 'own') Object.assign(env, { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' });
  const [first, ...others] = dir.objectDirs ?? [];
  if (first) env.GIT_OBJECT_DIRECTORY = first;
  if (others.length > 0) env.GIT_ALTERNATE_OBJECT_DIRECTORIES = others.map(quoted).join(':');
  return env;
}

/** The list of alternates is split at colons; a quoted entry is taken whole. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}

function pick(options: GitOptions) {
  const { input, bytes, signal, timeoutMs = usualLimitMs, onStart } = options;
  return {
    ...(input === undefined ? {} : { input }),
    ...(bytes ? { encoding: 'latin1' as const } : {}),
    ...(signal ? { signal } : {}),
    timeoutMs,
    ...(onStart ? { onStart } : {}),
  };
}
