/** The checked configuration as the rest of the program sees it: durations in milliseconds, sizes in bytes. */
import type { MergeMethod } from '../run/evidence.js';
import type { PermissionRules } from '../run/permissions.js';
import type { Access } from '../run/policy.js';
import type { PresetName } from './presets.js';

/** A command as written and as the argument vector that is started. */
export interface CommandLine {
  text: string;
  argv: string[];
}

/** A local clone by its absolute path, or an address without credentials. */
export type OriginConfig = { path: string; url?: undefined } | { url: string; path?: undefined };

export type RepoConfig = OriginConfig & {
  name: string;
  /** Branch that runs begin from and merge into; without it the source's own default branch. */
  base?: string;
  /** Run once in a fresh worktree, in order. */
  setup: CommandLine[];
  /** Setup may run in the pool: it writes no absolute path of its worktree. */
  warm: boolean;
  /** Files copied into the worktree from `path`, or from `<home>/files/<name>`; relative to both. */
  copy: string[];
  /** Run in the worktree when the agent is done. */
  checks: CommandLine[];
  /** Names of variables that setup and checks get besides the usual ones. */
  env: string[];
  merge: 'direct';
  mergeMethod: MergeMethod;
};

export interface AgentConfig {
  name: string;
  runner: 'acp' | 'command';
  preset?: PresetName;
  /** A program with a slash in its name is an absolute path here. Empty where the preset knows the command. */
  command: string[];
  /** Of `acp`, always there. */
  permissions?: PermissionRules;
  /** Starts the agent again after an answer or feedback; without it `command`. */
  resumeCommand?: string[];
  /** Starts the agent as interviewer; without it `command`, which then is no `acp`. */
  interviewCommand?: string[];
  /** Names of variables that the agent gets besides the usual ones and those of its preset. */
  env: string[];
  /** Argument vector in front of agent, setup and checks; empty for none. */
  wrap: string[];
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Config {
  slack: {
    botToken: string;
    /** Turns on Socket Mode. */
    appToken?: string;
    /** For HTTP mode; present whenever there is no `appToken`. */
    signingSecret?: string;
    port: number;
    /** Ends in `/`. */
    apiUrl?: string;
  };
  /** Absolute path of the folder for database, repositories, workspaces and logs. */
  home: string;
  /** Absolute path of the configuration file. */
  file: string;
  /** `sqlite:<absolute path>`. */
  database: { url: string };
  logLevel: LogLevel;
  /** For issues as tickets. Neither address ends in `/`. */
  github: {
    /** Without one issues are read by the `gh` program, where it is logged in. */
    token?: string;
    /** Of the REST interface. */
    api: string;
    /** Of the pages that people open; its host is the one whose issues are read. */
    site: string;
  };
  repos: RepoConfig[];
  agents: AgentConfig[];
  defaultAgent: string;
  access: Access;
  /** Defaults by channel id. */
  channels: Record<string, { repos?: string[]; agent?: string }>;
  /** `timeoutMs`: of one round of the interviewer. */
  intake: { interviewer?: string; timeoutMs: number };
  git: { name: string; email: string };
  guidance: { remindAfterMs: number; escalateAfterMs: number; escalateTo?: string };
  checks: {
    /** How often failed checks go back to the agent before the run fails. */
    attempts: number;
    timeoutMs: number;
    /** Patterns of files that must not be merged, for `forbiddenBy`. */
    forbidden: string[];
  };
  limits: {
    /** Runs that may prepare, work or be checked at the same time. */
    agents: number;
    startTimeMs: number;
    silenceMs: number;
    runTimeMs: number;
    diskBytes: number;
  };
  /** Worktrees that wait for each repository in use, 0 for none; how often its source is asked. */
  pool: { size: number; fetchMs: number };
  /** How long the events of a closed run are kept; without it for ever. */
  events: { keepMs?: number };
  tickets?: { repo: string; root: string };
  /** Names of further variables and entries whose values never leave the bot. */
  redact: string[];
  /** The bot's environment without Slack's tokens and the database address; the source for `programEnvironment`. */
  environment: Record<string, string>;
}
