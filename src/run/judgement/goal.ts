/** Whether a goal says what shall be different: not a mere place, and one thing. */

import type { Lack } from '../lack.js';
import type { RepoFacts } from '../repository.js';
import { mereWish } from './mere-wish.js';
import { clausesOf } from './names.js';
import { goalsIn } from './several.js';
import { isFiller, isSmall } from './small-words.js';
import { shown, vocabulary } from './text.js';
import { isAnything, isVerbOfDoing } from './vague-words.js';

const isPlaceWord = vocabulary(
  'folder file directory screen view dialog section tab menu class endpoint handler performance security quality usability with about regarding concerning',
  'ordner datei ansicht klasse dialog abschnitt sicherheit qualitat leistung betreffend ecran dossier fichier classe securite qualite concernant pantalla carpeta archivo clase seguridad calidad rendimiento sobre acerca',
);
const isNewWord = vocabulary('new neu neue neuer neues nouveau nouvelle nuevo nueva');

export function lackOfGoal(text: string, facts: readonly RepoFacts[]): Lack | undefined {
  const goals = goalsIn(text);
  if (goals.length > 1) return { kind: 'several_goals', goals: goals.slice(0, 5).map(shown) };
  return isMerePlace(text, facts) ? { kind: 'no_change', words: shown(text) } : mereWish(text, facts);
}

/** `the login page`, `src/login`: nothing in it says what shall become of it. */
function isMerePlace(text: string, facts: readonly RepoFacts[]): boolean {
  const clauses = clausesOf(text, facts);
  const names = clauses.flatMap((clause) => clause.names);
  const words = clauses.flatMap((clause) => clause.words);
  return (
    names.length > 0 &&
    names.every(({ kind }) => kind !== 'identifier') &&
    !words.some(isNewWord) &&
    words.every(
      (word) =>
        (isAnything(word) && !isVerbOfDoing(word)) || isPlaceWord(word) || isSmall(word) || isFiller(word),
    )
  );
}
