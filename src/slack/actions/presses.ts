/** Buttons and selects: from what a click carries to the event it means, or the form it opens. */

import type { ModalView } from '@slack/types';
import type { RunSight } from '../../engine/look.js';
import { openFields } from '../../run/brief.js';
import { FIELDS } from '../../run/context.js';
import type { PersonEvent } from '../../run/events.js';
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { editableDraft } from '../../run/interview.js';
import { matterOf } from '../../run/permission/matter.js';
import { say } from '../escape.js';
import { act, conclude, gestureOf, lateFor, type Tools, type Visit } from '../gesture.js';
import { fileComes, isFileWish } from '../messages/file.js';
import { FIELD_LABELS } from '../messages/form.js';
import { LABELS } from '../messages/labels.js';
import { nothingTicked, pressAgain, unknownRun } from '../messages/private.js';
import { askedInShort } from '../messages/request.js';
import { formGone } from '../messages/usage.js';
import { fillForm } from '../views/fill-form.js';
import { answerForm, briefForm, feedbackForm, handOverForm, rejectForm } from '../views/forms.js';
import { type Clicked, type Press, readPress, refIn, unfolded } from '../views/press.js';
import { eventOfRequest } from './requests.js';
import { isTwinPress, onTwinPress } from './twin.js';

/** Opens a form; false when Slack did not, for instance because three seconds have passed. */
export type OpenForm = (triggerId: string, form: ModalView) => Promise<boolean>;

export interface PressTools {
  tools: Tools;
  openForm: OpenForm;
}

/** A click on a message of ours. */
export async function onPress(
  came: Clicked,
  triggerId: string | undefined,
  by: Visit,
  { tools, openForm }: PressTools,
): Promise<void> {
  const clicked = unfolded(came);
  if (isTwinPress(clicked)) return onTwinPress(clicked, by, tools);
  // Slack has opened the page already.
  if (clicked.action_id === 'open_link') return conclude(by, tools);
  const press = readPress(clicked);
  if (!press) return conclude(by, tools, formGone());
  const run = await tools.look.find(press.run);
  if (!run) return conclude(by, tools, unknownRun(press.run));
  const visit = placed(by, clicked, run);
  const [name = ''] = clicked.action_id.split(':');
  const form = formFor(name, visit.from === 'home' ? { ...press, home: true } : press, run);
  if (form) return open(form, triggerId, visit, { tools, openForm });
  const wished = eventOfRequest(clicked, press, run.run, { ...gestureOf(visit, tools), revision: press.rev });
  if (wished === 'nothing_ticked') return conclude(visit, tools, nothingTicked());
  const event = wished ?? eventFor(name, press, run, visit, tools);
  if (!event) return conclude(visit, tools, lateFor(run, wishOf(name, press)));
  await act(visit, tools, run, event, isFileWish(event.type) ? { applied: fileComes(event.type) } : {});
}

/** In the App Home a button stands for the one on the run's message, which is then where it was decided. */
function placed(visit: Visit, { block_id }: Clicked, { run }: RunSight): Visit {
  const ref = refIn(block_id) ?? '';
  const message = visit.from === 'home' && Object.hasOwn(run.messages, ref) ? run.messages[ref] : undefined;
  return message ? { ...visit, message: { channel: message.channel, ts: message.ts } } : visit;
}

/** The event of a button; undefined when the run no longer has what it names. */
function eventFor(
  name: string,
  press: Press,
  run: RunSight,
  visit: Visit,
  tools: Tools,
): PersonEvent | undefined {
  const gesture = { ...gestureOf(visit, tools), revision: press.rev };
  const { target } = press;
  switch (name) {
    case 'answer': {
      const text = optionOf(run, press);
      if (text === undefined || target === undefined) return undefined;
      return { type: 'answer', ...gesture, text, target, ...suggestionOf(run, press) };
    }
    case 'use_as_is':
      return target === undefined ? undefined : { type: 'use_as_is', ...gesture, target };
    case 'start':
    case 'cancel':
    case 'stop':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'discard':
    case 'merge':
      return { type: name, ...gesture };
    case 'view_log':
      return { type: 'show_log', ...gesture };
    case 'view_diff':
      return { type: 'show_diff', ...gesture };
    default:
      return undefined;
  }
}

