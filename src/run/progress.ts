/** What a working agent tells of its work. Part of the `RunContext`. */

/** One step of the agent's own plan. */
export interface PlanStep {
  title: string;
  status: 'pending' | 'in_progress' | 'completed';
}

/** Tokens and money of one life of the agent, never cumulative over lives. Absent what the agent does not tell. */
export interface Spent {
  /** Of all requests to the model; cached input counts. */
  tokens?: number;
  cost?: { amount: number; currency: string };
  /** How many times it used a tool. */
  tools: number;
  /** Permissions that a rule decided, without a person. */
  allowed: number;
  denied: number;
}

/** The newest state of one life; each report replaces the one before. */
export interface AgentProgress extends Spent {
  /** Empty where the agent shows no plan. */
  plan: PlanStep[];
  /** What it does now, in the agent's own words. */
  doing?: string;
  /** How much of its context window is used, 0 to 1. */
  fullness?: number;
  /** The model cannot be reached: since when, and what the agent says of it. */
  unreachable?: { since: string; detail: string };
}

/** One life of the agent that has ended. */
export interface SpentLife extends Spent {
  iteration: number;
}
