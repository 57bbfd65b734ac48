/** A question with which an agent ends its turn, in prose, and the options it offers. Pure. */
import type { NewRequest } from './guidance-request.js';
import { type Block, blocksOf, type ListItem, textOf } from './said-blocks.js';

export type ClosingQuestion = Pick<NewRequest, 'question' | 'context' | 'options'>;

/** How much of what was said last is looked at. */
const MOST_READ = 20_000;
const MOST_SHOWN = 1_500;
const MOST_OPTIONS = 9;
const LONGEST_OPTION = 200;

/** Undefined where the last words ask nothing; what asks out of politeness counts as a question. */
export function questionIn(said: string): ClosingQuestion | undefined {
  const blocks = blocksOf(said.slice(-MOST_READ));
  const last = blocks.length - 1;
  const end = blocks[last];
  if (end?.kind === 'list') return atList(blocks, last);
  if (end?.kind !== 'text') return undefined;
  if (asks(end)) return atText(blocks, last);
  // `… Which one? 1. … 2. … Tell me which.`
  const isShort = end.lines.length === 1 && textOf(end).length <= LONGEST_OPTION;
  const found = isShort && blocks[last - 1]?.kind === 'list' ? atList(blocks, last - 1) : undefined;
  return found && found.options.length > 0 ? found : undefined;
}

/** The question is the last paragraph. A list before it is one of options only where the question says so. */
function atText(blocks: readonly Block[], at: number): ClosingQuestion {
  const question = textOf(blocks[at]!);
  const before = blocks[at - 1];
  const isChoice = /\b(?:which|option|options|prefer|choose|pick)\b/iu.test(question);
  const options = before?.kind === 'list' && isChoice ? optionsIn(before.items, true) : [];
  return made(tail(question), blocks.slice(0, options.length > 0 ? at - 1 : at), options);
}

/** A list stands at the end: options where the paragraph before it asks, or questions one by one. */
function atList(blocks: readonly Block[], at: number): ClosingQuestion | undefined {
  const list = blocks[at];
  if (list?.kind !== 'list') return undefined;
  const from = leadOf(blocks, at);
  const lead = blocks.slice(from ?? at, at).map(textOf);
  const areQuestions = list.items.every(({ text }) => isQuestion(text));
  if (from === undefined && !isQuestion(list.items.at(-1)!.text)) return undefined;
  const options = from === undefined || areQuestions ? [] : optionsIn(list.items, false);
  if (options.length > 0) return made(tail(lead.join('\n')), blocks.slice(0, from), options);
  const before = from === undefined && blocks[at - 1]?.kind === 'text' ? at - 1 : (from ?? at);
  return made(
    head(
      blocks
        .slice(before, at + 1)
        .map(textOf)
        .join('\n'),
    ),
    blocks.slice(0, before),
    [],
  );
}

/** Where the paragraph begins that asks for the list at `at`; between them may stand `Options:`. */
function leadOf(blocks: readonly Block[], at: number): number | undefined {
  const [before, lead] = [blocks[at - 2], blocks[at - 1]];
  if (lead?.kind !== 'text') return undefined;
  if (asks(lead)) return at - 1;
  const isTitle = lead.lines.length === 1 && /[:：]$/u.test(lead.lines[0]!);
  if (!isTitle) return undefined;
  if (/[?？؟]\s/u.test(lead.lines[0]!)) return at - 1;
  return before?.kind === 'text' && asks(before) ? at - 2 : undefined;
}

const asks = (block: Block): boolean => block.kind === 'text' && isQuestion(block.lines.at(-1)!);

/** Signs that may stand behind the question mark; no backtick, since code is no question. */
const BEHIND = /[\s*_"'”’»)）\]」』\p{Extended_Pictographic}]|\uFE0F/u;

function isQuestion(line: string): boolean {
  if (/^[>#]/u.test(line)) return false;
  const signs = [...line.slice(-40)];
  while (signs.length > 0 && BEHIND.test(signs.at(-1)!)) signs.pop();
  if (!/[?？؟]/u.test(signs.at(-1) ?? '')) return false;
  // an address may end like that
  return !/:\/\/\S*$/u.test(line.slice(-LONGEST_OPTION));
}

/** Texts of a list of one kind in its order; none where it may be something else than options. */
function optionsIn(items: readonly ListItem[], mustCount: boolean): string[] {
  const texts = items.map(({ text }) => text);
  const marks = items.map(({ mark }) => mark);
  const isCounted = marks.every((mark, index) => mark === successor(marks[0]!, index));
  const isBulleted = !mustCount && marks.every((mark) => mark === '-');
  const isShort = texts.every((text) => text.length <= LONGEST_OPTION && !isQuestion(text));
  const isFew = texts.length >= 2 && texts.length <= MOST_OPTIONS && new Set(texts).size === texts.length;
  return (isCounted || isBulleted) && isShort && isFew ? texts : [];
}

/** `1`, `2`, … or `a`, `b`, …; a list that begins in the middle is none. */
function successor(first: string, index: number): string | undefined {
  if (first === '1') return String(index + 1);
  return first === 'a' ? String.fromCharCode(97 + index) : undefined;
}

function made(question: string, before: readonly Block[], options: string[]): ClosingQuestion {
  const context = tail(before.map(textOf).join('\n\n'));
  return { question, ...(context === '' ? {} : { context }), options };
}

const head = (text: string): string =>
  text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN).replace(/[\uD800-\uDBFF]$/u, '')}…`;
const tail = (text: string): string =>
  text.length <= MOST_SHOWN ? text : `…${text.slice(-MOST_SHOWN).replace(/^[\uDC00-\uDFFF]/u, '')}`;
