/** Why a text is not enough, in words. */
import type { IntakeQuestion } from '../../run/context.js';
import type { Lack } from '../../run/lack.js';
import { type Mrkdwn, say, words } from '../escape.js';
import { FIELD_WORDS } from './card.js';

/** The sentence that stands before a question; undefined where nothing was said yet. */
export function lackSentence({ lack: what, field, ticketSays }: IntakeQuestion): Mrkdwn | undefined {
  const there = ticketSays === undefined ? say`What is there so far` : say`What the ticket says`;
  if (typeof what === 'object')
    return say`I start commands without a shell, so I cannot run this one: ${words(what.refused, 500)}.`;
  if (what === 'placeholder') return say`${there} is only a placeholder.`;
  if (what === 'vague') return say`${there} is too vague to work from.`;
  if (what === 'no_command') return say`The ${FIELD_WORDS[field]} name no command that I could run.`;
  return undefined;
}

/** A few words for a list of fields. */
export function lackWords(lack: Lack): Mrkdwn {
  if (typeof lack === 'object') return say`*cannot be run* without a shell: ${words(lack.refused, 300)}`;
  return LACKS[lack];
}

const LACKS: Record<Extract<Lack, string>, Mrkdwn> = {
  missing: say`*missing*`,
  placeholder: say`*only a placeholder*`,
  vague: say`*too vague*`,
  no_command: say`*names no command* that could be run`,
};
