/** What somebody probably meant. */
import { distance } from 'fastest-levenshtein';

/** The most similar of `known`, letter case ignored; undefined where nothing comes near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const rated = known.map((one) => ({ one, far: distance(typed, one.toLowerCase()) }));
  const best = rated.sort((a, b) => a.far - b.far)[0];
  return best && best.far <= Math.max(1, Math.floor(word.length / 3) + 1) ? best.one : undefined;
}

/** The entry that `word` names, letter case ignored. */
export const named = (word: string, known: readonly string[]): string | undefined =>
  known.find((one) => one === word) ?? known.find((one) => one.toLowerCase() === word.toLowerCase());
