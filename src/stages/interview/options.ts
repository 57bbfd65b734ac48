/** What the stage is given. */
import type { IntakeQuestion, RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';

export interface InterviewerSpec {
  name: string;
  command: string[];
  /** Default: `command`. */
  interviewCommand?: string[];
  env: string[];
  /** Words before the command, for instance of a sandbox. */
  wrap: string[];
}

export interface InterviewOptions {
  /** Absolute path. */
  home: string;
  agents: readonly InterviewerSpec[];
  /** Of one round, laying out the folder included. */
  timeoutMs: number;
  /** The interviewer's whole environment; `folder` is what it reads. */
  environment: (agent: InterviewerSpec, run: RunContext, folder: string) => Record<string, string>;
  /** Where programs of the system are found. */
  path: string;
  /** The ticket's documents; `path` is relative to the ticket's folder. */
  ticketFiles: (run: RunContext) => Promise<{ path: string; content: string | Uint8Array }[]>;
  /** The words in which a question was asked. */
  questionText: (question: IntakeQuestion) => string;
  redact: (text: string) => string;
  /** The present as an ISO instant. */
  now: () => string;
  /** Told why an interviewer was not heard, and of what went wrong beside. */
  missed: (runId: string, fault: Fault, error?: unknown) => void;
  /** Between SIGTERM and SIGKILL. Default 2,000. */
  graceMs?: number;
}
