/** The ways in which a gesture reaches the bot: as a command, as a verb in the thread, as a button. */
import type { PersonEventType } from '../../../src/run/events.js';
import type { Action } from '../../../src/run/views.js';
import { FIELD_LABELS, FORMS } from '../../../src/slack/messages/form.js';
import type { CommandName } from '../../../src/slack/messages/help.js';
import { actionId } from '../../../src/slack/views/press.js';

/** What each command does to a run; `looks` changes nothing, `begins` makes a new one. */
export const COMMAND_GESTURES: Record<CommandName, PersonEventType | 'looks' | 'begins'> = {
  bootstrap: 'begins',
  guide: 'answer',
  status: 'looks',
  list: 'looks',
  tell: 'tell',
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
  restart: 'restart',
  iterate: 'request_changes',
  merge: 'merge',
  close: 'merge',
  cleanup: 'cleanup',
  log: 'show_log',
  doctor: 'looks',
  help: 'looks',
};

/** What follows the run in a command. */
const WORDS: Partial<Record<CommandName, string>> = {
  guide: ' src/greet.ts',
  tell: ' The table is called users',
  iterate: ' Smaller, please',
};

export const commandLine = (name: CommandName, run: string): string =>
  `/metawsm ${name} ${run}${WORDS[name] ?? ''}`;
export const threadLine = (name: CommandName): string => `@metawsm ${name}${WORDS[name] ?? ''}`;

type Commanding = { name: CommandName; type: PersonEventType };
export const COMMANDS = Object.entries(COMMAND_GESTURES).flatMap(([name, type]): Commanding[] =>
  type === 'looks' || type === 'begins' ? [] : [{ name: name as CommandName, type }],
);

/** The gesture that each button means; with `form` it opens one first. */
export const BUTTON_GESTURES: Record<Action['do'], { type: PersonEventType; form?: true }> = {
  answer: { type: 'answer' },
  write_answer: { type: 'answer', form: true },
  permit: { type: 'permit' },
  reject_with_note: { type: 'permit', form: true },
  choose: { type: 'answer' },
  fill_in: { type: 'answer', form: true },
  open_link: { type: 'answer' },
  use_as_is: { type: 'use_as_is' },
  answer_all: { type: 'fill', form: true },
  start: { type: 'start' },
  edit_brief: { type: 'fill', form: true },
  cancel: { type: 'cancel' },
  stop: { type: 'stop' },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  restart: { type: 'restart' },
  hand_over: { type: 'hand_over', form: true },
  discard: { type: 'discard' },
  request_changes: { type: 'request_changes', form: true },
  merge: { type: 'merge' },
  view_log: { type: 'show_log' },
  view_diff: { type: 'show_diff' },
};

/** What a person fills in, by label; `shown` is the form as it is seen. */
export function inputs(button: Action['do'], shown: string, person: string): Record<string, string> {
  if (button === 'write_answer') return { [FORMS.answer.label]: 'src/greet.ts' };
  if (button === 'reject_with_note') return { [FORMS.reject.label]: 'Ask me first' };
  if (button === 'fill_in') return { Database: 'SQLite' };
  if (button === 'request_changes') return { [FORMS.feedback.label]: 'Smaller, please' };
  if (button === 'hand_over') return { [FORMS.hand_over.label]: person };
  const fields: Record<string, string> = {
    [FIELD_LABELS.goal.label]: 'Greet people by their first name',
    [FIELD_LABELS.scope.label]: 'src/greet.ts',
    [FIELD_LABELS.done.label]: '`npm test` passes',
    [FIELD_LABELS.constraints.label]: 'none',
  };
  return Object.fromEntries(Object.entries(fields).filter(([label]) => shown.includes(`${label}:`)));
}

/** What tells a button from the others of its message. */
export const idIn = (actions: readonly Action[], action: Action): string =>
  actionId(action, actions.filter((one) => one.do === 'answer').indexOf(action as never));

/** A form is answered by its button alone. */
export const takesWords = (situation: string): boolean => !situation.endsWith('a form');

/** An action as a card may have had it once. */
export const oldAction = (button: Action['do']): Action => {
  if (button === 'answer') return { do: 'answer', target: 'g1', text: 'A' };
  if (button === 'use_as_is') return { do: 'use_as_is', target: 'q1' };
  if (button === 'permit') return { do: 'permit', target: 'g1', choice: 'once' };
  if (button === 'open_link') return { do: 'open_link', target: 'g1', link: 'https://example.com/' };
  if (
    button === 'write_answer' ||
    button === 'hand_over' ||
    button === 'reject_with_note' ||
    button === 'choose' ||
    button === 'fill_in'
  )
    return { do: button, target: 'g1' };
  return button === 'merge' ? { do: 'merge', retry: false } : { do: button };
};
