/** Goals of which nothing concrete remains once politeness, verdicts, urgency and names of areas are taken away. */

import type { Lack } from '../lack.js';
import type { RepoFacts } from '../repository.js';
import { isAreaWord, isUsualPart } from './area-words.js';
import { isAsking, isComplaint, isSomebody, isStrongComplaint, isUrgency } from './complaint-words.js';
import { placesOf } from './places.js';
import { isPointer, isPromise, isStandIn } from './pointing-words.js';
import { isFiller, isSmall } from './small-words.js';
import { isHeavy, isLight } from './task-words.js';
import { folded, shown, visible, vocabulary, wordsOf } from './text.js';
import { isAnything, isAsYouLike, isNegation, isQuality, isVerbOfDoing, together } from './vague-words.js';

/** Together with an area they say what shall become of it: `add a search`. */
const isMaking = vocabulary(
  'add adds adding added implement* build develop* upgrade* rewrite redesign* new reduce* raise increas* neu neue neuer neues neuen nouveau nouvelle nouveaux nuevo nueva nuevos refaire before umbau* stop',
);
/** One wants it better, and no more. */
const isMending = vocabulary(
  'fix fixes fixed fixing improv* optimi* refactor* rework* enhanc* clean* cleanup tidy* polish* modernis* moderniz* speed* simplif* solve* resolve* repair* correct* adjust* tweak* revamp* overhaul* change* update* review* rewrite handle* better* nice* faster improvement* quality performan* smooth* good great robust* stable usable clear* simpler easier cleaner',
  'fixe fixen fixt verbesser* optimier* reparier* behob* beheb* korrigier* ander* anpass* aufraum* uberarbeit* refaktor* aktualisier* beschleunig* modernisier* aufhubsch* bereinig* besser* schon* hubsch* schneller* toll* sauber* rund runder flott* flussig* angenehm* ordentlich*',
  'amelior* corrig* optimi* nettoy* repar* modifi* chang* accelerer modernis* refactor* peaufin* simplifi* revoir mieux meilleur* joli* rapide* propre* fluide* sympa* agreable*',
  'mejor* arregl* corrig* correg* corrij* cambi* actualiza* refactor* limpia* repara* aceler* moderniz* solucion* pulir retoca* ajusta* simplifica* bonit* rapid* fluid* agradable*',
  'housekeeping debt debts hygiene maintenance menage dette deuda limpieza arreglos schulden aufhubschung pflege wartung kleinigkeiten',
);
const isWorking = vocabulary(
  'work works working behav* funktion* lauft laufen geht klappt klappen tut fonctionn* marche* funcion* va van anda',
);
const isSnarl = vocabulary('complexity komplexitat complexite complejidad crud');
/** Work of no kind. */
const isChore = vocabulary(
  'complexity crud burn general generally misc miscellaneous various some little minor small tiny pay paying down tech technical debt debts housekeeping hygiene maintenance love rule scout boy leave found round rounds here there less fewer bits pieces pass sweep tune tuning chore chores ones makes make made touch touches where way along generic internal internals logic under hood behind scenes',
  'komplexitat allgemein* generell* kleine kleiner kleinere kleines kleinen kleinigkeit* technisch* schuld* abbau* abbauen reduzier* pflege wartung hier dort stellenweise rund ums kosmetik kosmetisch* laufend* altlast* hausputz aufraumarbeit* weniger logik',
  'complexite reduire menage general* petit petite petits petites dette technique techniques reduire ici la ci entretien maintenance divers diverses interne moins coup balai logique poil',
  'complejidad reduc* general generales limpieza deuda tecnica reducir pequeñ* varias varios arreglo* aqui alli mantenimiento menos interno pasada lavado cara logica',
);
const LOOKING = new RegExp(
  folded(
    String.raw`\b(?:(?:look|looks|looking|dig|digging) (?:in)?(?:to|at)|(?:have|take|get|give|needs?) (?:\w+ ){0,3}(?:look|love|attention)|something (?:s |is |seems )?(?:\w+ ){0,2}(?:wrong|off|fishy|up)\b|do something|(?:feels?|is|are|looks?) (?:\w+ )?off\b|act(?:s|ing) up|darle una (?:vuelta|pasada)|coup de (?:jeune|propre|balai|menage)|facelift|any chance|going on|what s up|keeps? \w+ing|all over the place|schaut? |guck\w* |regard(?:er|e|ez) |(?:mirar|mirad|revisar|revisad)(?: lo)? |anschau\w*|anseh\w*|draufschau\w*|(?:irgend)?was stimmt|stimmt (?:\w+ ){0,2}nicht|kummer\w*|jet(?:er|te|ez) un|il y a un (?:souci|problem\w*|truc)|echar\w* (?:un |le )*(?:vistazo|ojo)|hay (?:algo|un problem\w*))`,
  ),
  'u',
);
/** It can be looked at, counted or found. */
const HARD = /\d|`|\w\(\)|[a-z][A-Z]|["“”„«»]|<\w/u;
const MOST_WORDS = 60;

/** The lack of a goal that names an area at most, and a verdict or a promise. */
export function mereWish(text: string, facts: readonly RepoFacts[]): Lack | undefined {
  const words = together(wordsOf(text));
  if (words.length === 0 || words.length > MOST_WORDS || HARD.test(visible(text))) return undefined;
  if (words.some((word, at) => isWrong(word) && !isSmall(words[at + 1] ?? 'the'))) return undefined;
  const kind = kindOf(words) ?? 'vague';
  const places = placesOf(facts);
  const isArea = (word: string) =>
    !isUsualPart(word) && (isAreaWord(word) || !!places.area(word) || !!places.repository(word));
  const rest = words.filter((word, at) => !isEmpty(word, kind) && !isArea(word) && !isTeller(words, at));
  const isMere =
    isVerdict(words, rest) ||
    (kindOf(words) !== undefined && new Set(rest).size <= unknownOf(kind, words, rest, text));
  return isMere ? { kind, words: shown(text) } : undefined;
}

type Kind = 'placeholder' | 'elsewhere' | 'vague';

function kindOf(words: readonly string[]): Kind | undefined {
  if (isStandIn(words) || isPromise(words)) return 'placeholder';
  if (isPointer.mark(words)) return 'elsewhere';
  const isVague =
    words.some((word) => isMending(word) || isComplaint(word) || isUrgency(word) || isSnarl(word)) ||
    (words.some(isNegation) && words.some((word) => isQuality(word) || isWorking(word))) ||
    LOOKING.test(words.join(' '));
  return isVague ? 'vague' : undefined;
}

/** So many words that nobody has listed change nothing: few in a verdict, more in a promise, none in an order. */
function unknownOf(kind: Kind, words: readonly string[], rest: readonly string[], text: string): number {
  if (kind === 'placeholder') return words.some(isOrder) ? 0 : Math.max(2, Math.floor(words.length / 3));
  const isConcrete = words.some(isCondition) || rest.some((word) => isUsualPart(word)) || tailOf(text) > 0;
  if (words.some(isMaking) || (isConcrete && !words.some(isStrongComplaint))) return 0;
  if (kind === 'elsewhere') return 1;
  if (words.some(isStrongComplaint) || LOOKING.test(words.join(' ')))
    return Math.max(1, Math.floor(words.length / 6));
  if (words.some((word) => isComplaint(word) && !isPartial(word))) return 1;
  // `refactor the stock module`: to what end?
  if (words.some(isRefactoring)) return words.length <= LEAST_SAID ? 1 : 0;
  return words.some(isUrgency) && words.length >= LEAST_SAID ? 1 : 0;
}

const isRefactoring = vocabulary('refactor* refaktor* spring housekeeping menage limpieza debt');
const isOrder = (word: string): boolean => (isHeavy(word) || isLight(word)) && !isPointer.word(word);
/** `the wrong customer` */
const isWrong = vocabulary('wrong falsche falscher falschen falsches mauvais mauvaise mauvaises');
/** It says what is wrong together with one more word: `wrong currency`. */
const isPartial = vocabulary(
  'wrong fail* broken slow slower error falsch* defekt* langsam* mauvais* lent* error falla fallan lento lenta roto rota rotos mal',
);

/** How many words follow a colon: there a thing is told after all. */
const tailOf = (text: string): number => wordsOf(/[:,]\s([^\n]*)$/u.exec(visible(text))?.[1] ?? '').length;
const LEAST_SAID = 5;

/** When, instead of what: it is told more closely. */
const isCondition = vocabulary(
  'when whenever after because instead unless without per falls sobald nach statt weil ohne pro cuando tras despues porque sin quand lorsque apres parce',
);
/** `the registration is way too complicated`: an area, and a verdict in one word that nobody has listed. */
const VERDICT = new RegExp(
  folded(
    String.raw`\b(?:is|are|looks?|feels?|seems?|ist|sind|wirkt|wirken|sieht|sehen|est|sont|parait|es|son|esta|estan|parece|parecen) (?:\w+ ){0,4}(\w+)(?: aus)?$|\b(?:too|viel zu|vollig|beaucoup trop|trop|demasiado) (\w+)`,
  ),
  'u',
);
/** In one word it says what is wrong. */
const isTold = vocabulary(
  'empty missing gone hidden blank twice duplicate* invisible unreadable outdated offline leer fehlt fehlen weg doppelt unsichtbar vide absent* manqu* invisible vacio vacia duplicad* many few long short big small large viele lang kurz gross klein long* grand* petit* larg* grande* corto pequen* sticky sortable configurable optional required',
);

function isVerdict(words: readonly string[], rest: readonly string[]): boolean {
  const found = VERDICT.exec(words.slice(0, MOST_WORDS).join(' '));
  const word = found?.[1] ?? found?.[2];
  return word !== undefined && rest.length === 1 && rest[0] === word && !isTold(word);
}

const isEmpty = (word: string, kind: Kind): boolean =>
  (kind === 'placeholder' || word.startsWith('redu') ? word !== 'new' : !isMaking(word)) &&
  (isSmall(word) ||
    isFiller(word) ||
    isVerbOfDoing(word) ||
    isMending(word) ||
    isAnything(word) ||
    isQuality(word) ||
    isNegation(word) ||
    isAsYouLike(word) ||
    isComplaint(word) ||
    isAsking(word) ||
    isSomebody(word) ||
    isUrgency(word) ||
    isChore(word) ||
    (kind !== 'vague' && isPointer.word(word)));

/** `what Tom said`: somebody. */
const isTeller = (words: readonly string[], at: number): boolean => isPointer.telling(words[at + 1] ?? '');
