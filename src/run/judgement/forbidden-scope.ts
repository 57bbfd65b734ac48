/** Where the constraints forbid what the scope names. */

import type { Lack } from '../lack.js';
import type { RepoFacts } from '../repository.js';
import { type Clause, clausesOf, type Named } from './names.js';
import { scopeNames } from './scope.js';
import { isFiller, isSmall } from './small-words.js';
import { folded, shown, vocabulary } from './text.js';

const isNot = vocabulary(
  'not dont never no nothing without avoid neither cannot mustn shouldn nicht nie niemals keine keinen kein keinesfalls nichts ohne ne pas jamais aucun aucune rien sans nunca ningun ninguna nada jamas sin no t',
);
const isTouching = vocabulary(
  'do does did touch* change changes changed changing modif* deploy* release* merge* edit edits edited editing alter alters altered changement* modification* work',
  'anfass* angefasst anzufassen beruhr* andern andere geandert anderung anderungen verander* modifizier* anruhr* bearbeit* rein',
  'toucher touche touchez touches changer change changez modifier modifie modifiez editer',
  'toca* toqu* cambia* cambie* cambio cambios modifica* modifique* edita* edite*',
);
const isStaying = vocabulary(
  'freeze codefreeze freezes frost gel congelacion moratorium anderungsstopp einfrieren unchanged untouched unmodified untouchable frozen forbidden taboo tabu tabus verboten unberuhrt* unangetastet* unverandert* gesperrt eingefroren inchange* intact* intouche* interdit* gele congelad* prohibid* intocable* vetado readonly',
);
const isRemaining = vocabulary(
  'stay stays remain remains keep keeps leave leaves left alone must should shall has have hands off limits is off-limits read only still completely absolutely',
  'bleibt bleiben lassen lass finger weg so wie soll sollen muss mussen darf durfen dort darin ruhe sind rest reste restent rester laisser laisse laissez doit doivent faut paix tel telle tels quel quelle quels',
  'quedar sigue siga paz queda quedan quede queden debe deben dejar deja como esta estan tal cual igual permanecer permanece se it them',
);
const isThing = vocabulary(
  'anything code file files folder folders directory module modules part parts area repo repository existing under inside within below related everything whole all whatsoever circumstances',
  'irgend* etwas datei dateien ordner verzeichnis modul bereich repository alles ganze bestehend* darf',
  'fichier fichiers dossier dossiers code depot module tout quoi partie archivo archivos carpeta codigo modulo repositorio nada todo parte',
);
const isOutside = vocabulary(
  'outside except besides beyond ausser ausserhalb hors dehors sauf fuera excepto salvo other',
);
const isIn = vocabulary('in of inside within under im von unter dans de du sous en bajo');
/** Until when; it is forbidden now. */
const isTime = vocabulary(
  'sprint may iteration code week month day today tomorrow now right moment currently present monday tuesday wednesday thursday friday weekend next this coming whole further notice release launch go live until till for time',
  'woche monat tag heute morgen gerade aktuell derzeit moment zurzeit montag dienstag mittwoch donnerstag freitag wochenende nachste* diese kommende* auf weiteres release bis zur',
  'semaine mois jour demain maintenant instant actuellement lundi mardi mercredi jeudi vendredi prochain* nouvel ordre jusqu jusque sortie l',
  'semana mes dia hoy manana ahora momento actualmente lunes martes miercoles jueves viernes proxim* nuevo aviso hasta codigo lanzamiento',
);
const OUT_OF_SCOPE = new RegExp(folded('off limits|out of scope|fuera de alcance|hors perimetre'), 'u');
/** Together they mean that something stays as it is. */
const AS_IT_IS = new RegExp(
  folded(
    String.raw`\b(?:as (?:it |they )?(?:is|are)|alone|off limits|hands off|read only|out of scope|finger weg|so wie (?:es|sie|er) (?:ist|sind)|wie (?:es|sie) (?:ist|sind)|in ruhe|bleibt so|so lassen|(?:tel|telle)s? quel\w*|(?:qued|dej|permanec)\w* igual|sigue igual|en paix|en paz|en l etat|comme (?:il|elle) est|tal (?:y )?como esta|tal cual|como esta|fuera de alcance|hors perimetre)\b`,
  ),
  'u',
);
const REASON =
  /(?<![^\s])(?:because|since|until|weil|denn|da|bis|car|parce|puisque|porque|ya que|hasta)\s[^\n]*/giu;

