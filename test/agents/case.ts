/** What a case is, and how it ends. */
import type { AgentName } from './environments.js';
import type { Stage, StageOptions } from './stage.js';

/** Why an agent cannot pass, and what its failure looks like. Another failure is a fault, and so is no failure. */
export interface Cannot {
  why: string;
  /** Matches what the case threw, with what the model was asked and said. */
  shows: RegExp;
}

export interface Case {
  /** For `--case`. */
  name: string;
  /** What the column of the table says. */
  title: string;
  stage?: StageOptions;
  cannot?: Partial<Record<AgentName, Cannot>>;
  /** Played only with `--slow`, or when it is named. */
  slow?: true;
  /** For some agents alone. */
  only?: readonly AgentName[];
  /** What is missing on this machine, so that the case cannot be played here. */
  lacks?(): string | undefined;
  /** Throws where it does not work; what it returns is shown beside the mark. */
  play(stage: Stage): Promise<string | undefined>;
}

export type Outcome = { result: 'passed' | 'cannot' | 'failed'; note: string; seconds: number };