/** The whole text of an option: the button carries its index only. */
function optionOf({ run }: RunSight, { target, option }: Press): string | undefined {
  if (option === undefined) return undefined;
  const question = run.questions.find((one) => one.id === target);
  const request = run.guidance.find((one) => one.id === target);
  // several are ticked and sent together
  return question?.suggestions[option]?.text ?? (request?.multiple ? undefined : request?.options[option]);
}

/** Which suggestion of an intake question it was. */
const suggestionOf = ({ run }: RunSight, { target, option }: Press): { option?: number } =>
  option !== undefined && run.questions.some((one) => one.id === target) ? { option } : {};

interface OpenedForm {
  label: string;
  /** Undefined when the run has moved on, so that the form would be of no use. */
  view: ModalView | undefined;
  /** What came too late then. */
  wish: Pick<PersonEvent, 'type'> & { target?: string };
  run: RunSight;
}

function formFor(name: string, press: Press, run: RunSight): OpenedForm | undefined {
  if (!isFormName(name)) return undefined;
  const view = offers(run, name, press) ? viewOf(name, press, run) : undefined;
  return { label: LABELS[name], view, wish: wishOf(name, press), run };
}

const FORM_NAMES = [
  'write_answer',
  'fill_in',
  'reject_with_note',
  'answer_all',
  'edit_brief',
  'request_changes',
  'hand_over',
] as const;
type FormName = (typeof FORM_NAMES)[number];
const isFormName = (name: string): name is FormName => (FORM_NAMES as readonly string[]).includes(name);

/** Whether some message of the run still has this button. */
const offers = ({ views }: RunSight, name: FormName, { target }: Press): boolean =>
  [...views.values()].some((view) =>
    view.actions.some((action) => action.do === name && (!('target' in action) || action.target === target)),
  );

function viewOf(name: FormName, press: Press, { run }: RunSight): ModalView {
  if (name === 'request_changes') return feedbackForm(press);
  const request = run.guidance.find((one) => one.id === press.target);
  if (name === 'fill_in') return fillForm(press, { question: request?.question ?? '', ...fieldsOf(request) });
  if (name === 'reject_with_note')
    return rejectForm(press, request ? askedInShort(request, run.id, 1_000) : say``);
  if (name === 'hand_over') return handOverForm(press, askedIn(run, press));
  if (name === 'answer_all') return briefForm(press, editableDraft(run), openFields(run), 'answer_all');
  if (name === 'edit_brief') return briefForm(press, editableDraft(run), FIELDS, 'edit_brief');
  return answerForm(press, askedIn(run, press));
}

function askedIn({ questions, guidance }: RunSight['run'], { target }: Press): string {
  const question = questions.find((one) => one.id === target);
  if (question?.words) return question.words;
  const field = question && FIELD_LABELS[question.field];
  return field ? `${field.label}: ${field.hint}` : wordsOf(guidance.find((one) => one.id === target));
}

const wordsOf = (request: GuidanceRequest | undefined): string =>
  request?.question.trim() || (request?.permission ? matterOf(request.permission) : '');

const fieldsOf = (request: GuidanceRequest | undefined): Pick<GuidanceRequest, 'fields'> =>
  request?.fields ? { fields: request.fields } : {};

function wishOf(name: string, { target }: Press): OpenedForm['wish'] {
  const type = Object.hasOwn(WISHES, name) ? WISHES[name]! : 'answer';
  return target === undefined ? { type } : { type, target };
}

const WISHES: Record<string, PersonEvent['type']> = {
  write_answer: 'answer',
  permit: 'permit',
  reject_with_note: 'permit',
  answer_all: 'fill',
  edit_brief: 'fill',
  request_changes: 'request_changes',
  use_as_is: 'use_as_is',
  hand_over: 'hand_over',
};

/** Right after the acknowledgement: Slack allows three seconds. */
async function open(
  { view, label, wish, run }: OpenedForm,
  triggerId: string | undefined,
  visit: Visit,
  { tools, openForm }: PressTools,
): Promise<void> {
  if (!view) return conclude(visit, tools, lateFor(run, wish));
  await conclude(visit, tools);
  if (!triggerId || !(await openForm(triggerId, view))) await visit.answer.say(pressAgain(label));
}
