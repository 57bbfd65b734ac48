/** Goals of which nothing concrete remains once politeness, verdicts, urgency and names of areas are taken away. */
import type { RepoFacts } from '../context.js';
import type { Lack } from '../lack.js';
import { isAreaWord, isUsualPart } from './area-words.js';
import { isAsking, isComplaint, isSomebody, isStrongComplaint, isUrgency } from './complaint-words.js';
import { placesOf } from './places.js';
import { isPointer, isPromise, isStandIn } from './pointing-words.js';
import { isFiller, isSmall } from './small-words.js';
import { folded, shown, visible, vocabulary, wordsOf } from './text.js';
import {
  isAnything,
  isAsYouLike,
  isNegation,
  isQuality,
  isVerbOfDoing,
  together,
} from './vague-words.js';

/** Together with an area they say what shall become of it: `add a search`. */
const isMaking = vocabulary(
  'add adds adding added implement* build develop* upgrade* rewrite redesign* new reduce* raise increas* neu neue neuer neues neuen nouveau nouvelle nouveaux nuevo nueva nuevos refaire before umbau* stop start',
);
/** One wants it better, and no more. */
const isMending = vocabulary(
  'fix fixes fixed fixing improv* optimi* refactor* rework* enhanc* clean* cleanup tidy* polish* modernis* moderniz* speed* simplif* solve* resolve* repair* correct* adjust* tweak* revamp* overhaul* change* update* review* rewrite handle* better* nice* faster improvement* quality performan* smooth* good great robust* stable usable clear* simpler easier cleaner',
  'fixe fixen fixt verbesser* optimier* reparier* behob* beheb* korrigier* ander* anpass* aufraum* uberarbeit* refaktor* aktualisier* beschleunig* modernisier* aufhubsch* bereinig* besser* schon* hubsch* schneller* toll* sauber* rund runder flott* flussig* angenehm* ordentlich*',
  'amelior* corrig* optimi* nettoy* repar* modifi* chang* accelerer modernis* refactor* peaufin* simplifi* revoir mieux meilleur* joli* rapide* propre* fluide* sympa* agreable*',
  'mejor* arregl* corrig* correg* corrij* cambi* actualiza* refactor* limpia* repara* aceler* moderniz* solucion* pulir retoca* ajusta* simplifica* bonit* rapid* fluid* agradable*',
  'housekeeping debt debts hygiene maintenance menage dette deuda limpieza arreglos schulden aufhubschung pflege wartung kleinigkeiten',
);
/** Work of no kind. */
const isChore = vocabulary(
  'general generally misc miscellaneous various some little minor small tiny pay paying down tech technical debt debts housekeeping hygiene maintenance love rule scout boy leave found round rounds here there less fewer bits pieces pass sweep tune tuning chore chores ones makes make made touch touches where way along generic internal internals logic under hood behind scenes',
  'allgemein* generell* kleine kleiner kleinere kleines kleinen kleinigkeit* technisch* schuld* abbau* abbauen reduzier* pflege wartung hier dort stellenweise rund ums kosmetik kosmetisch* laufend* altlast* hausputz aufraumarbeit* weniger logik',
  'menage general* petit petite petits petites dette technique techniques reduire ici la ci entretien maintenance divers diverses interne moins coup balai logique poil',
  'general generales limpieza deuda tecnica reducir pequeñ* varias varios arreglo* aqui alli mantenimiento menos interno pasada lavado cara logica',
);
const LOOKING = new RegExp(
  folded(String.raw`\b(?:(?:look|looks|looking|dig|digging) (?:in)?(?:to|at)|(?:have|take|get|give|needs?) (?:\w+ ){0,3}(?:look|love|attention)|something (?:s |is |seems )?(?:\w+ ){0,2}(?:wrong|off|fishy|up)\b|do something|act(?:s|ing) up|anschau\w*|anseh\w*|draufschau\w*|(?:irgend)?was stimmt|stimmt (?:\w+ ){0,2}nicht|kummer\w*|jet(?:er|te|ez) un|il y a un (?:souci|problem\w*|truc)|echar\w* (?:un |le )*(?:vistazo|ojo)|hay (?:algo|un problem\w*))`),
  'u',
);
/** It can be looked at, counted or found. */
const HARD = /\d|`|\w\(\)|[a-z][A-Z]|["“”„«»]|<\w/u;
const MOST_WORDS = 60;

/** The lack of a goal that names an area at most, and a verdict or a promise. */
export function mereWish(text: string, facts: readonly RepoFacts[]): Lack | undefined {
  const words = together(wordsOf(text));
  if (words.length === 0 || words.length > MOST_WORDS || HARD.test(visible(text))) return undefined;
  const kind = kindOf(words);
  if (kind === undefined) return undefined;
  const places = placesOf(facts);
  const isArea = (word: string) =>
    !isUsualPart(word) && (isAreaWord(word) || !!places.area(word) || !!places.repository(word));
  const rest = words.filter((word, at) => !isEmpty(word, kind) && !isArea(word) && !isTeller(words, at));
  return new Set(rest).size <= (isStrong(kind, words) ? 1 : 0) ? { kind, words: shown(text) } : undefined;
}

type Kind = 'placeholder' | 'elsewhere' | 'vague';

function kindOf(words: readonly string[]): Kind | undefined {
  if (isStandIn(words) || isPromise(words)) return 'placeholder';
  if (isPointer.mark(words)) return 'elsewhere';
  const isVague =
    words.some((word) => isMending(word) || isComplaint(word) || isUrgency(word)) ||
    (words.some(isNegation) && words.some(isQuality)) ||
    LOOKING.test(words.join(' '));
  return isVague ? 'vague' : undefined;
}

/** So clear that an unknown word changes nothing. */
function isStrong(kind: Kind, words: readonly string[]): boolean {
  if (words.some(isMaking)) return false;
  if (kind === 'placeholder') return true;
  return kind === 'vague' && (words.some(isStrongComplaint) || LOOKING.test(words.join(' ')));
}

const isEmpty = (word: string, kind: Kind): boolean =>
  (kind === 'placeholder' ? word !== 'new' : !isMaking(word)) &&
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
