/** What a run would begin with, for a dry run: the brief so far, its judgement, the checks, the first question. Pure. */
import { ASKED, nextQuestion, plannedChecks } from './brief.js';
import type { CheckPlan, Field, FieldDraft, FieldLink, IntakeQuestion } from './context.js';
import type { Fault } from './events.js';
import type { UnreadFile } from './evidence.js';
import { lackOf } from './judgement.js';
import type { Lack } from './lack.js';
import type { RepoFacts } from './repository.js';
import type { SimilarRun } from './similar.js';
import type { TicketReading } from './ticket-reading.js';
import type { NewRunWish } from './wish.js';

/** What reading the repositories and the ticket found; with faults no run would begin. */
export interface Reading {
  facts: RepoFacts[];
  faults: Fault[];
  ticket?: TicketReading;
  similar?: SimilarRun[];
}

export interface PreviewField {
  field: Field;
  /** Empty where nothing is given. */
  text: string;
  /** What it lacks; undefined: it is good enough. */
  lack?: Lack;
  /** True where the ticket says it. */
  fromTicket?: true;
  /** The issue that says it. */
  link?: FieldLink;
}

export interface Preview extends Pick<Reading, 'facts' | 'faults'> {
  ticket: string;
  agent: string;
  fields: PreviewField[];
  checks: CheckPlan[];
  /** Documents of the ticket that could not be read. */
  unread: UnreadFile[];
  /** What would be asked first; undefined: nothing, the brief would be shown. */
  next?: IntakeQuestion;
}

/** Judges a wish as intake would. */
export function previewOf(
  { ticket, agent, fields: given }: Pick<NewRunWish, 'ticket' | 'agent' | 'fields'>,
  { facts, faults, similar = [], ticket: read = { fields: {}, unread: [] } }: Reading,
): Preview {
  const draft: Partial<Record<Field, FieldDraft>> = {};
  const texts = [...ASKED, 'merge' as const].map((field): PreviewField => {
    const said = given[field]?.trim() || undefined;
    const text = said ?? read.fields[field] ?? (field === 'merge' ? 'default' : '');
    const fromTicket = said === undefined && read.fields[field] !== undefined;
    if (text !== '') draft[field] = { text, source: fromTicket ? 'ticket' : 'flag' };
    const link = fromTicket ? read.links?.[field] : undefined;
    return { field, text, ...(fromTicket ? { fromTicket } : {}), ...(link ? { link } : {}) };
  });
  const fields = texts.map((one): PreviewField => {
    const lack = lackOf(one.field, one.text, { facts, draft });
    return lack === undefined ? one : { ...one, lack };
  });
  const next = nextQuestion({ draft, facts, similar, questions: [], vague: {} });
  const checks = plannedChecks(draft.done?.text ?? '', facts);
  const { unread } = read;
  return { ticket, agent, facts, faults, fields, checks, unread, ...(next ? { next } : {}) };
}
