/** Submitted forms: checked here and at once, then delivered like every gesture. */
import { FIELDS, type Field } from '../../run/context.js';
import type { PersonEvent } from '../../run/events.js';
import { act, conclude, gestureOf, type Tools, type Visit } from '../gesture.js';
import { EMPTY_FIELD, refused, unknownRun } from '../messages/private.js';
import { formGone } from '../messages/usage.js';
import { FORM_IDS, readForm, type Submitted, type SubmittedView } from '../views/forms.js';

type FormId = (typeof FORM_IDS)[keyof typeof FORM_IDS];

/** The `callback_id`s of our forms. */
export const FORM_CALLBACKS: readonly string[] = Object.values(FORM_IDS);

export interface Form extends SubmittedView {
  callback_id: string;
  /** Inputs that may stay empty are marked as optional in their blocks. */
  blocks?: readonly { block_id?: string; optional?: boolean }[];
}

/** A `view_submission`. */
export async function onSubmit(form: Form, visit: Visit, tools: Tools): Promise<void> {
  const submitted = readForm(form);
  if (!submitted) return conclude(visit, tools, formGone());
  const empty = emptyIn(form, submitted);
  if (empty.length > 0) {
    await tools.door.settle(visit.key);
    const errors = Object.fromEntries(empty.map((id) => [id, EMPTY_FIELD]));
    await visit.answer.react({ response_action: 'errors', errors });
    return;
  }
  const run = await tools.look.find(submitted.press.run);
  if (!run) return conclude(visit, tools, unknownRun(submitted.press.run));
  // A form belongs to no channel; what is said about it is said in the run's thread.
  visit.answer.locate(run.run.channel, run.run.messages.card?.ts);
  const event = eventFor(form.callback_id as FormId, submitted, visit, tools);
  if (event.type === 'hand_over' && !(await tools.facts.knows(event.to))) {
    await visit.answer.release();
    if (!(await tools.facts.ensure(event.to))) return conclude(visit, tools, refused('person_unknown'));
  }
  await act(visit, tools, run, event);
}

const emptyIn = ({ blocks = [] }: Form, { fields }: Submitted): string[] =>
  Object.keys(fields).filter(
    (id) => fields[id] === '' && !blocks.some((block) => block.block_id === id && block.optional),
  );

function eventFor(id: FormId, { press, fields }: Submitted, visit: Visit, tools: Tools): PersonEvent {
  const gesture = { ...gestureOf(visit, tools), revision: press.rev };
  const target = press.target === undefined ? {} : { target: press.target };
  switch (id) {
    case FORM_IDS.answer:
      return { type: 'answer', ...gesture, ...target, text: fields.answer ?? '' };
    case FORM_IDS.feedback:
      return { type: 'request_changes', ...gesture, text: fields.feedback ?? '' };
    case FORM_IDS.hand_over:
      return { type: 'hand_over', ...gesture, target: press.target ?? '', to: fields.person ?? '' };
    case FORM_IDS.brief:
      return { type: 'fill', ...gesture, fields: filled(fields) };
  }
}

/** An optional input that stayed empty leaves its field as it is. */
const filled = (fields: Submitted['fields']): Partial<Record<Field, string>> =>
  Object.fromEntries(FIELDS.flatMap((field) => (fields[field] ? [[field, fields[field]]] : [])));
