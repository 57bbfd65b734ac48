/** Several goals in one text: tasks of their own, which have nothing to do with each other. */
import { isFiller, isSmall } from './small-words.js';
import { visible, vocabulary, wordsOf } from './text.js';
import { isAnything, isQuality } from './vague-words.js';

/** Work of its own size. */
const isHeavy = vocabulary(
  'migrate migrates migrating rewrite rewriting redesign* port porting upgrade upgrading implement implementing build building introduce introducing refactor refactoring',
  'replace replacing convert converting redo rebuild rework overhaul set setup switch modernize modernise develop create',
  'migrier* einbau* einricht* gestalt* neuschreib* umschreib* umgestalt* portier* implementier* einfuhr* bauen refaktor* ersetz* umstell* umbau* entwickel* modernisier* aufbau* baue bau',
  'migrer migre refaire refondre reecrire reecris refonte porter implementer implemente construire introduire refactoriser remplacer remplace convertir developper moderniser creer cree mettre',
  'migrar migra reescrib* redisenar portar implementar implementa construir introducir refactorizar reemplazar sustituir convertir desarrollar modernizar crear crea',
);
const isLight = vocabulary(
  'add adding fix fixing remove removing delete update updating change changing improve improving rename move bump drop extend speed optimize optimise clean translate publish deploy enable disable integrate connect split extract make restyle redirect support allow write',
  'abschaff* abschalt* einschalt* aufnehm* ausbau* fuge hinzufug* hinzu ergang* erganz* entfern* loschen losche andern andere aktualisier* verbesser* beheb* behoben reparier* umbenenn* verschieb* ubersetz* integrier* optimier* schreib* erstell* korrigier* erweiter* fixe fixen beschleunig*',
  'ajouter ajoute ajoutez corriger corrige supprimer supprime modifier changer ameliorer renommer deplacer traduire integrer optimiser ecrire nettoyer publier activer desactiver etendre accelerer',
  'anadir anade agregar agrega arreglar arregla corregir corrige eliminar elimina quitar borrar cambiar actualizar mejorar renombrar mover traducir integrar optimizar escribir limpiar publicar activar desactivar ampliar acelerar',
);
/** What belongs to any work. */
const isCompanion = vocabulary(
  'test* doc docs document* describe changelog readme spec specs comment* callers usages references imports types typing* release note* explain cover coverage cleanup help usage lint log logs message* according* accordingly resulting old',
  'dokumentier* dokumentation doku beschreib* aufruf* anpass* testen teste entsprechend* dazu alte alten changelog hilfe ubersetzung* meldung*',
  'documenter documente documentation decrire essais ancien* message* aide couvrir documentar documenta documentacion describir prueba* cubrir antigu* viejo vieja mensaje* ayuda',
);
const isPointing = vocabulary(
  'it its them their they this that these those there same such which instead therefore es ihn ihm dies* davon dafur darin dort dabei damit dessen deren jeweils stattdessen',
  'ce cela ceci celui y leur sa son ses lui meme lo ello esto eso su sus mismo misma ahi alli correspondiente*',
);
const BETWEEN = /;|\n|\s(?:as well as|plus|sowie|ainsi que|así como)(?=\s)/giu;
const WEAK = /,?\s(?:and|und|et|y|e|&|\+)\s|,|[.!](?=\s)/giu;
/** Said of what comes beside something else. */
const isBeside = vocabulary(
  'also additionally furthermore moreover addition besides ausserdem zusatzlich zudem ferner weiteren daneben nebenbei aussi egalement plus outre tambien ademas asimismo paso',
);
const ITEM = /^\s*(?:[-*+•]|\(?\d{1,2}[.):]|\(?[a-h][.)])\s+/u;
const MOST_PIECES = 60;

interface Piece {
  text: string;
  words: string[];
  isHeavy: boolean;
  /** Divided from the piece before by more than a comma or an `and`. */
  isApart: boolean;
}

/** The goals that a text is made of; at most one where it is one with its parts. */
export function goalsIn(text: string): string[] {
  const goal = visible(text).slice(0, 4_000);
  const items = itemsIn(goal);
  const pieces = items ?? piecesIn(goal);
  const tasks = pieces.filter(isTask);
  if (tasks.length < 2) return [];
  const own = unrelated(tasks);
  const isSeveral =
    own.length > 2 ||
    (own.length === 2 && (own.slice(1).some((one) => one.isApart) || own.every((one) => one.isHeavy)));
  return isSeveral ? own.map(({ text }) => withoutBeside(text)) : [];
}

