/** What a request of an agent means, in metawsm's own terms. */
import type { NewRequest } from '../../../run/guidance-request.js';

export type Heard =
  /** A person, or for a permission a rule, has to answer it. */
  | { kind: 'ask'; request: Omit<NewRequest, 'agent' | 'via'> }
  /** It wants no more than to be heard: `result` is sent at once. */
  | { kind: 'answer'; result: unknown }
  /** No request that we know: it is answered at once, and told; `quiet`: not told, since the agent was never offered it. */
  | { kind: 'unknown'; quiet?: true }
  /** It does not fit its own method, or asks for a secret: refused at once, and told. */
  | { kind: 'unfit'; reason: string };
