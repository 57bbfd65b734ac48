/** What a model gave a tool, read strictly: what does not fit gets a reason that the model understands. */
import type { Question } from '../ask-mailbox.js';

/** The call does not fit; the message says what to mend. */
export class Unfit extends Error {}

type Given = Record<string, unknown>;

// As much as the bot takes of a file.
const MOST_OPTIONS = 100;
const MOST_SUMMARY = 100_000;

export function readQuestion({ question, options, context }: Given): Question {
  if (typeof question !== 'string' || question.trim() === '') throw new Unfit('`question` must be a text');
  const listed = options ?? [];
  if (!isTexts(listed) || listed.length > MOST_OPTIONS)
    throw new Unfit(`\`options\` must be a list of at most ${MOST_OPTIONS} texts`);
  const hasContext = context !== undefined && context !== null && context !== '';
  return { question, options: listed, ...(hasContext && { context }) };
}

export function readId({ id }: Given): string {
  if (typeof id !== 'string') throw new Unfit('`id` must be a text');
  return id;
}

export function readReport({ state, summary }: Given): { state: string; summary: string } {
  if (state !== 'progress' && state !== 'done' && state !== 'failed')
    throw new Unfit('`state` must be progress, done or failed');
  if (typeof summary !== 'string' || summary.trim() === '') throw new Unfit('`summary` must be a text');
  if (summary.length > MOST_SUMMARY) throw new Unfit('`summary` is too long: put details into a file');
  return { state, summary };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