/** `also migrate it` stands alone now. */
function withoutBeside(text: string): string {
  const [whole, first = ''] = /^([^\s,]+)[\s,]+(?=\S)/u.exec(text) ?? [];
  return whole !== undefined && isBeside(wordsOf(first)[0] ?? '') ? text.slice(whole.length) : text;
}

/** The items of a list that is not the detail of a sentence before it. */
function itemsIn(goal: string): Piece[] | undefined {
  const lines = goal
    .replace(/\s(?=\(?\d[.)]\s)/gu, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const items = lines.filter((line) => ITEM.test(line));
  if (items.length < 2) return undefined;
  const before = lines.slice(
    0,
    lines.findIndex((line) => ITEM.test(line)),
  );
  if (before.some((line) => content(line).length > 0)) return [];
  return items.slice(0, MOST_PIECES).map((line) => pieceOf(line.replace(ITEM, ''), true));
}

const isListWord = vocabulary(
  'tasks task todos todo things several goals goal following list sprint items two three four five 2 3 4 5 work ziele aufgaben folgendes folgende punkte liste taches objectifs suivantes liste tareas objetivos siguientes lista cosas varias',
);
const content = (line: string): string[] => matter(wordsOf(line)).filter((word) => !isListWord(word));

function piecesIn(goal: string): Piece[] {
  const pieces: Piece[] = [];
  for (const part of goal.split(BETWEEN).slice(0, MOST_PIECES)) {
    let isApart = pieces.length > 0;
    for (const text of part.split(WEAK).slice(0, MOST_PIECES)) {
      const piece = pieceOf(text, isApart);
      // `Also, migrate …`: the word counts for what follows it.
      isApart = piece.words.every(isBeside) && (isApart || piece.words.length > 0);
      if (!piece.words.every(isBeside)) pieces.push(piece);
    }
  }
  return pieces;
}

function pieceOf(text: string, isApart: boolean): Piece {
  const words = wordsOf(text).slice(0, 200);
  return {
    text: text.trim(),
    words,
    isHeavy: verbOf(words) === 'heavy',
    isApart: isApart || words.some(isBeside),
  };
}

/** The verb of a task stands first, in German also last. */
function verbOf(words: readonly string[]): 'heavy' | 'light' | undefined {
  const rest = words.filter((word) => !isFiller(word) && !isJoining(word) && !isBeside(word));
  for (const word of [rest[0], rest.at(-1), rest.at(-2)]) {
    if (word === undefined || (word !== rest[0] && !isGerman(word))) continue;
    if (isHeavy(word)) return 'heavy';
    if (isLight(word) || word.endsWith('ieren')) return 'light';
  }
  return undefined;
}

const isJoining = vocabulary(
  'and also then to we should must want need i und auch dann zu wir mussen sollen sollten ich et aussi puis il faut y tambien luego hay que ademas please finally zuletzt enfin',
);
const isGerman = (word: string) => /en$|ieren$|ern$/u.test(word);

/** Words that name what the work is about. */
const matter = (words: readonly string[]): string[] =>
  words.filter(
    (word) =>
      !isSmall(word) &&
      !isFiller(word) &&
      !isJoining(word) &&
      !isBeside(word) &&
      !isHeavy(word) &&
      !isLight(word) &&
      !isAnything(word) &&
      !isQuality(word),
  );

function isTask({ words }: Piece): boolean {
  if (verbOf(words) === undefined) return false;
  const about = matter(words);
  return about.length > 0 && !words.some(isPointing);
}

/** Tasks that share no word with one before; what belongs to any work is no task of its own beside others. */
function unrelated(tasks: readonly Piece[]): Piece[] {
  const own: Piece[] = [];
  const seen = new Set<string>();
  for (const task of tasks) {
    const about = matter(task.words).map((word) => word.slice(0, 5));
    const isOwn = !about.some((word) => seen.has(word));
    if (isOwn && (task.isHeavy || own.length === 0 || !matter(task.words).every(isCompanion))) own.push(task);
    for (const word of about) seen.add(word);
  }
  return own;
}
