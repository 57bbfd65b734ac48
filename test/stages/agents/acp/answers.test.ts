/** A person's answer, spelled for each agent. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GuidanceAnswer } from '../../../../src/run/guidance-request.js';
import { answerTo, lastsLonger, refusalOf } from '../../../../src/stages/agents/acp/answers.js';
import { REQUESTS } from './samples.js';

const decision = { by: 'U1', at: '2026-11-26T10:00:00.000Z' };
const says = (text: string, more: Partial<GuidanceAnswer> = {}): GuidanceAnswer => ({
  text,
  decision,
  ...more,
});
const permits = (choice: 'once' | 'always' | 'reject', note?: string) =>
  says(choice, { permit: { choice, ...(note ? { note } : {}) } });
const to = (name: string, answer: GuidanceAnswer | undefined) =>
  answerTo(REQUESTS[name]!.method, REQUESTS[name]!.params, answer);
const selected = (optionId: string) => ({ outcome: { outcome: 'selected', optionId } });
const CANCELLED = { outcome: { outcome: 'cancelled' } };

describe('permissions', () => {
  test.each([
    ['claude-perm-0', 'allow-once', 'reject'],
    ['codex-perm-0', 'allow_once', 'cancel'],
    ['opencode-perm-0', 'once', 'reject'],
    ['gemini-basic-2', 'proceed_once', 'cancel'],
    ['gemini-mcp-0', 'proceed_once', 'cancel'],
  ])('%s', (name, once, reject) => {
    expect(to(name, permits('once'))).toEqual(selected(once));
    expect(to(name, permits('always'))).toEqual(selected(once));
    expect(to(name, permits('reject', 'use make'))).toEqual(selected(reject));
    expect(to(name, undefined)).toEqual(CANCELLED);
    expect(to(name, says('yes, do'))).toEqual(CANCELLED);
  });

  const option = (kind: string, name = kind) => ({ optionId: `id of ${kind} ${name}`, kind, name });
  const asks = (...options: unknown[]) => ({ toolCall: { title: 'x' }, options });
  const answer = (params: unknown, choice: 'once' | 'reject') =>
    answerTo('session/request_permission', params, permits(choice));

  test('without allow_once the weakest that there is, and it is known', () => {
    const params = asks(
      option('reject_always'),
      option('allow_always', 'Always, everywhere'),
      option('allow_always', 'For this session'),
    );
    expect(answer(params, 'once')).toEqual(selected('id of allow_always For this session'));
    expect(answer(params, 'reject')).toEqual(selected('id of reject_always reject_always'));
    expect(lastsLonger('session/request_permission', params)).toBe(true);
    expect(
      lastsLonger('session/request_permission', asks(option('allow_always'), option('allow_once'))),
    ).toBe(false);
  });

  test('where nothing says no, the request is cancelled; nothing is chosen by its name', () => {
    expect(answer(asks(option('allow_once')), 'reject')).toEqual(CANCELLED);
    expect(answer(asks({ optionId: 'allow_once', name: 'Allow' }), 'once')).toEqual(CANCELLED);
  });
});

const accepts = (content: object) => ({ action: 'accept', content });

describe('questions', () => {
  test.each<[string, GuidanceAnswer | undefined, unknown]>([
    ['claude-ask-0', says('SQLite'), accepts({ question_0: 'SQLite' })],
    ['claude-ask-0', says('sqlite'), accepts({ question_0: 'SQLite' })],
    ['claude-ask-0', says('DuckDB, please'), accepts({ question_0_custom: 'DuckDB, please' })],
    ['claude-ask-0', undefined, { action: 'cancel' }],
    [
      'claude-ask-1',
      says('both', { values: { g1: ['Postgres', 'SQLite'] } }),
      accepts({ question_0: ['Postgres', 'SQLite'] }),
    ],
    ['claude-ask-1', says('Postgres, SQLite'), accepts({ question_0: ['Postgres', 'SQLite'] })],
    ['claude-ask-1', says('Postgres'), accepts({ question_0: ['Postgres'] })],
    ['claude-ask-1', says('Postgres, but small'), accepts({ question_0_custom: 'Postgres, but small' })],
    ['codex-ask-0', says('SQLite'), accepts({ choice: 'SQLite' })],
    ['codex-ask-0', says('DuckDB'), accepts({ choice: 'None of the above', choice_note: 'DuckDB' })],
    ['codex-ask-0', says('SQLite', { permit: { choice: 'reject' } }), { action: 'decline' }],
    ['codex-ask-0', undefined, { action: 'cancel' }],
  ])('%s ← %j', (name, answer, result) => {
    expect(to(name, answer)).toEqual(result);
  });

  test('the values of a form in the types of its fields', () => {
    const properties = {
      name: { type: 'string' },
      count: { type: 'integer' },
      share: { type: 'number' },
      sure: { type: 'boolean' },
      one: { oneOf: [{ const: 'a', title: 'A' }] },
      some: { type: 'array', items: { enum: ['x', 'y'] } },
    };
    const params = { mode: 'form', message: 'm', requestedSchema: { properties, required: ['count'] } };
    const values = {
      name: 'n',
      count: '3',
      share: '0,5',
      sure: 'yes',
      one: 'a',
      some: ['x', 'z'],
      foreign: 'f',
    };
    const answer = (given: GuidanceAnswer['values']) =>
      answerTo('elicitation/create', params, says('', given ? { values: given } : {}));
    expect(answer(values)).toEqual(
      accepts({ name: 'n', count: 3, share: 0.5, sure: true, one: 'a', some: ['x'] }),
    );
    expect(answer({ ...values, count: '3.5' })).toEqual({ action: 'decline' });
    expect(answer({ count: 4, one: 'b', some: 'x' })).toEqual(accepts({ count: 4, some: ['x'] }));
    expect(answer(undefined)).toEqual({ action: 'decline' });
  });

  test('fields that are called like something that every object has', () => {
    const names = ['constructor', '__proto__', 'toString'];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    const params = { message: 'x', requestedSchema: { properties, required: names } };
    const answer = (values: Record<string, string>) =>
      answerTo('elicitation/create', params, says('x', { values }));
    expect(answer({ other: 'a' })).toEqual({ action: 'decline' });
    expect(answer({ constructor: 'a' } as never)).toEqual({ action: 'decline' });
    const values = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
    expect(JSON.stringify(answer(values))).toBe(JSON.stringify({ action: 'accept', content: values }));
  });

  test('an address, a yes or no, a single text', () => {
    const url = { mode: 'url', message: 'm', url: 'https://example.com' };
    expect(answerTo('elicitation/create', url, says('done'))).toEqual({ action: 'accept' });
    const consent = { mode: 'form', message: 'm', requestedSchema: { properties: {} } };
    expect(answerTo('elicitation/create', consent, permits('once'))).toEqual(accepts({}));
    expect(answerTo('elicitation/create', consent, permits('reject'))).toEqual({ action: 'decline' });
    const text = { mode: 'form', message: 'm', requestedSchema: { properties: { a: { type: 'string' } } } };
    expect(answerTo('elicitation/create', text, says('words'))).toEqual(accepts({ a: 'words' }));
    expect(answerTo('elicitation/create', { ...text, requestedSchema: {} }, says('words'))).toEqual({
      action: 'decline',
    });
  });
});

describe('vendors', () => {
  const qwen = (...questions: unknown[]) => ({
    options: [
      { optionId: 'cancel', kind: 'reject_once' },
      { optionId: 'proceed_once', kind: 'allow_once' },
    ],
    toolCall: { _meta: { qwenInteractionKind: 'user_question', qwenQuestions: questions } },
  });
  const WHICH = { question: 'Which?', options: [{ label: 'A' }, { label: 'B' }] };
  const ask = (params: unknown, answer: GuidanceAnswer | undefined) =>
    answerTo('session/request_permission', params, answer);

  test('Qwen', () => {
    expect(ask(qwen(WHICH), says('a'))).toEqual({ ...selected('proceed_once'), answers: { 0: 'A' } });
    expect(ask(qwen(WHICH), says('C!'))).toEqual({ ...selected('proceed_once'), answers: { 0: 'C!' } });
    expect(ask(qwen({ ...WHICH, multiSelect: true }), says('A, B'))).toEqual({
      ...selected('proceed_once'),
      answers: { 0: 'A, B' },
    });
    expect(ask(qwen(WHICH, WHICH), says('', { values: { 0: 'A', 1: 'B' } }))).toEqual({
      ...selected('proceed_once'),
      answers: { 0: 'A', 1: 'B' },
    });
    expect(ask(qwen(WHICH), undefined)).toEqual(CANCELLED);
  });

  test('Cursor', () => {
    const params = { questions: [{ id: 'q', prompt: 'Which?', options: [{ id: 'a', label: 'A' }] }] };
    const question = (answer: GuidanceAnswer | undefined) => answerTo('cursor/ask_question', params, answer);
    expect(question(says('A'))).toEqual({
      outcome: { outcome: 'answered', answers: [{ questionId: 'q', selectedOptionIds: ['a'] }] },
    });
    expect(question(says('something else'))).toEqual({
      outcome: { outcome: 'skipped', reason: 'something else' },
    });
    expect(question(undefined)).toEqual(CANCELLED);
    expect(answerTo('cursor/create_plan', {}, permits('always'))).toEqual({
      outcome: { outcome: 'accepted' },
    });
    expect(answerTo('cursor/create_plan', {}, permits('reject', 'smaller'))).toEqual({
      outcome: { outcome: 'rejected', reason: 'smaller' },
    });
    expect(answerTo('cursor/create_plan', {}, undefined)).toEqual(CANCELLED);
  });
});

test('what nobody was asked is refused in its own words', () => {
  expect(refusalOf(REQUESTS['gemini-basic-2']!.method, REQUESTS['gemini-basic-2']!.params)).toEqual(
    selected('cancel'),
  );
  expect(refusalOf('elicitation/create', { mode: 'url', message: 'm', url: 'http://example.com' })).toEqual({
    action: 'decline',
  });
  expect(refusalOf('session/request_permission', {})).toEqual(CANCELLED);
  expect(refusalOf('cursor/ask_question', {})).toEqual({ outcome: { outcome: 'skipped', reason: '' } });
  expect(refusalOf('cursor/create_plan', {})).toEqual({ outcome: { outcome: 'rejected' } });
});

test('nothing throws, whatever was asked and answered', () => {
  const methods = [
    'session/request_permission',
    'elicitation/create',
    'cursor/ask_question',
    'cursor/create_plan',
    'x',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...methods), fc.jsonValue(), fc.string(), (method, params, text) => {
      expect(answerTo(method, params, says(text))).toBeDefined();
      expect(answerTo(method, params, permits('once'))).toBeDefined();
    }),
  );
});
