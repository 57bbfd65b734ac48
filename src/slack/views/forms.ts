/** The forms (modals) and how to read them back. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Field, FieldDraft } from '../../run/context.js';
import { cutMrkdwn, type Mrkdwn, quote } from '../escape.js';
import { LIMITS } from '../limits.js';
import { FIELD_LABELS, FORMS } from '../messages/form.js';
import { plain } from './buttons.js';
import { type Press, parsePress, writePress } from './press.js';

/** `callback_id` of each form. */
export const FORM_IDS = {
  answer: 'write_answer',
  reject: 'reject_with_note',
  brief: 'fill_brief',
  feedback: 'request_changes',
  hand_over: 'hand_over',
} as const;

/** `action_id` of the only choice of a person. */
const PERSON = 'person';

/** `action_id` of every text input; the `block_id` tells which one. */
const TEXT = 'text';

/** A free answer to a question or guidance request. Submitted: `fields.answer`. */
export function answerForm(press: Press, question: string): ModalView {
  const asked = shownQuestion(question);
  return form(FORM_IDS.answer, FORMS.answer, press, [...asked, input('answer', FORMS.answer.label, '')]);
}

/** A rejection with what to do instead. Submitted: `fields.note`. */
export function rejectForm(press: Press, asked: Mrkdwn): ModalView {
  const { label, hint } = FORMS.reject;
  const shown = cutMrkdwn(asked.text, LIMITS.section.text);
  return form(FORM_IDS.reject, FORMS.reject, press, [
    { type: 'section', text: { type: 'mrkdwn', text: shown, verbatim: true } },
    input('note', label, '', hint),
  ]);
}

function shownQuestion(question: string): KnownBlock[] {
  if (question.trim() === '') return [];
  const shown = quote(question, 1_500).text.slice(0, LIMITS.section.text);
  return [{ type: 'section', text: { type: 'mrkdwn', text: shown, verbatim: true } }];
}

/** Feedback for another iteration. Submitted: `fields.feedback`. */
export function feedbackForm(press: Press): ModalView {
  const { label, hint } = FORMS.feedback;
  return form(FORM_IDS.feedback, FORMS.feedback, press, [input('feedback', label, '', hint)]);
}

/** Who shall answer a guidance request. Submitted: `fields.person`, a user id. */
export function handOverForm(press: Press, question: string): ModalView {
  const { label, hint } = FORMS.hand_over;
  const person: InputBlock = {
    type: 'input',
    block_id: PERSON,
    label: plain(label, LIMITS.input.label),
    hint: plain(hint, LIMITS.input.hint),
    element: { type: 'users_select', action_id: PERSON },
  };
  return form(FORM_IDS.hand_over, FORMS.hand_over, press, [...shownQuestion(question), person]);
}

/** Several fields of the brief at once, filled with what is there. Submitted: `fields.<field>`. */
export function briefForm(
  press: Press,
  draft: Partial<Record<Field, Pick<FieldDraft, 'text'>>>,
  fields: readonly Field[],
  purpose: 'answer_all' | 'edit_brief',
): ModalView {
  const inputs = fields.map((field) => {
    const { label, hint } = FIELD_LABELS[field];
    return input(field, label, draft[field]?.text ?? (field === 'merge' ? 'default' : ''), hint);
  });
  return form(FORM_IDS.brief, FORMS[purpose], press, inputs);
}

export function form(
  id: string,
  words: { title: string; submit: string },
  press: Press,
  blocks: KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    private_metadata: writePress(press),
    title: plain(words.title, LIMITS.modal.title),
    submit: plain(words.submit, LIMITS.modal.submit),
    close: plain(FORMS.close, LIMITS.modal.close),
    blocks,
  };
}

function input(id: string, label: string, given: string, hint?: string): InputBlock {
  const max = LIMITS.input.value;
  // A cut text would come back as the answer.
  const tooLong = given.length > max;
  const block: InputBlock = {
    type: 'input',
    block_id: id,
    optional: tooLong,
    label: plain(label, LIMITS.input.label),
    element: { type: 'plain_text_input', action_id: TEXT, multiline: true, max_length: max },
  };
  if (block.element.type === 'plain_text_input' && given && !tooLong) block.element.initial_value = given;
  const help = tooLong ? FORMS.tooLong : hint;
  if (help) block.hint = plain(help, LIMITS.input.hint);
  return block;
}

export interface Submitted {
  press: Press;
  /** What was typed, by `block_id`; an empty input is an empty text. */
  fields: Record<string, string>;
}

/** The part of a `view_submission` that is read. */
export interface SubmittedView {
  private_metadata?: string;
  state: { values: Record<string, Record<string, { value?: string | null; selected_user?: string | null }>> };
}

/** A form's block as Slack gives it back. */
export interface SubmittedBlock {
  block_id?: string;
  /** Inputs that may stay empty. */
  optional?: boolean;
  element?: { initial_value?: string };
}

/** What the form showed in its inputs when it was opened, by `block_id`. */
export const shownIn = (blocks: readonly SubmittedBlock[]): Record<string, string> =>
  Object.fromEntries(
    blocks.map(({ block_id = '', element }) => [block_id, element?.initial_value?.trim() ?? '']),
  );

/** Reads a submitted form; undefined when it is none of ours. */
export function readForm(view: SubmittedView): Submitted | undefined {
  const press = parsePress(view.private_metadata);
  if (!press) return undefined;
  const fields = Object.entries(view.state.values).map(([id, inner]) => [
    id,
    (inner[TEXT]?.value ?? inner[PERSON]?.selected_user ?? '').trim(),
  ]);
  return { press, fields: Object.fromEntries(fields) as Record<string, string> };
}
