/** What the stage needs of a way to drive an agent, and what it remembers of one. */
import type { AgentMode } from '../../run/agent-life.js';
import type { ProcessRecord } from '../../shell/process-record.js';
import type { Beginning } from './acp/turn-folder.js';

/** `<home>/runs/<run id>/agent.json`: the process that was begun last. */
export interface Life extends ProcessRecord {
  /** Of the `agent.start` that began it. */
  step: number;
  mode: AgentMode;
  agent: string;
  startedAt: string;
  /** Absent for `command`. */
  runner?: 'acp';
  /** Size of `agent.log` when it began, in bytes. */
  logFrom: number;
}

export interface Launch {
  runId: string;
  step: number;
  argv: string[];
  /** Number of words of `argv` that are the wrapper's. */
  wrapped: number;
  cwd: string;
  env: Record<string, string>;
  prompt: string;
  /** Of the runner `acp`. */
  beginning?: Beginning;
  /** Called with the pid before the program begins; when it throws, nothing begins. */
  note: (pid: number) => void;
}

export type Launched = { kind: 'begun' } | { kind: 'not_found'; detail: string };

/** `ended` without an exit code: the process is gone and nobody knows how it ended. */
export type Look = { kind: 'alive' } | { kind: 'ended'; exitCode: number | null };

/** How the process of an agent is started, looked at and ended, whatever is spoken with it. */
export interface Runner {
  start(launch: Launch): Promise<Launched>;
  /** How the process of `step` is; `life` is undefined when another one was begun since. */
  look(runId: string, step: number, life: Life | undefined): Look;
  /** It lives, or has lived and has told or done something: it is not begun a second time. */
  isUsed(runId: string, step: number, life: Life): boolean;
  /** The file that appears when the process of `step` has ended by itself. */
  exitFile(runId: string, step: number): string;
  /** Ends everything that the agent has started, also what outlived it or left its group. Repeatable. */
  stop(runId: string, life: Life): Promise<void>;
}

export type Runners = Record<'command' | 'acp', Runner>;
