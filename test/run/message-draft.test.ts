/** What a message and its thread say about a brief. */
import { describe, expect, test } from '@jest/globals';
import { messageDraft } from '../../src/run/message-draft.js';

const of = (message: string, ...others: string[]) => messageDraft(message, others);

describe('labelled lines', () => {
  test.each([
    ['Scope: src/login', { scope: 'src/login' }],
    ['*Scope:* src/login', { scope: 'src/login' }],
    ['*Scope*: src/login', { scope: 'src/login' }],
    ['- Scope: src/login', { scope: 'src/login' }],
    ['*Done when:* `npm test` passes', { done: '`npm test` passes' }],
    ['Done: `npm test` passes', { done: '`npm test` passes' }],
    ['Fertig: `npm test`', { done: '`npm test`' }],
    ['## Scope: src/login', { scope: 'src/login' }],
    ['Umfang: src/login', { scope: 'src/login' }],
    ["Critères d'acceptation : `npm test`", { done: '`npm test`' }],
    ['Alcance: src', { scope: 'src' }],
    ['Constraints: none', { constraints: 'none' }],
    ['Out of scope: the old form', { constraints: 'Out of scope: the old form' }],
    ['Scope: *everything* in src', { scope: '*everything* in src' }],
    ['Done when:\n- a works\n• b works\n1. c works', { done: 'a works\nb works\nc works' }],
    ['*Acceptance criteria*\n\n- [ ] a\n- [x] b', { done: 'a\nb' }],
    ['## Scope\nsrc/a\nsrc/b', { scope: 'src/a\nsrc/b' }],
    ['Scope:\nsrc/a\n\nand so on', { scope: 'src/a', goal: '\nand so on' }],
  ])('%j', (text, fields) => {
    expect(of(`Log in by passkey\n${text}`)).toEqual({
      ...fields,
      goal: ['Log in by passkey', ...('goal' in fields ? [fields.goal] : [])].join('\n'),
    });
  });

  test.each([
    'But: it must not break',
    'Merge: tomorrow',
    'See: src/login',
    '> Scope: src/login',
    '```\nScope: src\n```',
    'https://example.com/scope: x',
    'The scope: is wide',
  ])('%j is talk', (text) => {
    expect(of(text)).toEqual({ goal: text });
  });

  test('a message of nothing but labels has no goal, or the one that it names', () => {
    expect(of('Scope: src')).toEqual({ scope: 'src' });
    expect(of('Goal: Log in\nScope: src')).toEqual({ goal: 'Log in', scope: 'src' });
  });
});

describe('a thread', () => {
  test('fills what the message leaves open; the newest counts, and no goal is taken from it', () => {
    const others = [
      'Goal: something else\nScope: src/old',
      'Scope: src/new\nConstraints: none',
      'Done: deployed',
      'Hecho: ya',
    ];
    expect(of('Log in', ...others)).toEqual({ goal: 'Log in', scope: 'src/new', constraints: 'none' });
    expect(of('Log in\nScope: mine', ...others)).toMatchObject({ scope: 'mine' });
  });
});

test.each([
  ['colons', ':'.repeat(100_000)],
  ['a heading of colons', `# ${':'.repeat(100_000)}x`],
  ['labels', 'Scope: x\n'.repeat(20_000)],
  ['stars', '*'.repeat(100_000)],
  ['spaces', `Scope:${' '.repeat(100_000)}x`],
  ['spaces before', `${' '.repeat(100_000)}x`],
  ['items', `${'- '.repeat(50_000)}`],
  ['backticks', '`'.repeat(100_000)],
])('100 kB of %s take no time', (_, text) => {
  const begun = performance.now();
  of(text, text);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
