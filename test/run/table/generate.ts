/** The table of every gesture and button in every situation, read from the machine, the policy and the outlook. */
import type { Effect } from '../../../src/run/effects.js';
import type { PersonEventType } from '../../../src/run/events.js';
import type { Action, View } from '../../../src/run/views.js';
import { LABELS, labelOf } from '../../../src/slack/messages/labels.js';
import { CARRIES, GESTURES } from './gestures.js';
import { mayDo } from './people.js';
import { SAMPLE_NAMES, type SampleName, sample } from './samples.js';
import { ROLES, statusOf } from './truth.js';

export interface Outcome {
  applied: boolean;
  status: string;
  /** Effects that are not Slack's, in order. */
  does: string[];
  /** Messages that are posted or drawn anew. */
  read: string[];
}

const known = new Map<string, Outcome>();

/** What a gesture by somebody with the right does to a fresh sample. */
export function outcomeOf(name: SampleName, type: PersonEventType): Outcome {
  const outcome = known.get(`${name}: ${type}`) ?? tried(name, type);
  known.set(`${name}: ${type}`, outcome);
  return outcome;
}

function tried(name: SampleName, type: PersonEventType): Outcome {
  const walk = sample(name);
  walk.does(type, { actor: 'U0ZED', ...CARRIES[type](walk.run) });
  const { changed, effects, status } = walk.decided;
  const does = effects.filter(({ kind }) => !kind.startsWith('slack.')).map(named);
  const read = effects.flatMap((effect) =>
    'ref' in effect.params ? `${effect.kind === 'slack.post' ? 'new ' : ''}${effect.params.ref}` : [],
  );
  return { applied: changed, status, does, read };
}

function named({ kind, params }: Effect): string {
  if ('mode' in params) return `${kind} (${params.mode})`;
  return 'discard' in params && params.discard ? `${kind} (all)` : kind;
}

/** The buttons of each message that has some, by the message's reference. */
export function buttonsOf(name: SampleName): { ref: string; actions: Action[] }[] {
  return [...sample(name).views.values()]
    .filter((view: View) => view.actions.length > 0)
    .map(({ ref, actions }) => ({ ref, actions }));
}

export const table = (): string =>
  `${[
    '# Every gesture and button in every situation',
    'Written by `test/run/table/table.test.ts` with `UPDATE_TABLE=1`; never by hand.',
    '## Who may',
    whoMay(),
    '## What works where',
    '`·` is late: nothing changes. A word is the state afterwards, `=` the same one.',
    matrix(),
    ...SAMPLE_NAMES.map(situation),
  ].join('\n\n')}\n`;

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rows = (head: readonly string[], body: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');

const whoMay = () =>
  rows(
    ['gesture', ...ROLES],
    GESTURES.map((type) => [type, ...ROLES.map((role) => (mayDo(role, type) ? 'may' : '·'))]),
  );

const matrix = () =>
  rows(
    ['situation', ...GESTURES],
    SAMPLE_NAMES.map((name) => [name, ...GESTURES.map((type) => cell(name, outcomeOf(name, type)))]),
  );

function cell(name: SampleName, { applied, status }: Outcome): string {
  if (!applied) return '·';
  return status === statusOf(name) ? '=' : status;
}

function situation(name: SampleName): string {
  const outcomes = GESTURES.map((type) => [type, outcomeOf(name, type)] as const);
  const works = outcomes.filter(([, { applied }]) => applied);
  const body = works.map(([type, { status, does, read }]) => [
    type,
    status,
    does.join(', ') || '–',
    read.join(', ') || '–',
  ]);
  const buttons = buttonsOf(name).map(
    ({ ref, actions }) => `- ${ref}: ${actions.map((one) => `\`${labelOf(one)}\``).join(' ')}`,
  );
  return [
    `## ${name}`,
    buttons.length > 0 ? buttons.join('\n') : 'No buttons.',
    ...(body.length > 0 ? [rows(['gesture', 'then', 'does', 'others read'], body)] : []),
  ].join('\n\n');
}

/** Every button that there is but the options of questions. */
export const BUTTONS = ['answer', ...Object.keys(LABELS)] as Action['do'][];
