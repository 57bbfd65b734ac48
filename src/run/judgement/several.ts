/** Several goals in one text: tasks of their own, which have nothing to do with each other. */
import { isAreaWord, isPerson } from './area-words.js';
import { isFiller, isSmall } from './small-words.js';
import {
  BESIDE,
  isBeside,
  isCompanion,
  isHeavy,
  isLeading,
  isLight,
  plain,
  saysWork,
  subjectOf,
} from './task-words.js';
import { visible, vocabulary, wordsOf } from './text.js';
import { isAnything, isQuality } from './vague-words.js';

const isPointing = vocabulary(
  'it its them their they this that these those there same such which instead therefore es ihn ihm dies* davon dafur darin dort dabei damit dessen deren jeweils stattdessen',
  'ce cela ceci celui y leur sa son ses lui meme lo ello esto eso su sus mismo misma ahi alli correspondiente*',
);
const BETWEEN = new RegExp(
  String.raw`;|\n|(?<![\p{L}])(?:as well as|plus(?= (?:we|the|a|i|an)\s)|sowie|ainsi que|así como|${BESIDE})(?=[\s,:])`,
  'giu',
);
const WEAK = /,?\s(?:and|und|et|y|e|&|\+)\s|,|[.!](?=\s)/giu;
const ITEM = /^\s*(?:[-*+•]|\(?\d{1,2}[.):]|\(?[a-h][.)])\s+/u;
const MOST_PIECES = 60;
const MOST_WORDS = 200;

interface Piece {
  text: string;
  words: string[];
  isHeavy: boolean;
  isPointing: boolean;
  /** Divided from the piece before by more than a comma or an `and`. */
  isApart: boolean;
}

/** The goals that a text is made of; at most one where it is one with its parts. */
export function goalsIn(text: string): string[] {
  const goal = visible(text).slice(0, 4_000);
  const items = itemsIn(goal);
  const pieces = items ?? piecesIn(goal);
  const own = unrelated(tasksIn(pieces));
  if (own.length < 2) return [];
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

/** The first of them may be only named, where something else stands apart from it. */
function tasksIn(pieces: readonly Piece[]): Piece[] {
  const [first, ...rest] = pieces.filter(({ words }) => words.length > 0);
  if (!first) return [];
  const others = rest.filter(isTask);
  const isApart = others.some((one) => one.isApart) || others.length > 1;
  return isTask(first) || (isApart && isNamed(first)) ? [first, ...others] : others;
}

const isNamed = ({ words, isPointing: points }: Piece): boolean =>
  !isLeading(words[0] ?? '') && matter(words).length > 0 && !points;

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

/** A conjunction is left at the end where `while you are at it` followed. */
const REST = /[\s,]+(?:and|und|et|y|e|&)$/iu;
/** `SES` is a name, `ses` is not. */
const CAPITALS = /(?<![\p{L}\d])\p{Lu}{2,6}(?![\p{L}\d])/gu;

function pieceOf(whole: string, isApart: boolean): Piece {
  const text = whole.trim().replace(REST, '');
  const words = wordsOf(text).slice(0, MOST_WORDS);
  return {
    text,
    words,
    isPointing: wordsOf(text.replace(CAPITALS, '')).slice(0, MOST_WORDS).some(isPointing),
    isHeavy: verbOf(words) === 'heavy',
    isApart: isApart || words.some(isBeside),
  };
}

/** The verb of a task stands first, in German also last. */
function verbOf(words: readonly string[]): 'heavy' | 'light' | undefined {
  const rest = words.filter((word) => !isFiller(word) && !isJoining(word) && !isBeside(word));
  for (const word of [rest[0], rest.at(-1), rest.at(-2)]) {
    if (word === undefined || (word !== rest[0] && !isGerman(word))) continue;
    const forms = plain(word);
    if (forms.some(isHeavy)) return 'heavy';
    if (forms.some(isLight) || word.endsWith('ieren')) return 'light';
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

function isTask({ words, isApart, isPointing: points }: Piece): boolean {
  const isOfWork = verbOf(words) !== undefined || (!isLeading(words[0] ?? '') && saysWork(words));
  if (!isOfWork && !(isApart && isOfArea(words))) return false;
  return matter(words).length > 0 && !points;
}

/** `the footer needs the new address`: it is about another part. */
const isOfArea = (words: readonly string[]): boolean => {
  const subject = subjectOf(words);
  return (
    subject !== undefined && isAreaWord(subject) && !isPerson(subject) && matter(words).length >= LEAST_SAID
  );
};
const LEAST_SAID = 2;

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
