/** Why a text is not enough, in words: what is missing, and what would do. */
import type { Field, IntakeQuestion } from '../../run/context.js';
import { type Lack, lackFrom, type StoredLack } from '../../run/lack.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import { FIELD_WORDS } from './card.js';
import { some } from './words.js';

type Reason<Kind extends Lack['kind']> = Extract<Lack, { kind: Kind }>;
type Sentences<To> = { [Kind in Lack['kind']]: (lack: Reason<Kind>, field: Field, there: Mrkdwn) => To };

/** The sentence that stands before a question; undefined where nothing was said yet. */
export function lackSentence({ lack, field, ticketSays, acceptable }: IntakeQuestion): Mrkdwn | undefined {
  const there = ticketSays === undefined ? say`What is there so far` : say`What the ticket says`;
  const reason = lackFrom(lack);
  // The text stands under the question then, whole.
  const isShown = ticketSays !== undefined || acceptable !== undefined;
  return told(SENTENCES, isShown && 'words' in reason ? { ...reason, words: '' } : reason, field, there);
}

/** A few words for a list of fields. */
export const lackWords = (lack: StoredLack, field: Field): Mrkdwn =>
  told(WORDS, lackFrom(lack), field, say`it`);

/** TypeScript does not see that the reason and its sentence belong together. */
const told = <To>(sentences: Sentences<To>, lack: Lack, field: Field, there: Mrkdwn): To =>
  (sentences[lack.kind] as (lack: Lack, field: Field, there: Mrkdwn) => To)(lack, field, there);

const SENTENCES: Sentences<Mrkdwn | undefined> = {
  missing: () => undefined,
  placeholder: (lack, _, there) => say`${there} is only a placeholder${repeated(lack.words)}.`,
  elsewhere: (lack, _, there) =>
    say`${there} points to something that I cannot see${repeated(lack.words)}. Write it out here: the agent reads only the brief and the ticket.`,
  vague: (lack, field, there) =>
    say`${there} is too vague to work from${repeated(lack.words)}: ${VAGUE[field]}.`,
  no_change: ({ words: text }, _, there) =>
    say`${there} names a place${repeated(text)}, but not what shall be different in it.`,
  several_goals: ({ goals }, _, there) =>
    join([
      say`${there} reads like ${goals.length} goals of their own:`,
      ...goals.map((goal) => say`• ${words(goal, 150)}`),
      say`A run has one goal. Name the one for this run; each of the others can be a run of its own. If they are one, say in a sentence what they have in common.`,
    ]),
  unknown_scope: ({ names, near = [] }, _, there) =>
    names.length === 0
      ? say`${there} names nothing that I can find in the repositories: no folder, file or part of them.`
      : say`I cannot find ${list(names)} in the repositories.${offered(near)} What does not exist yet is fine as well: say that it is new.`,
  feeling: (lack, _, there) =>
    say`${there} is something that one can only feel${repeated(lack.words)}. Say what one would see or measure, for instance “the page loads in less than 2 seconds, as \`npm run bench\` shows”.`,
  no_command: (_, field) => say`The ${FIELD_WORDS[field]} name no command that I could run.`,
  refused: ({ refused }) =>
    say`I start commands without a shell, so I cannot run this one: ${words(refused, 500)}.`,
  forbidden_scope: ({ names }, field) =>
    field === 'scope'
      ? say`The scope names ${list(names)}, which the constraints forbid to change. Say the scope without ${names.length > 1 ? 'them' : 'it'}, or change the constraints.`
      : say`The constraints forbid to change ${list(names)}, which the scope names. Say the constraints without that, or change the scope.`,
  unmentioned_repository: ({ names, named }) =>
    say`The scope names only paths of ${list(named)}, and nothing speaks of ${list(names)}, which this run has as well. Add what may be changed there, or say that ${names.length > 1 ? 'they stay as they are' : 'it stays as it is'}.`,
};

const VAGUE: Record<Field, Mrkdwn> = {
  goal: say`it does not say which part is meant, or what is wrong with it`,
  scope: say`it names no folder, file or part`,
  done: say`it does not say what one would see`,
  constraints: say`it does not say what must stay`,
  merge: say`it does not say how`,
};

const WORDS: Sentences<Mrkdwn> = {
  missing: () => say`*missing*`,
  placeholder: () => say`*only a placeholder*`,
  elsewhere: () => say`*points to something that is not here*`,
  vague: () => say`*too vague*`,
  no_change: () => say`*names a place*, not what shall be different there`,
  several_goals: ({ goals }) => say`*${goals.length} goals*; a run has one`,
  unknown_scope: ({ names }) =>
    names.length === 0 ? say`*names nothing that can be found*` : say`*not found*: ${list(names)}`,
  feeling: () => say`*only a feeling*; say what one would see or measure`,
  no_command: () => say`*names no command* that could be run`,
  refused: ({ refused }) => say`*cannot be run* without a shell: ${words(refused, 300)}`,
  forbidden_scope: ({ names }, field) =>
    field === 'scope'
      ? say`*forbidden by the constraints*: ${list(names)}`
      : say`*forbids what the scope names*: ${list(names)}`,
  unmentioned_repository: ({ names }) => say`*says nothing of* ${list(names)}`,
};

const repeated = (text: string): Mrkdwn | '' => (text === '' ? '' : say` (“${words(text, 100)}”)`);
const list = (names: readonly string[]): Mrkdwn => some(names, 5, (name) => code(name, 100));
const offered = (near: readonly string[]): Mrkdwn | '' =>
  near.length === 0 ? '' : say` Did you mean ${list(near)}?`;
