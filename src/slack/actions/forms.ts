/** Submitted forms: checked here and at once, then delivered like every gesture. */

import type { RunSight } from '../../engine/look.js';
import { questionFor } from '../../run/asked.js';
import { FIELDS, type Field, type RunContext } from '../../run/context.js';
import type { PersonEvent } from '../../run/events.js';
import { editableText } from '../../run/interview.js';
import { lackIn } from '../../run/taking.js';
import { act, conclude, gestureOf, type Tools, type Visit } from '../gesture.js';
import { FIELD_LABELS, fieldError } from '../messages/form.js';
import { EMPTY_FIELD, nothingTyped, refused, replacedOthers, unknownRun } from '../messages/private.js';
import { FILL_FORM_ID } from '../views/fill-form.js';
import {
  FORM_IDS,
  readForm,
  type Submitted,
  type SubmittedBlock,
  type SubmittedView,
  shownIn,
} from '../views/forms.js';
import { onFilled } from './fill.js';
import { gone } from './gone.js';

type FormId = (typeof FORM_IDS)[keyof typeof FORM_IDS];

/** The `callback_id`s of our forms. */
export const FORM_CALLBACKS: readonly string[] = [...Object.values(FORM_IDS), FILL_FORM_ID];

export interface Form extends SubmittedView {
  callback_id: string;
  blocks?: readonly SubmittedBlock[];
}

/** A `view_submission`. */
export async function onSubmit(form: Form, visit: Visit, tools: Tools): Promise<void> {
  if (form.callback_id === FILL_FORM_ID) return onFilled(form, visit, tools);
  const submitted = readForm(form);
  if (!submitted) return gone(visit, tools);
  const empty = emptyIn(form, submitted);
  if (empty.length > 0) {
    await tools.door.settle(visit.key);
    const errors = Object.fromEntries(empty.map((id) => [id, EMPTY_FIELD]));
    await visit.answer.react({ response_action: 'errors', errors });
    return;
  }
  const run = await tools.look.find(submitted.press.run);
  if (!run) return gone(visit, tools, unknownRun(submitted.press.run));
  // A form belongs to no channel; what is said about it is said in the run's thread.
  visit.answer.locate(run.run.channel, run.run.messages.card?.ts);
  if (form.callback_id === FORM_IDS.brief) return onBriefForm(form, submitted, run, visit, tools);
  const event = eventFor(form.callback_id as Exclude<FormId, typeof FORM_IDS.brief>, submitted, visit, tools);
  if (event.type === 'hand_over' && !(await tools.facts.knows(event.to))) {
    await visit.answer.release();
    if (!(await tools.facts.ensure(event.to))) return conclude(visit, tools, refused('person_unknown'));
  }
  const { fields } = submitted;
  await act(visit, tools, run, event, { typed: fields.answer ?? fields.feedback ?? fields.note ?? '' });
}

const emptyIn = ({ blocks = [] }: Form, { fields }: Submitted): string[] =>
  Object.keys(fields).filter(
    (id) => fields[id] === '' && !blocks.some((block) => block.block_id === id && block.optional),
  );

function eventFor(
  id: Exclude<FormId, typeof FORM_IDS.brief>,
  { press, fields }: Submitted,
  visit: Visit,
  tools: Tools,
): PersonEvent {
  const gesture = { ...gestureOf(visit, tools), revision: press.rev };
  const target = press.target === undefined ? {} : { target: press.target };
  switch (id) {
    case FORM_IDS.answer:
      return { type: 'answer', ...gesture, ...target, text: fields.answer ?? '' };
    case FORM_IDS.reject:
      return {
        type: 'permit',
        ...gesture,
        target: press.target ?? '',
        choice: 'reject',
        note: fields.note ?? '',
      };
    case FORM_IDS.feedback:
      return { type: 'request_changes', ...gesture, text: fields.feedback ?? '' };
    case FORM_IDS.hand_over:
      return { type: 'hand_over', ...gesture, target: press.target ?? '', to: fields.person ?? '' };
  }
}

type Texts = Partial<Record<Field, string>>;

/** Only what the person has typed counts: what the form showed may have been changed by others meanwhile. */
async function onBriefForm(
  { blocks = [] }: Form,
  { press, fields }: Submitted,
  sight: RunSight,
  visit: Visit,
  tools: Tools,
): Promise<void> {
  const { run } = sight;
  const shown = shownIn(blocks);
  const typed = textsIn(
    fields,
    (field, text) => text !== shown[field] && !isOvertaken(field, text, shown, run),
  );
  const news = textsIn(typed, (field, text) => text !== editableText(run, field));
  if (Object.keys(news).length === 0)
    return conclude(visit, tools, sight.status === 'intake' && questionFor(run) ? nothingTyped() : undefined);
  const event = { type: 'fill' as const, ...gestureOf(visit, tools), revision: press.rev, fields: typed };
  await act(visit, tools, sight, event, {
    typed: FIELDS.flatMap((field) =>
      news[field] ? [`${FIELD_LABELS[field].label}: ${news[field]}`] : [],
    ).join('\n'),
    errors: (now) => errorsIn(news, now),
    applied: (before) => {
      const others = replacedBy(visit.actor, news, shown, before);
      return others.length > 0 ? replacedOthers(others) : undefined;
    },
  });
}

/** An optional input that stayed empty leaves its field as it is. */
const textsIn = (fields: Texts, counts: (field: Field, text: string) => boolean): Texts =>
  Object.fromEntries(
    FIELDS.flatMap((field) => {
      const text = fields[field];
      return text && counts(field, text) ? [[field, text]] : [];
    }),
  );

/** Somebody has answered well since the form was opened; a text that is not enough does not replace that. */
function isOvertaken(field: Field, text: string, shown: Record<string, string>, run: RunContext): boolean {
  const now = editableText(run, field);
  return now !== shown[field] && !lackIn(run, field, now) && lackIn(run, field, text) !== undefined;
}

/** What is taken but not enough, each with its reason. */
function errorsIn(news: Texts, run: RunContext): Record<string, string> {
  const lacking = FIELDS.flatMap((field) => {
    const lack = news[field] && lackIn(run, field, news[field]);
    return lack ? [[field, fieldError({ id: '', field, lack, suggestions: [] })]] : [];
  });
  return Object.fromEntries(lacking);
}

/** What others have said since the form was opened, which it replaces. */
const replacedBy = (actor: string, news: Texts, shown: Record<string, string>, run: RunContext) =>
  FIELDS.flatMap((field) => {
    const text = editableText(run, field) ?? '';
    const { decision } = run.draft[field] ?? {};
    const isNew = news[field] !== undefined && text !== '' && text !== shown[field];
    return isNew && decision && decision.by !== actor ? [{ field, by: decision.by, text }] : [];
  });
