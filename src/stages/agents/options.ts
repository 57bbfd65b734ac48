/** What the stage is given. */
import type { Deliver } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { PermissionRules } from '../../run/permissions.js';
import type { Preset } from '../../run/preset.js';
import type { Tempo } from './acp/tempo.js';

/** Between SIGTERM and SIGKILL. */
export const GRACE_MS = 5_000;

export interface AgentSpec {
  name: string;
  command: string[];
  /** Default: `command` again, with METAWSM_RESUME=1. */
  resumeCommand?: string[];
  env: string[];
  /** Words before the command, for instance of a sandbox. */
  wrap: string[];
  /** Default: `command`. */
  runner?: 'command' | 'acp';
  /** Of `acp`: which of the known agents it is. */
  preset?: string;
  /** What is known of it; `command` is empty where this names it. */
  facts?: Preset;
  /** Of `acp`. */
  permissions?: PermissionRules;
}

export interface AgentOptions {
  home: string;
  agents: AgentSpec[];
  /** The agent's whole environment, METAWSM_* included. PATH gets `binDir` in front. */
  environment: (agent: AgentSpec, run: RunContext) => Record<string, string>;
  /** GIT_* variables that give commits their author. */
  identityEnvironment: Record<string, string>;
  /** Holds `metawsm-ask`. */
  binDir: string;
  deliver: Deliver;
  /** The present as an ISO instant. */
  now: () => string;
  redact: (text: string) => string;
  /** Called before the end of an agent is told: what it wrote last comes first (`guidance.settle`). */
  settle?: (runId: string) => Promise<void>;
  /** Between SIGTERM and SIGKILL. Default 5,000. */
  graceMs?: number;
  /** How often a process is looked at. Default 250. */
  pollMs?: number;
  /** How fast and how large turns of the runner `acp` may be. Default: `TEMPO`. */
  tempo?: Partial<Tempo>;
  /** A line for the log of the bot, about what an agent did that is no fault of ours. */
  warn?: (runId: string, message: string) => void;
  /** Told of what went wrong while watching; it is tried again. Default: a warning of the process. */
  fault?: (runId: string, error: unknown) => void;
}
