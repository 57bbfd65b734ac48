/** What one message says about which fields: labelled lines, and done criteria within an answer about the scope. Pure. */
import { type Field, MOST_TEXT } from './context.js';
import { commandsIn } from './criteria.js';
import { labelIn } from './labels.js';
import type { RepoFacts } from './repository.js';

/** Texts by field. `labelled`: the fields that the message names itself. */
export interface Parts {
  texts: Partial<Record<Field, string>>;
  labelled: readonly Field[];
}

/** What is longer than all fields together is not taken apart. */
const MOST_READ = 5 * MOST_TEXT;

/** Reads an answer to the question about `asked`. `takesDone`: criteria may be taken that have no label. */
export function partsOf(text: string, asked: Field, facts: readonly RepoFacts[], takesDone: boolean): Parts {
  if (text.length > MOST_READ) return { texts: { [asked]: text }, labelled: [] };
  const { texts, labelled } = fieldsIn(text);
  const own = texts[asked] ?? unfieldsIn(text, labelled.length > 0);
  const whole = own === undefined ? texts : { ...texts, [asked]: own };
  if (
    asked !== 'scope' ||
    own === undefined ||
    whole.done !== undefined ||
    !takesDone ||
    own.length > MOST_TEXT
  )
    return { texts: whole, labelled };
  return { texts: { ...whole, ...criteriaBeside(own, facts) }, labelled };
}

interface Line {
  field: Field | undefined;
  text: string;
}

function fieldsIn(text: string): Parts {
  const lines = linesOf(text);
  const labelled = [...new Set(lines.flatMap(({ field }) => (field ? [field] : [])))];
  const textOf = (field: Field) =>
    lines
      .filter((line) => line.field === field)
      .map((line) => line.text)
      .join('\n')
      .trim();
  const said = labelled.map((field) => [field, textOf(field)] as const).filter(([, words]) => words !== '');
  return { texts: Object.fromEntries(said), labelled: said.map(([field]) => field) };
}

/** What stands before the first label; an introduction that ends in a colon says nothing. */
function unfieldsIn(text: string, hasLabels: boolean): string | undefined {
  if (!hasLabels) return text.trim();
  const before = linesOf(text).filter(({ field }) => field === undefined);
  const words = before
    .map((line) => line.text)
    .join('\n')
    .trim();
  return words === '' || /[:：]$/u.test(words) ? undefined : words;
}

/** An overview is no answer, and English replies begin with "But:". */
function labelOf(line: string): { field: Field; text: string } | undefined {
  const label = labelIn(line);
  if (!label || label.kind === 'overview' || label.name.toLowerCase() === 'but') return undefined;
  const { kind: field, rest, name, excluded } = label;
  // a constraint that means nothing without its label
  return { field, text: excluded ? `${name}: ${rest}`.trimEnd() : rest };
}

/** Each line with the field it belongs to: its own label's, else that of the label before it. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let field: Field | undefined;
  let isCode = false;
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('```')) isCode = !isCode;
    for (const piece of isCode ? [line] : piecesOf(line)) {
      const label = isCode ? undefined : labelOf(piece);
      if (label) field = label.field;
      lines.push({ field, text: label?.text ?? piece });
    }
  }
  return lines;
}

/** `Scope: src. Done: …` is two lines; a comma separates only where the line begins with a label. */
function piecesOf(line: string): string[] {
  if (line.length > MOST_TEXT) return [line];
  const ends = labelOf(line) ? /[.;,]\s/gu : /[.;]\s/gu;
  const pieces: string[] = [];
  let from = 0;
  for (const { index } of line.matchAll(ends)) {
    const rest = line.slice(index + 1).trimStart();
    if (index < from || isQuoted(line, index) || !labelOf(rest) || !/^[^:：]{1,40}[:：]/u.test(rest))
      continue;
    pieces.push(line.slice(from, line[index] === '.' ? index + 1 : index));
    from = line.length - rest.length;
  }
  return [...pieces, line.slice(from)];
}

const isQuoted = (line: string, index: number) => (line.slice(0, index).split('`').length - 1) % 2 === 1;

/** Clauses end at lines, semicolons, full stops, and at commas or "and" before more. */
const CLAUSES = /(\n|;\s*|\.\s+|,\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|und|et|y)\s+)/iu;
const PASSES =
  /(?<!\p{L})(?:pass(?:es|ed|ing)?|green|succeeds?|clean|works?|exits? (?:with )?0|grün|durchläuft|durchlaufen|läuft durch|laufen durch|besteht|bestehen|erfolgreich|passent|passe|passer|réussit|réussissent|verte?s?|pasan?|pasar|verdes?)(?!\p{L})/iu;
const DENIES =
  /(?<!\p{L})(?:not|no|never|\p{L}+n't|without|nicht|kein|keine|ohne|pas|sans|sin|nunca)(?!\p{L})/iu;

/**
 * A clause that says that a command passes, or is nothing but a command, is a done criterion; the rest stays the
 * scope. Nothing is taken where nothing would remain.
 */
function criteriaBeside(scope: string, facts: readonly RepoFacts[]): Partial<Record<Field, string>> {
  const pieces = clausesOf(scope);
  const isDone = pieces.map(({ text }) => isCriterion(text, facts));
  const done = pieces.filter((_, at) => isDone[at]).map(({ text }) => text.trim());
  const rest = pieces
    .filter((_, at) => !isDone[at])
    .map(({ text, before }, at) => (at === 0 ? '' : before) + text)
    .join('')
    .trim();
  if (done.length === 0 || !/[\p{L}\p{N}]/u.test(rest)) return {};
  return { scope: rest, done: done.join('\n') };
}

interface Clause {
  /** What separates it from the clause before. */
  before: string;
  text: string;
}

function clausesOf(text: string): Clause[] {
  // what stands in backticks is never taken apart
  const split = text
    .split(/(`[^`\n]*`)/u)
    .flatMap((piece, at) => (at % 2 === 1 ? [[piece]] : [piece.split(CLAUSES)]));
  const clauses: Clause[] = [{ before: '', text: '' }];
  for (const piece of split)
    piece.forEach((part, at) => {
      if (at % 2 === 1) clauses.push({ before: part, text: '' });
      else clauses.at(-1)!.text += part;
    });
  return clauses.filter((clause) => clause.text.trim() !== '');
}

function isCriterion(clause: string, facts: readonly RepoFacts[]): boolean {
  const text = clause.trim();
  if (DENIES.test(text.replace(/`[^`]*`/gu, ' '))) return false;
  const { plans, refused } = commandsIn(text, facts);
  if (plans.length === 0 || refused.length > 0) return false;
  // a path in backticks is no command
  const isKnown = plans.every((plan) => plan.source !== 'new');
  const isOnly = plans.length === 1 && text.replace(/^[\s•◦▪‣*-]+|[`.]/gu, '').trim() === plans[0]!.command;
  if (isOnly) return isKnown;
  return (
    PASSES.test(text.replace(/`[^`]*`/gu, ' ')) && (isKnown || plans.every(({ argv }) => argv.length > 1))
  );
}
