/** The answer to `bootstrap … --dry-run`: brief, checks, bases, and what is missing. */
import type { Fault } from '../../run/events.js';
import type { Preview, PreviewField } from '../../run/preview.js';
import { code, join, type Mrkdwn, quote, say, words } from '../escape.js';
import { BASE_WORDS, sourceWords } from './brief.js';
import { FIELD_WORDS } from './card.js';
import { newCommands, planLines } from './checks.js';
import { lackWords } from './lack.js';
import { asking } from './question.js';
import { suggestionWords } from './suggestion.js';
import { explained, troubleLine } from './trouble.js';
import { unreadLines } from './unread.js';
import { commit, type Detail, some } from './words.js';

export const readingRepositories = (repos: readonly string[]): Mrkdwn =>
  say`One moment: I am reading ${some(repos, 10, (repo) => code(repo))}. Nothing is stored.`;

export const readingTookTooLong = (): Mrkdwn =>
  say`The repositories took too long to read, so this dry run ended. Type it again in a few minutes; nothing was started.`;

const DETAIL: Detail = { commits: 0, output: 300, text: 300, rows: 10 };

export function previewLines(preview: Preview): Mrkdwn {
  const { facts, faults } = preview;
  return join([
    say`*Dry run for ticket ${preview.ticket}.* Nothing was stored and nothing was started.`,
    say`*Repositories*`,
    join([...facts.map(repositoryLine), ...faults.map(faultLine)]),
    ...(preview.unread.length > 0 ? unreadLines(preview.ticket, preview.unread, DETAIL) : []),
    say`*Brief*`,
    join(preview.fields.map(fieldLine)),
    ...(facts.length > 0 ? [say`*Checks*`, planLines(preview.checks, DETAIL)] : []),
    newCommands(preview.checks)
      ? say`A *new command* needs somebody with the right to merge to start the run.`
      : undefined,
    say`*Agent:* ${code(preview.agent)}`,
    whatNext(preview),
  ]);
}

const repositoryLine = ({ name, base, baseCommit, baseFrom }: Preview['facts'][number]): Mrkdwn =>
  say`• ${code(name)} from ${code(base)} at ${commit(baseCommit)}${baseFrom ? say` (${BASE_WORDS[baseFrom]})` : ''}`;

/** Commands of a repository that cannot be read are not known. */
const faultLine = (fault: Fault): Mrkdwn =>
  say`• :x: ${code(fault.repo ?? '?')}: ${troubleLine({ ...fault, at: '' })}${ownWords(fault)}`;

const ownWords = ({ code: name, detail = '' }: Fault): Mrkdwn | '' =>
  detail === '' || explained(name).what.text !== explained(name, { detail }).what.text
    ? ''
    : say` ${words(detail, 300)}`;

function fieldLine({ field, text, lack, fromTicket, link }: PreviewField): Mrkdwn {
  const head = say`• *${FIELD_WORDS[field]}*: ${lack ? lackWords(lack, field) : given(field)}${fromTicket ? say` · ${sourceWords({ source: 'ticket', ...(link ? { link } : {}) })}` : ''}`;
  return text === '' ? head : join([head, quote(text, DETAIL.text)]);
}

const given = (field: PreviewField['field']): Mrkdwn =>
  field === 'merge' ? say`as configured, unless it says otherwise` : say`given`;

function whatNext({ faults, next }: Preview): Mrkdwn {
  if (faults.length > 0) return say`A run would not begin: mend what stands under Repositories first.`;
  return next
    ? join([
        say`The first question would be about the *${FIELD_WORDS[next.field]}*: ${asking(next)}`,
        next.suggestions.length > 0 ? say`It would offer:` : undefined,
        ...next.suggestions.map((one) => say`• ${suggestionWords(one, DETAIL)}`),
      ])
    : say`Nothing would be asked: the brief is complete and would wait for \`Start run\`.`;
}
