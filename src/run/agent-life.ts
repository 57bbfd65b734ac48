/** What the machine knows of the agent’s process, and why one is started. Part of the `RunContext`. */
import type { AgentProgress } from './progress.js';

/** The agent's process as far as the machine knows it. */
export interface AgentState {
  name: string;
  /** True while its process is known to live. */
  alive: boolean;
  /** True between the decision to start it and the news that it started. */
  starting: boolean;
  /** The step that started it. */
  step: number;
  /** The iteration in which this life began; absent in runs of earlier versions. */
  iteration?: number;
  exitCode?: number | null;
  /** True after it was asked once to finish or explain. */
  nudged: boolean;
  /** How many lives in a row ended without an exit code, for instance with the machine. */
  lost: number;
  /** Set when `implementation-complete.json` was taken. */
  completed?: { summary: string; at: string };
  /** Its last sign of life, once it has given none for `limits.silence`. */
  silentSince?: string;
  /** What this life has told of its work. */
  progress?: AgentProgress;
}

/**
 * Why the agent is started: first work · an answer came · failed checks · a person's feedback · it ended without
 * saying that it is done · a person restarts it · it was interrupted · a person left a note while it worked.
 */
export type AgentMode = 'start' | 'answer' | 'checks' | 'feedback' | 'finish' | 'restart' | 'resume' | 'note';
