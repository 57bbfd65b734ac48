import { describe, expect, test } from '@jest/globals';
import { plannedChecks } from '../../src/run/brief.js';
import type { Field } from '../../src/run/context.js';
import { lackOf } from '../../src/run/judgement.js';
import type { RepoFacts } from '../../src/run/repository.js';
import { isTicket } from '../../src/run/wish.js';

const repo = (name: string, detected: string[], configured: string[] = []): RepoFacts => ({
  name,
  base: 'main',
  baseCommit: 'b'.repeat(40),
  detected,
  configured,
  areas: [],
});
const api = repo('api', ['npm test', 'npm run lint']);
const web = repo('web', ['npm test'], ['make check']);

describe('what a field lacks', () => {
  test.each<[Field, string, unknown]>([
    ['goal', '', { kind: 'missing' }],
    ['goal', '   ', { kind: 'missing' }],
    ['goal', 'TBD', { kind: 'placeholder' }],
    ['goal', 'todo.', { kind: 'placeholder' }],
    ['goal', 'weiß noch nicht', { kind: 'placeholder' }],
    ['goal', 'weiß ich noch nicht', { kind: 'placeholder' }],
    ['goal', 'Add a login form and also migrate billing', { goals: ['Add a login form', 'migrate billing'] }],
    ['goal', '???', { kind: 'placeholder' }],
    ['goal', 'n/a', { kind: 'placeholder' }],
    ['goal', 'none', { kind: 'placeholder' }],
    ['goal', 'same as before', { kind: 'elsewhere' }],
    ['goal', 'you know', { kind: 'elsewhere' }],
    ['goal', 'fix it', { kind: 'vague' }],
    ['goal', 'make it better', { kind: 'vague' }],
    ['goal', 'it should work', { kind: 'vague' }],
    ['goal', 'Fix the rounding of totals in the cart', undefined],
    ['goal', 'Make greetings work for empty names', undefined],
    ['scope', 'n/a', { kind: 'placeholder' }],
    ['scope', 'README only', undefined],
    ['done', 'works', { kind: 'vague' }],
    ['done', 'TBD', { kind: 'placeholder' }],
    ['done', 'the page looks nice', { kind: 'vague' }],
    ['done', 'the login page looks nice', { kind: 'feeling' }],
    ['done', 'npm test passes', undefined],
    ['done', 'all tests pass', undefined],
    ['done', '`./scripts/e2e.sh --fast` passes', undefined],
    [
      'done',
      '`npm test | tee log`',
      { kind: 'refused', refused: expect.stringContaining('put it in a script') },
    ],
    ['constraints', 'none', undefined],
    ['constraints', 'n/a', undefined],
    ['constraints', 'TBD', { kind: 'placeholder' }],
    ['constraints', '', { kind: 'missing' }],
    ['merge', 'default', undefined],
  ])('%s: %j → %j', (field, text, lack) => {
    const found = lackOf(field, text, { facts: [api, web], draft: {} });
    if (lack === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(lack as object);
  });
});

describe('from done criteria to commands', () => {
  const plans = (done: string, facts = [api, web]) =>
    plannedChecks(done, facts).map(({ repo, command, source }) => `${repo}: ${command} (${source})`);

  test('configured checks run as well, each once', () => {
    expect(plans('`make check` passes in web')).toEqual(['web: make check (configured)']);
  });
  test('a known command runs in each repository that has it', () => {
    expect(plans('npm test passes')).toEqual([
      'web: make check (configured)',
      'api: npm test (detected)',
      'web: npm test (detected)',
    ]);
  });
  test('a criterion that names a repository means that one', () => {
    expect(plans('npm test passes in api')).toContain('api: npm test (detected)');
    expect(plans('npm test passes in api')).not.toContain('web: npm test (detected)');
  });
  test('an unknown command is new', () => {
    expect(plans('`./e2e.sh` is green in api')).toContain('api: ./e2e.sh (new)');
  });
  test('criteria are separated by lines and semicolons, not inside backticks', () => {
    expect(plans('`npm test` in api; `npm run lint` in api')).toEqual([
      'web: make check (configured)',
      'api: npm test (detected)',
      'api: npm run lint (detected)',
    ]);
  });
  test('part of a word is no command', () => {
    expect(plans('the pnpm testing guide is updated', [api])).toEqual([]);
  });
});

describe('tickets', () => {
  test.each([
    ['ABC-12', true],
    ['a', true],
    ['1.2_3-x', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
    ['', false],
    ['-x', false],
    ['.x', false],
    ['a..b', false],
    ['a.lock', false],
    ['a.LOCK', false],
    ['a.', false],
    ['a/b', false],
    ['ä1', false],
    ['a b', false],
    ['a\n', false],
  ])('%j → %s', (ticket, ok) => {
    expect(isTicket(ticket)).toBe(ok);
  });
});
