/** The words of the form that starts a run; plain text. */
import { ERRORS, explain } from '../../errors.js';
import type { Field } from '../../run/context.js';
import type { TypedTicket } from '../../run/issue.js';
import { cut, say } from '../escape.js';
import { FIELD_LABELS } from './form.js';
import type { BaseFault } from './usage.js';

export const START_FORM = {
  title: 'Start a run',
  submit: 'Start intake',
  channel: { label: 'Channel', hint: 'The run’s card and its thread appear there; I have to be a member.' },
  ticket: { label: 'Ticket', hint: 'For example ABC-12, or a GitHub issue: owner/repo#12 or its address.' },
  repos: { label: 'Repositories', hint: 'Leave this empty for the channel’s default.', choose: 'Choose…' },
  base: {
    label: 'Base',
    hint: 'develop for all repositories, web=develop for one of them. Empty: the configured one.',
  },
  agent: { label: 'Agent' },
  brief: say`What you leave empty is asked in the run’s thread. Nothing is made before somebody presses \`Start run\`.`,
  fromMessage: say`The fields are read from the message and its thread. They will be shown in the channel that you choose, and the agent gets the thread as a file.`,
  messageCut: 'The message is longer than this field, so only its beginning is here.',
} as const;

/** Where the draft goal is the beginning of a message, that is said in place of the hint. */
export const hintOf = (field: Field, isCut: boolean): string =>
  field === 'goal' && isCut ? START_FORM.messageCut : FIELD_LABELS[field].hint;

/** What stands below an input that does not fit. */
export const START_ERRORS = {
  ticket:
    'A ticket has 1 to 64 letters, digits, dots, dashes or underscores, begins with a letter or digit, has no “..” and does not end in “.lock” or a dot. For example ABC-12, or owner/repo#12 for an issue.',
  channel: 'Choose the channel in which the card shall appear.',
  repos: 'Choose at least one repository: this channel has no default.',
  agent: 'This agent is no longer configured. Choose another one.',
} as const;

/** What was typed for a ticket is none, nor an issue that can be read. */
export function ticketError(typed: Exclude<TypedTicket, { kind: 'ticket' }>): string {
  switch (typed.kind) {
    case 'pull_request':
      return `${typed.name} is a pull request, and a run begins from an issue. Name the issue that it is about.`;
    case 'elsewhere':
      return short(
        `That issue is on ${typed.host}, and I read issues of ${typed.own} only. Give the ticket a name, for example ABC-12.`,
      );
    case 'none':
      return START_ERRORS.ticket;
  }
}

export const repositoriesGone = (names: readonly string[]): string =>
  short(`No longer configured: ${names.join(', ')}. Choose others.`);

/** The channel cannot take the run, or the person may not start one there. */
export function channelError(code: string): string {
  if (code === 'not_member')
    return 'I am not a member of this channel. Type /invite @metawsm there, then submit again; nothing was started.';
  const { what, todo } = explain(Object.hasOwn(ERRORS, code) ? code : 'internal', {});
  return short(`${what} ${todo}`);
}

export function baseError(fault: BaseFault): string {
  switch (fault.kind) {
    case 'bad':
      return short(`${fault.typed} is no branch. Write develop, or web=develop for one repository.`);
    case 'twice':
      return short(`Two branches for ${fault.repo ?? 'all repositories'}; one is enough.`);
    case 'stranger':
      return short(`${fault.repo} is not among the repositories above. Choose it, or leave its base out.`);
    case 'unknown':
      return short(
        `There is no repository ${fault.repo}.${fault.near === undefined ? '' : ` Did you mean ${fault.near}?`} Write web=develop with one of those above.`,
      );
  }
}

/** Another run of the ticket is active, and the texts are too long to travel with the question about it. */
export const twinError = (id: string): string =>
  `This ticket has an active run, ${id}. To start another one, leave the longest texts out here and give them in the thread; nothing was started.`;

const short = (text: string): string => cut(text.replace(/`/gu, ''), 300);
