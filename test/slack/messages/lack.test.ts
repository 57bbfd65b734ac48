/** Every reason in words: what is missing, and what would do. */
import { expect, test } from '@jest/globals';
import type { Field, IntakeQuestion } from '../../../src/run/context.js';
import type { StoredLack } from '../../../src/run/lack.js';
import { lackSentence, lackWords } from '../../../src/slack/messages/lack.js';

const sentence = (field: Field, lack: StoredLack, more: Partial<IntakeQuestion> = {}) =>
  lackSentence({ id: 'q1', field, lack, suggestions: [], ...more })?.text;

test.each<[Field, StoredLack, string | undefined, string]>([
  ['goal', { kind: 'missing' }, undefined, '*missing*'],
  [
    'goal',
    { kind: 'placeholder', words: 'TBD' },
    'What is there so far is only a placeholder (“TBD”).',
    '*only a placeholder*',
  ],
  [
    'goal',
    { kind: 'elsewhere', words: 'wie besprochen' },
    'What is there so far points to something that I cannot see (“wie besprochen”). Write it out here: the agent reads only the brief and the ticket.',
    '*points to something that is not here*',
  ],
  [
    'goal',
    { kind: 'vague', words: 'fix it' },
    'What is there so far is too vague to work from (“fix it”): it does not say which part is meant, or what is wrong with it.',
    '*too vague*',
  ],
  [
    'goal',
    { kind: 'no_change', words: 'the login' },
    'What is there so far names a place (“the login”), but not what shall be different in it.',
    '*names a place*, not what shall be different there',
  ],
  [
    'goal',
    { kind: 'several_goals', goals: ['Add login', 'Migrate billing'] },
    'What is there so far reads like 2 goals of their own:\n• Add login\n• Migrate billing\nA run has one goal. Name the one for this run; each of the others can be a run of its own. If they are one, say in a sentence what they have in common.',
    '*2 goals*; a run has one',
  ],
  [
    'scope',
    { kind: 'unknown_scope', names: [] },
    'What is there so far names nothing that I can find in the repositories: no folder, file or part of them.',
    '*names nothing that can be found*',
  ],
  [
    'scope',
    { kind: 'unknown_scope', names: ['source/login', 'lib'], near: ['src/login'] },
    'I cannot find `source/login`, `lib` in the repositories. Did you mean `src/login`? What does not exist yet is fine as well: say that it is new.',
    '*not found*: `source/login`, `lib`',
  ],
  [
    'done',
    { kind: 'feeling', words: 'all are happy' },
    'What is there so far is something that one can only feel (“all are happy”). Say what one would see or measure, for instance “the page loads in less than 2 seconds, as `npm run bench` shows”.',
    '*only a feeling*; say what one would see or measure',
  ],
  [
    'done',
    { kind: 'no_command' },
    'The done criteria name no command that I could run.',
    '*names no command* that could be run',
  ],
  [
    'done',
    { kind: 'refused', refused: '`a | b`: no' },
    'I start commands without a shell, so I cannot run this one: `a | b`: no.',
    '*cannot be run* without a shell: `a | b`: no',
  ],
  [
    'scope',
    { kind: 'forbidden_scope', names: ['src/login'] },
    'The scope names `src/login`, which the constraints forbid to change. Say the scope without it, or change the constraints.',
    '*forbidden by the constraints*: `src/login`',
  ],
  [
    'scope',
    { kind: 'forbidden_scope', names: ['src', 'lib'] },
    'The scope names `src`, `lib`, which the constraints forbid to change. Say the scope without them, or change the constraints.',
    '*forbidden by the constraints*: `src`, `lib`',
  ],
  [
    'constraints',
    { kind: 'forbidden_scope', names: ['src/login'] },
    'The constraints forbid to change `src/login`, which the scope names. Say the constraints without that, or change the scope.',
    '*forbids what the scope names*: `src/login`',
  ],
  [
    'scope',
    { kind: 'unmentioned_repository', names: ['api'], named: ['web'] },
    'The scope names only paths of `web`, and nothing speaks of `api`, which this run has as well. Add what may be changed there, or say that it stays as it is.',
    '*says nothing of* `api`',
  ],
  [
    'scope',
    { kind: 'unmentioned_repository', names: ['api', 'ops'], named: ['web'] },
    'The scope names only paths of `web`, and nothing speaks of `api`, `ops`, which this run has as well. Add what may be changed there, or say that they stay as they are.',
    '*says nothing of* `api`, `ops`',
  ],
])('%s: %j', (field, lack, whole, short) => {
  expect(sentence(field, lack)).toBe(whole);
  expect(lackWords(lack, field).text).toBe(short);
});

test.each<[StoredLack, RegExp | undefined]>([
  ['missing', undefined],
  ['placeholder', /is only a placeholder\.$/],
  ['vague', /too vague to work from: it does not/],
  ['no_command', /name no command/],
  [{ refused: 'a | b' }, /without a shell.*a \| b/],
])('a question that an earlier version stored, %j, keeps its sentence', (lack, whole) => {
  const told = sentence('goal', lack);
  if (whole) expect(told).toMatch(whole);
  else expect(told).toBeUndefined();
});

test('what stands under the question anyway is not said twice', () => {
  const lack = { kind: 'vague', words: 'fix it' } as const;
  expect(sentence('goal', lack, { ticketSays: 'fix it' })).not.toMatch(/fix it/);
  expect(sentence('goal', lack, { acceptable: 'fix it' })).not.toMatch(/fix it/);
});
