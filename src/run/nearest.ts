/** What somebody probably meant by a word that nobody knows. */
import { distance } from 'fastest-levenshtein';

/** So many letters may differ in a short word; in a long one a third of them. */
const LEAST = 2;
/** From here on the beginning of a known word is taken for it. */
const BEGINNING = 3;

/**
 * The known word that `word` comes nearest to, letter case ignored; among equals the first. Undefined where nothing
 * comes near: more than two letters and more than a third of them differ, or not one is left.
 */
export function nearest<T extends string>(word: string, known: readonly T[]): T | undefined {
  const typed = word.toLowerCase();
  const rated = known.map((one) => ({ one, far: distance(typed, one.toLowerCase()) }));
  const best = rated.sort((a, b) => a.far - b.far)[0];
  if (best && best.far <= most(typed) && best.far < Math.min(best.one.length, typed.length)) return best.one;
  const begun = known.filter((one) => one.toLowerCase().startsWith(typed));
  return typed.length >= BEGINNING && begun.length === 1 ? begun[0] : undefined;
}

const most = (typed: string): number => Math.max(LEAST, Math.floor(typed.length / 3));

/** The entry that `word` names, letter case ignored; the exact one where there are several. */
export const named = (word: string, known: readonly string[]): string | undefined =>
  known.find((one) => one === word) ?? known.find((one) => one.toLowerCase() === word.toLowerCase());
