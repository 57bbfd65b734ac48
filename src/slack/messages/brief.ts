/** The sentences of the brief. */
import { type Brief, FIELDS, type Field, type FieldDraft } from '../../run/context.js';
import type { BaseSource } from '../../run/repository.js';
import type { BriefView, RepoLine } from '../../run/views.js';
import { code, join, type Mrkdwn, quote, say } from '../escape.js';
import { FIELD_WORDS } from './card.js';
import { newCommands } from './checks.js';
import { startNeedNotWait } from './interview.js';
import { LABELS } from './labels.js';
import { suggestedBy } from './suggestion.js';
import { type Detail, decided, link, person, some } from './words.js';

export const canStart = (view: BriefView): boolean => view.actions.length > 0;

export const briefTitle = (view: BriefView): string => `Brief for ${view.run.ticket}`;

export const briefLead = (view: BriefView): Mrkdwn =>
  canStart(view)
    ? say`${person(view.run.requester)}, the brief for ticket ${view.run.ticket} is complete.`
    : say`The brief for ticket ${view.run.ticket}. ${briefOutcome(view)}`;

/** Each field with its source, in the order of the brief. */
export const fieldParts = (brief: Brief, draft: BriefView['draft'], detail: Detail): Mrkdwn[] =>
  FIELDS.map((field) =>
    join([
      say`*${heading(field)}*${sourceOf(field, brief, draft[field])}`,
      isUsual(field, brief)
        ? say`As each repository is configured.`
        : quote(brief[field] || '–', detail.text),
    ]),
  );

/** The word `default` says little to whoever has not read the documentation. */
const isUsual = (field: Field, brief: Brief): boolean => field === 'merge' && brief.merge === 'default';

const heading = (field: Field): string => FIELD_WORDS[field].replace(/^./u, (letter) => letter.toUpperCase());

function sourceOf(field: Field, brief: Brief, draft: FieldDraft | undefined): Mrkdwn {
  if (brief.unclear.includes(field) || draft?.source === 'accepted_unclear')
    return say` · *accepted unclear*${draft?.decision ? say` by ${decided(draft.decision)}` : ''}`;
  if (!draft) return say` · ${SOURCES.default}`;
  const by = draft.decision && OWN_WORDS.has(draft.source) ? say` by ${decided(draft.decision)}` : '';
  const where = draft.suggested && suggestedBy(draft.suggested);
  if (where) return say` · ${where}, chosen${by}`;
  return say` · ${sourceWords(draft)}${by}`;
}

/** An issue and a message are led to. */
export function sourceWords({ source, link: to }: Pick<FieldDraft, 'source' | 'link'>): Mrkdwn {
  if (to && source === 'ticket') return say`from issue ${link(to.address, to.issue ?? 'the issue')}`;
  if (to && source === 'message') return say`from ${link(to.address, 'the message')}`;
  return SOURCES[source];
}

const SOURCES = {
  flag: say`from the command`,
  answer: say`answered`,
  form: say`from the form`,
  suggestion: say`a suggestion, chosen`,
  ticket: say`from the ticket`,
  message: say`from the message`,
  default: say`default`,
  accepted_unclear: say`*accepted unclear*`,
} as const satisfies Record<FieldDraft['source'], Mrkdwn>;

/** Sources that name their author; the command's is the requester. */
const OWN_WORDS = new Set<FieldDraft['source']>(['answer', 'form', 'suggestion']);

/** Why starting needs more than the right to start. */
export const newCommandNote = (view: BriefView): Mrkdwn | undefined =>
  canStart(view) && newCommands(view.brief.checks)
    ? say`A *new command* is neither configured nor found in the repository, so \`${LABELS.start}\` needs the right to merge.`
    : undefined;

/** `api from main (its default branch), web`. */
export const baseList = (repos: readonly RepoLine[], rows: number): Mrkdwn =>
  some(repos, rows, ({ name, base, baseFrom }) =>
    base === undefined
      ? code(name)
      : say`${code(name)} from ${code(base)}${baseFrom ? say` (${BASE_WORDS[baseFrom]})` : ''}`,
  );

/** Who named the base. */
export const BASE_WORDS = {
  asked: 'as asked for',
  configured: 'as configured',
  default: 'its default branch',
} as const satisfies Record<BaseSource, string>;

/** What a person would miss in the workspace. */
export const submoduleNote = ({ repos }: BriefView, detail: Detail): Mrkdwn | undefined => {
  const lines = repos.flatMap(({ name, submodules = [] }) =>
    submodules.length > 0
      ? [
          say`The submodules of ${code(name)} are not fetched, their folders stay empty: ${some(submodules, Math.min(5, detail.rows), (path) => code(path))}. A \`setup\` command can fetch them.`,
        ]
      : [],
  );
  return lines.length > 0 ? join(lines) : undefined;
};

/** What may still come. */
export const interviewNote = ({ interviewer }: BriefView): Mrkdwn | undefined =>
  interviewer === undefined ? undefined : startNeedNotWait(interviewer);

export const howToStart = (view: BriefView): Mrkdwn =>
  say`${person(view.run.requester)}, press \`${LABELS.start}\` when it is right, \`${LABELS.edit_brief}\` to change it. Nothing is made before that.`;

/** Who started or ended it. */
export function briefOutcome(view: BriefView): Mrkdwn {
  if (view.startedBy) return say`Started by ${decided(view.startedBy)}`;
  const { outcome, by } = view.closed ?? {};
  if (outcome === 'lapsed') return say`Lapsed: nobody started it within seven days.`;
  if (outcome) return by ? say`Cancelled by ${decided(by)}` : say`Cancelled.`;
  return say`It waits until the open question in this thread is answered.`;
}
