/** Answers that only one person sees. */
import type { Fill } from '../../errors.js';
import { type Field, MOST_TEXT, type RunContext } from '../../run/context.js';
import type { PersonEventType } from '../../run/events.js';
import { code, join, type Mrkdwn, quote, say } from '../escape.js';
import { FIELD_WORDS } from './card.js';
import { LABELS } from './labels.js';
import { explained } from './trouble.js';
import { channel, person, some } from './words.js';

/** A refusal by its code of `errors`: what was wrong and what to do. */
export function refused(errorCode: string, fill: Fill = {}): Mrkdwn {
  const { what, todo } = explained(errorCode, fill);
  return join([what, todo], ' ');
}

/** The same where the run was to be in another channel than the one in which that is read. */
export const refusedIn = (where: string | undefined, errorCode: string): Mrkdwn =>
  where === undefined || errorCode !== 'not_member'
    ? refused(errorCode)
    : say`I am not a member of ${channel(where)}, so nothing was started. Type \`/invite @metawsm\` there, then try again.`;

export const unknownRun = (name: string): Mrkdwn => refused('unknown_run', { name });

/** The answer to `bootstrap`, and to the form in which `where` was chosen. */
export const starting = (ticket: string, repos: readonly string[], where?: string): Mrkdwn =>
  say`Starting intake for ticket ${ticket} in ${some(repos, 10, (repo) => code(repo))}. The card is in ${placeOf(where)}.`;

const placeOf = (where: string | undefined): Mrkdwn | string => {
  if (where === undefined) return 'the channel';
  return where.startsWith('D') ? 'our direct messages' : channel(where);
};

/** What a command or form has done to a run. */
export const DONE = {
  answer: 'Your answer is taken',
  permit: 'Decided; the agent is told',
  use_as_is: 'The answer is kept as it is',
  fill: 'The brief is filled in',
  edit_answer: 'Your edited answer counts',
  start: 'The run starts',
  cancel: 'The run is cancelled',
  stop: 'The run is stopped',
  restart: 'The run starts again',
  pause: 'The run pauses as soon as the step under way ends',
  resume: 'The run goes on',
  tell: 'Noted; the agent gets it at its next turn',
  hand_over: 'Handed over',
  discard: 'The run is being discarded',
  cleanup: 'Cleaning up',
  request_changes: 'The agent gets your feedback',
  merge: 'The gates are checked, then it is merged',
  show_log: 'The end of the log is on its way',
  show_diff: 'The change is on its way',
} as const satisfies Record<PersonEventType, string>;

export const done = (type: PersonEventType, run: Pick<RunContext, 'id' | 'ticket'>): Mrkdwn =>
  say`${DONE[type]}: ${code(run.id)}. The card in the channel shows how it goes on.`;

export const nothingOpen = (name: string): Mrkdwn =>
  say`Nothing waits for an answer in ${code(name)}. Type \`/metawsm status\` with the run to see where it is.`;

/** A reply by somebody who may not answer, while an answer is waited for. */
export const replyNotTaken = (): Mrkdwn =>
  join([say`Your reply was not taken as an answer.`, refused('not_allowed')], ' ');

/** A field holds what a form can show. */
export const answerTooLong = ({ field, length }: { field: Field; length: number }): Mrkdwn =>
  say`That was not taken: the ${FIELD_WORDS[field]} would have ${length} characters, and a field of the brief holds ${MOST_TEXT}. Send the gist as a new reply, and name a file or page that holds the rest.`;

/** A reply with nothing but files while an answer is waited for. */
export const onlyFiles = (): Mrkdwn =>
  say`I cannot read files, so your reply was not taken as an answer. Reply with words; the file may stay.`;

/** A taken answer, edited into talk among people. */
export const answerStands = (): Mrkdwn =>
  say`What you wrote before still counts as the answer. To change it, edit your reply to other words, or reply \`stop\` to end the run.`;

/** `Send` without a ticked box. */
export const nothingTicked = (): Mrkdwn =>
  say`Nothing was changed: tick at least one of the options first, or press \`${LABELS.write_answer}\`.`;

/** The form closed with the words in it; nobody shall have to type them twice. */
export const withTyped = (said: Mrkdwn, typed: string): Mrkdwn =>
  typed.trim() === '' ? said : join([said, say`What you wrote:`, quote(typed, 2_000)]);

/** A form sent as it was opened. */
export const nothingTyped = (): Mrkdwn =>
  say`Nothing was changed: the form says what is there already. The question in the thread still waits.`;

/** A form that replaced what somebody else said after it was opened. */
export const replacedOthers = (all: readonly { field: Field; by: string; text: string }[]): Mrkdwn =>
  join([
    say`Taken. Meanwhile somebody else had answered, which yours replaces:`,
    ...all.flatMap(({ field, by, text }) => [
      say`The ${FIELD_WORDS[field]} by ${person(by)}:`,
      quote(text, 500),
    ]),
  ]);

/** Slack gives a form three seconds. */
export const pressAgain = (label: string): Mrkdwn =>
  say`Slack did not open the form in time. Press \`${label}\` again, or reply in the thread.`;

/** The same for the form that starts a run. */
export const typeAgain = (): Mrkdwn =>
  say`Slack did not open the form in time, so nothing was started. Type ${code('/metawsm bootstrap')} again, or ${code('/metawsm bootstrap TICKET --repos a,b')}.`;

export const useShortcutAgain = (): Mrkdwn =>
  say`Slack did not open the form in time, so nothing was started. Use the shortcut again, or type ${code('/metawsm bootstrap')}.`;

/** The shortcut on a message of the bot. */
export const ownMessage = (): Mrkdwn =>
  say`That message is one of mine, so it is no goal. Use the shortcut on what a person wrote, or type ${code('/metawsm bootstrap')}.`;

/** An edited guidance answer is with the agent already. */
export const deliveredAlready = (): Mrkdwn =>
  say`Your answer is with the agent already, so editing it changes nothing. To tell the agent something else, type \`@metawsm tell\` with your words in this thread.`;

/** A reply that was on its way so long that another question is open by now. */
export const writtenBefore = (): Mrkdwn =>
  say`Your reply was written before the question that is open now, so it does not count as the answer to it. Read the newest question in this thread and reply again.`;

export const checkingRights = (): Mrkdwn => say`One moment: I am asking Slack who you are.`;

/** For `response_action: errors`; plain text. */
export const EMPTY_FIELD = 'Please write something here.';

/** Above a message that had to leave its channel. */
export const movedHere = (): Mrkdwn => refused('channel_lost');

/** Above a message that Slack refused in the channel, and took here. */
export const notTakenThere = (why: string): Mrkdwn => refused('post_refused', { detail: why });
