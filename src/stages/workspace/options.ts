/** What the workspace stage needs to be told, and where it puts things. */
import { join } from 'node:path';
import type { IntakeQuestion, RunContext } from '../../run/context.js';
import type { GitIdentity } from '../../shell/git.js';
import type { RepoOrigin } from '../../shell/origin.js';
import { type Tree, treeOf } from '../../shell/worktree.js';

/** A command as people wrote it and as it is started. */
interface CommandLine {
  text: string;
  argv: string[];
}

export type RepoSpec = RepoOrigin & {
  name: string;
  base?: string;
  setup: CommandLine[];
  /** Setup may run before a run is there: it writes no absolute path of its worktree. */
  warm?: boolean;
  /** Paths inside the clone, or below `<home>/files/<name>`, that every worktree gets. */
  copy: string[];
  checks: CommandLine[];
  env: string[];
};

export interface WorkspaceOptions {
  /** Where the ticket documents are, if that is in a repository. */
  tickets?: { repo: string; root: string };
  /** Absolute path. */
  home: string;
  repos: readonly RepoSpec[];
  git: GitIdentity;
  /** The whole environment of the setup commands of a repository. */
  environment(repo: string, run: RunContext): Record<string, string>;
  /** Argument-vector prefix for setup commands. */
  wrap?(run: RunContext): string[];
  redact(text: string): string;
  /** Takes the texts of `copy` files, whose secrets `redact` shall know. */
  hide?(text: string): void;
  /** ISO instant. */
  now(): string;
  /** The ticket's documents; `path` is relative to the ticket's folder. */
  ticketFiles?(run: RunContext): Promise<{ path: string; content: string | Uint8Array }[]>;
  /** The words in which an intake question was asked, for the brief's questions and answers. Default: its field. */
  questionText?(question: IntakeQuestion): string;
  /** For one setup command. Default 30 minutes. */
  setupTimeoutMs?: number;
  /** Worktrees that are made before a run wants them; without it none are. */
  pool?: PoolOptions;
}

export interface PoolOptions {
  /** How many wait for each repository that is used; with 0 those that there are go. */
  size: number;
  /** How often the sources are asked in the background, on average. */
  fetchEveryMs: number;
  /** How long nothing has been prepared before anything is done in the background. Default 3 seconds. */
  settleMs?: number;
  /** Whether worktrees of runs that are over come back: not where a wall shall stand between agents. Default: no. */
  recycle?: boolean;
  /** `PATH` on which `du` is found. */
  path: string;
  /** Environment and prefix of setup commands that run for a `warm` repository in `<home>/pool/<id>`, for this agent. */
  setup?(repo: string, agent: string, id: string): { environment: Record<string, string>; wrap: string[] };
  /** True where so many bytes more fit into what workspaces may take. Default: always. */
  hasRoom?(bytes: number): boolean;
  /** What waits, or what it takes, is another now. */
  onChanged?(): void;
  /** Something could not be done in the background; runs go on without it. `repo` may be empty. */
  onFault?(repo: string, error: unknown): void;
}

/** Where everything of a run lies. */
export function placesOf(home: string, runId: string) {
  // both end up in paths that are removed whole
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(runId) || runId.includes('..'))
    throw new Error(`not a run id: ${runId}`);
  const workspace = join(home, 'workspaces', runId);
  const records = join(home, 'runs', runId);
  return {
    workspace,
    records,
    /** Says that a worktree is complete, setup included. */
    prepared: (repo: string) => join(records, `prepared-${repo}.json`),
    /** Names the process that prepares a worktree. */
    preparing: (repo: string) => join(records, `preparing-${repo}.json`),
    /** Says when the checkout of a worktree was over. */
    begun: (repo: string) => join(records, `begun-${repo}.json`),
    setupLog: (repo: string) => join(records, `setup-${repo}.log`),
    tree: (repo: string): Tree => treeOf(home, { id: runId }, { name: repo, path: join(workspace, repo) }),
  };
}
