/**
 * What an interviewer answers: found leniently in whatever it printed, judged strictly. `docs/interview.schema.json` is
 * this form for other programs. Pure.
 */
import type { Field } from './context.js';

/** A question that an interviewer proposes; all texts are its own. */
export interface ProposedQuestion {
  field: Field;
  question: string;
  /** Offered answers. */
  options: string[];
  why?: string;
}

/** Counted in UTF-16 units, as JavaScript does. */
export const MOST = { questions: 3, options: 5, question: 500, option: 200, why: 500 } as const;

/** The merge intent is shown, not asked. */
const ASKABLE: readonly Field[] = ['goal', 'scope', 'done', 'constraints'];

export type InterviewAnswer = { ok: true; questions: ProposedQuestion[] } | { ok: false; reason: string };

/** The questions in an interviewer's output; `reason` is one phrase about its form, without its texts. */
export function readInterview(output: string): InterviewAnswer {
  const found = lastAnswer(output);
  if (!found) return { ok: false, reason: 'there is no JSON object with "questions" in its output' };
  try {
    return { ok: true, questions: questionsIn(found.questions) };
  } catch (error) {
    if (error instanceof Unfit) return { ok: false, reason: error.message };
    throw error;
  }
}

class Unfit extends Error {}

function questionsIn(value: unknown): ProposedQuestion[] {
  if (!Array.isArray(value)) throw new Unfit('"questions" is not a list');
  if (value.length > MOST.questions)
    throw new Unfit(`it has ${value.length} questions, and at most ${MOST.questions} are taken`);
  return value.map((one, at) => questionIn(one, `questions[${at}]`));
}

function questionIn(value: unknown, place: string): ProposedQuestion {
  if (!isGroup(value)) throw new Unfit(`${place} is not an object`);
  const field = ASKABLE.find((known) => known === value.field);
  if (!field) throw new Unfit(`${place}.field is none of ${ASKABLE.join(', ')}`);
  const { options = [], why } = value;
  if (!Array.isArray(options)) throw new Unfit(`${place}.options is not a list`);
  if (options.length > MOST.options)
    throw new Unfit(`${place} has ${options.length} options, and at most ${MOST.options} are taken`);
  const texts = options.map((one, at) => textIn(one, `${place}.options[${at}]`, MOST.option));
  return {
    field,
    question: textIn(value.question, `${place}.question`, MOST.question),
    options: [...new Set(texts)],
    ...(why === undefined ? {} : { why: textIn(why, `${place}.why`, MOST.why) }),
  };
}

function textIn(value: unknown, place: string, most: number): string {
  if (typeof value !== 'string') throw new Unfit(`${place} is not a text`);
  if (value.length > most) throw new Unfit(`${place} is longer than ${most} characters`);
  const text = onOneLine(value);
  if (text === '') throw new Unfit(`${place} is empty`);
  return text;
}

const DECEIVING = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** Without control characters and what reorders or hides text. */
const onOneLine = (text: string): string =>
  text.replace(/\s/gu, ' ').replace(DECEIVING, '').replace(/ {2,}/gu, ' ').trim();

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longer than any good answer, however its signs are escaped. */
const MOST_ANSWER = 64 * 1024;
/** Signs looked at in all, so that no output takes long. */
const MOST_LOOKS = 4 * 1024 * 1024;
/** What parsing costs beside, in looks. */
const PARSING = 64;

/** The last object that has `questions`: agents talk before and after it, and fence it. */
function lastAnswer(output: string): Record<string, unknown> | undefined {
  const looks = { left: MOST_LOOKS };
  let at = output.lastIndexOf('"questions"');
  while (at > 0 && looks.left > 0) {
    at = output.lastIndexOf('{', at - 1);
    const end = at < 0 ? undefined : endOfObject(output, at, looks);
    const value = end === undefined ? undefined : parsed(output.slice(at, end));
    if (isGroup(value) && Object.hasOwn(value, 'questions')) return value;
    looks.left -= PARSING;
  }
  return undefined;
}

/** Behind the brace that closes the one at `from`; braces inside of texts do not count. */
function endOfObject(output: string, from: number, looks: { left: number }): number | undefined {
  let depth = 0;
  let inText = false;
  const most = Math.min(output.length, from + MOST_ANSWER, from + looks.left);
  for (let at = from; at < most; at += 1) {
    looks.left -= 1;
    const sign = output[at];
    if (inText && sign === '\\') at += 1;
    else if (sign === '"') inText = !inText;
    else if (!inText && sign === '{') depth += 1;
    else if (!inText && sign === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  looks.left -= 1;
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON Schema of the answer. */
export function interviewJsonSchema(): Record<string, unknown> {
  const text = (description: string, maxLength: number) => ({
    description,
    type: 'string',
    minLength: 1,
    maxLength,
  });
  const question = {
    type: 'object',
    required: ['field', 'question'],
    properties: {
      field: { description: 'The part of the brief that the answer belongs to.', enum: [...ASKABLE] },
      question: text('One focused question, as the person shall read it.', MOST.question),
      options: {
        description: 'Offered answers; for done, a criterion with its command in backticks.',
        type: 'array',
        maxItems: MOST.options,
        items: text('An answer.', MOST.option),
      },
      why: text('Why the answer matters.', MOST.why),
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The answer of an interviewer',
    description:
      'What an agent prints that is asked for further questions about a brief. Other keys are ignored.',
    type: 'object',
    required: ['questions'],
    properties: { questions: { type: 'array', maxItems: MOST.questions, items: question } },
  };
}
