/** What a merge would do, without doing it: the answer to `merge --dry-run`. Plain data. */
import type { Fault } from './events.js';
import type { Into } from './evidence.js';

/**
 * `again`: would be checked once more on the merged result. `unknown`: cannot be said, because there is nothing yet,
 * or nothing any more, to judge.
 */
export type GateVerdict = 'passed' | 'refused' | 'again' | 'unknown';

export interface GateLine {
  /** 1 to 8, as the contract numbers them. */
  gate: number;
  verdict: GateVerdict;
  /** Why it is refused, each with its repository. */
  faults: Fault[];
  /** Repositories whose merged result would be checked again. */
  again: string[];
}

/** What would happen in one repository. */
export interface RepoPlan {
  name: string;
  base: string;
  /** `done`: merged by an earlier try. `nothing`: the base would stay as it is. `unknown`: cannot be said. */
  what: 'merge' | 'done' | 'nothing' | 'refused' | 'unknown';
  /** Commits of the run that the base does not hold. */
  commits?: number;
  into?: Into;
  /** What would stop it at the base itself, for instance a working tree that is not clean. */
  fault?: Fault;
}

export interface MergePlan {
  gates: GateLine[];
  repos: RepoPlan[];
}

/** A gate that stops the merge for `faults`, or lets it through without any. */
export function gateLine(
  gate: number,
  faults: readonly Fault[],
  otherwise: GateVerdict = 'passed',
): GateLine {
  return { gate, verdict: faults.length > 0 ? 'refused' : otherwise, faults: [...faults], again: [] };
}
