/** What a message and its thread say about a brief: labelled lines for their fields, everything else is the goal. Pure. */
import type { Field } from './context.js';
import { labelledIn } from './labelled.js';

/** `others`: what people said in the same thread, oldest first; of two that name a field the newer one counts. */
export function messageDraft(message: string, others: readonly string[]): Partial<Record<Field, string>> {
  const { fields, rest } = labelledIn(message);
  const talk: Partial<Record<Field, string>> = {};
  for (const text of others) {
    const { goal: _, ...said } = labelledIn(text, { talk: true }).fields;
    Object.assign(talk, said);
  }
  const goal = fields.goal ?? rest;
  return { ...talk, ...fields, ...(goal === '' ? {} : { goal }) };
}