type Forbidding = 'these' | 'all_but_these' | undefined;

function forbids({ words, names }: Clause): Forbidding {
  if (names.length === 0) return undefined;
  // `the tests in src/login`: only a part of it.
  const isPartOf =
    names.some(({ kind }) => kind === 'area') &&
    names.some(({ kind }) => kind === 'path') &&
    words.some(isIn);
  const isPlain =
    !isPartOf &&
    words.every(
      (word) =>
        isNot(word) ||
        isTouching(word) ||
        isStaying(word) ||
        isRemaining(word) ||
        isThing(word) ||
        isOutside(word) ||
        isTime(word) ||
        /^\d{1,4}/u.test(word) ||
        isSmall(word) ||
        isFiller(word),
    );
  if (!isPlain) return undefined;
  const isForbidden =
    (words.some(isNot) && words.some(isTouching)) ||
    words.some(isStaying) ||
    AS_IT_IS.test(words.slice(0, 40).join(' '));
  if (!isForbidden) return undefined;
  return words.some(isOutside) && !OUT_OF_SCOPE.test(words.slice(0, 40).join(' '))
    ? 'all_but_these'
    : 'these';
}

/** The lack of either field where the constraints forbid what the scope names. */
export function forbiddenScope(
  scope: string,
  constraints: string,
  facts: readonly RepoFacts[],
): Lack | undefined {
  const { named } = scopeNames(scope, facts);
  const names = new Set<string>();
  const excepted: Named[] = [];
  let last: Forbidding;
  for (const clause of clausesOf(constraints.replace(REASON, ''), facts)) {
    // `do not touch src/a, src/b`: what follows is only named.
    const isGoingOn = clause.names.length > 0 && clause.words.every((word) => isSmall(word));
    // `api is frozen, except src/login`
    if (last === 'these' && isOutside(clause.words[0] ?? '')) excepted.push(...clause.names);
    const forbidding = forbids(clause) ?? (isGoingOn ? last : undefined);
    last = forbidding;
    if (forbidding === 'these')
      for (const one of named)
        if (clause.names.some((other) => isWithin(one, other, facts))) names.add(one.name);
    if (forbidding === 'all_but_these')
      for (const one of named) if (isApart(one, clause.names, facts)) names.add(one.name);
  }
  for (const one of named) if (excepted.some((other) => isWithin(one, other, facts))) names.delete(one.name);
  return names.size > 0 ? { kind: 'forbidden_scope', names: [...names].slice(0, 5).map(shown) } : undefined;
}

/** True when all that `one` means lies in `other`. */
function isWithin(one: Named, other: Named, facts: readonly RepoFacts[]): boolean {
  if (one.name.toLowerCase() === other.name.toLowerCase()) return true;
  if (!one.place || !other.place) return false;
  const [own, forbidden] = [one.place, other.place];
  if (isWholeRepository(other))
    return (
      own.repos.length > 0 &&
      own.repos.length < facts.length + 1 &&
      own.repos.every((repo) => forbidden.repos.includes(repo))
    );
  if (own.paths.length === 0) return false;
  const isShared =
    own.repos.length === 0 ||
    forbidden.repos.length === 0 ||
    own.repos.some((repo) => forbidden.repos.includes(repo));
  return (
    isShared &&
    own.paths.every((path) => forbidden.paths.some((outer) => path === outer || path.startsWith(`${outer}/`)))
  );
}

const isWholeRepository = ({ place }: Named) =>
  place !== undefined && place.paths.length === 0 && place.repos.length > 0;

/** True when `one` has nothing to do with what alone may be changed. */
function isApart(one: Named, allowed: readonly Named[], facts: readonly RepoFacts[]): boolean {
  if (one.kind !== 'path' || !one.place) return false;
  return !allowed.some(
    (other) => isWithin(one, other, facts) || isWithin(other, one, facts) || other.kind === 'identifier',
  );
}
