/** What a run would begin with, for a dry run: the brief so far, its judgement, the checks, the first question. Pure. */
import { ASKED, type Lack, lackOf, nextQuestion, plannedChecks } from './brief.js';
import type { CheckPlan, Field, IntakeQuestion, RepoFacts } from './context.js';
import type { Fault } from './events.js';
import type { NewRunWish } from './wish.js';

/** What reading the repositories found; with faults no run would begin. */
export interface Reading {
  facts: RepoFacts[];
  faults: Fault[];
}

export interface PreviewField {
  field: Field;
  /** Empty where nothing is given. */
  text: string;
  /** What it lacks; undefined: it is good enough. */
  lack?: Lack;
}

export interface Preview extends Reading {
  ticket: string;
  agent: string;
  fields: PreviewField[];
  checks: CheckPlan[];
  /** What would be asked first; undefined: nothing, the brief would be shown. */
  next?: IntakeQuestion;
}

/** Judges a wish as intake would. */
export function previewOf(
  { ticket, agent, fields: given }: Pick<NewRunWish, 'ticket' | 'agent' | 'fields'>,
  { facts, faults }: Reading,
): Preview {
  const fields = [...ASKED, 'merge' as const].map((field): PreviewField => {
    const text = given[field]?.trim() ?? (field === 'merge' ? 'default' : '');
    const lack = lackOf(field, text, facts);
    return lack === undefined ? { field, text } : { field, text, lack };
  });
  const draft = Object.fromEntries(
    fields
      .filter(({ text }) => text !== '')
      .map(({ field, text }) => [field, { text, source: 'flag' as const }]),
  );
  const next = nextQuestion({ draft, facts, questions: [], vague: {} });
  const checks = plannedChecks(given.done ?? '', facts);
  return { ticket, agent, facts, faults, fields, checks, ...(next ? { next } : {}) };
}
