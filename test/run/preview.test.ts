import { expect, test } from '@jest/globals';
import { previewOf } from '../../src/run/preview.js';
import type { RepoFacts } from '../../src/run/repository.js';

const API: RepoFacts = {
  name: 'api',
  base: 'main',
  baseCommit: 'a'.repeat(40),
  detected: ['npm test'],
  configured: ['npm run lint'],
  areas: ['src'],
};
const of = (fields: object, facts = [API], faults: { code: string; repo: string }[] = []) =>
  previewOf({ ticket: 'ABC-1', agent: 'script', fields }, { facts, faults });

test('each field with its lack, the checks with their source, and the first question', () => {
  const preview = of({ goal: 'TBD', scope: 'src', done: '`npm test` and `make it` pass' });
  expect(preview.fields).toEqual([
    { field: 'goal', text: 'TBD', lack: { kind: 'placeholder', words: 'TBD' } },
    { field: 'scope', text: 'src' },
    { field: 'done', text: '`npm test` and `make it` pass' },
    { field: 'constraints', text: '', lack: { kind: 'missing' } },
    { field: 'merge', text: 'default' },
  ]);
  expect(preview.checks.map(({ command, source }) => [command, source])).toEqual([
    ['npm run lint', 'configured'],
    ['npm test', 'detected'],
    ['make it', 'new'],
  ]);
  expect(preview.next).toMatchObject({ field: 'goal', lack: { kind: 'placeholder' } });
});

test('nothing is asked when the brief is complete; faults are kept beside it', () => {
  const whole = {
    goal: 'Greet people',
    scope: 'src',
    done: '`npm test`',
    constraints: 'none',
    merge: 'squash',
  };
  expect(of(whole).next).toBeUndefined();
  const faults = [{ code: 'base_missing', repo: 'web' }];
  expect(of(whole, [API], faults)).toMatchObject({ faults, fields: { length: 5 } });
});

test('the ticket fills what the wish leaves open, judged alike', () => {
  const ticket = {
    fields: { goal: 'Greet people', scope: 'TBD', done: '`make love`', merge: 'squash' },
    unread: [{ path: 'a/index.md', why: 'link' as const }],
  };
  const wish = { ticket: 'ABC-1', agent: 'script', fields: { goal: 'Greet all', constraints: ' ' } };
  const preview = previewOf(wish, { facts: [API], faults: [], ticket });
  expect(preview.fields).toEqual([
    { field: 'goal', text: 'Greet all' },
    { field: 'scope', text: 'TBD', lack: { kind: 'placeholder', words: 'TBD' }, fromTicket: true },
    { field: 'done', text: '`make love`', fromTicket: true },
    { field: 'constraints', text: '', lack: { kind: 'missing' } },
    { field: 'merge', text: 'squash', fromTicket: true },
  ]);
  expect(preview.checks.map(({ command, source }) => [command, source])).toEqual([
    ['npm run lint', 'configured'],
    ['make love', 'new'],
  ]);
  expect(preview.next).toMatchObject({ field: 'scope', lack: { kind: 'placeholder' }, ticketSays: 'TBD' });
  expect(preview.unread).toEqual(ticket.unread);
});
