/** Why a text is not enough, as plain data; the sentences for it live with the other texts that people read. */

export type Lack =
  | { kind: 'missing' }
  /** It stands for something that is still to come, such as `TBD`. */
  | { kind: 'placeholder'; words: string }
  /** It points to something that is not here, such as `as discussed`. */
  | { kind: 'elsewhere'; words: string }
  /** It wants something better without naming what, such as `fix it`. */
  | { kind: 'vague'; words: string }
  /** A goal that names a place, and nothing that shall be different there. */
  | { kind: 'no_change'; words: string }
  | { kind: 'several_goals'; goals: string[] }
  /** Nothing in the scope can be found; `names` are those that look like names, `near` what they may mean. */
  | { kind: 'unknown_scope'; names: string[]; near?: string[] }
  /** Done criteria that only somebody's feeling or taste could tell. */
  | { kind: 'feeling'; words: string }
  | { kind: 'no_command' }
  /** A command that cannot be started without a shell, and why. */
  | { kind: 'refused'; refused: string }
  /** The constraints forbid what the scope names. */
  | { kind: 'forbidden_scope'; names: string[] }
  /** Repositories of the run of which no field speaks, while the scope names paths of `named` alone. */
  | { kind: 'unmentioned_repository'; names: string[]; named: string[] };

/** As questions of earlier versions are stored. */
type FormerLack = 'missing' | 'placeholder' | 'vague' | 'no_command' | { refused: string };

export type StoredLack = Lack | FormerLack;

/** The lack of a stored question, whatever version stored it. */
export function lackFrom(stored: StoredLack): Lack {
  if (typeof stored === 'object') return 'kind' in stored ? stored : { kind: 'refused', ...stored };
  return stored === 'placeholder' || stored === 'vague' ? { kind: stored, words: '' } : { kind: stored };
}

/** The text is clear and may be just as meant, so it can be kept at once. */
export const mayBeMeant = ({ kind }: Lack): boolean =>
  kind === 'forbidden_scope' || kind === 'unmentioned_repository' || kind === 'several_goals';
