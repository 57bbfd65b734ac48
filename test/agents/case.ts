/** What a case is, and how it ends. */
import type { AgentName } from './environments.js';
import type { Stage, StageOptions } from './stage.js';

export interface Case {
  /** For `--case`. */
  name: string;
  /** What the column of the table says. */
  title: string;
  stage?: StageOptions;
  /** Agents that cannot pass, and why; the case must fail for them, else the entry is out of date. */
  cannot?: Partial<Record<AgentName, string>>;
  /** Throws where it does not work; what it returns is shown beside the mark. */
  play(stage: Stage): Promise<string | undefined>;
}

export type Outcome = { result: 'passed' | 'cannot' | 'failed'; note: string; seconds: number };
