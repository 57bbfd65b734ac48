/** What a message says about which fields; what must not be taken for something else. */
import { describe, expect, test } from '@jest/globals';
import type { Field } from '../../src/run/context.js';
import { partsOf } from '../../src/run/parts.js';
import type { RepoFacts } from '../../src/run/repository.js';

const API: RepoFacts = {
  name: 'api',
  base: 'main',
  baseCommit: 'b'.repeat(40),
  detected: ['npm test', 'npm run lint'],
  configured: [],
  areas: ['src', 'src/login'],
};
const read = (text: string, asked: Field = 'scope', takesDone = true) =>
  partsOf(text, asked, [API], takesDone).texts;

describe('labels', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'a line that begins with `%s:` was taken for the label of a field without a name',
    (word) => {
      const text = `${word}: takes a name\nand greets`;
      expect(partsOf(text, 'goal', [API], true)).toEqual({ texts: { goal: text }, labelled: [] });
    },
  );

  test.each<[string, Field, object]>([
    [
      'Goal: Log in by mail\nScope: src/login\nDone: `npm test` passes',
      'goal',
      { goal: 'Log in by mail', scope: 'src/login', done: '`npm test` passes' },
    ],
    [
      '*Goal:* Log in\n*Scope*: src\n• Done criteria: `npm test`\n- Constraints: none',
      'scope',
      { goal: 'Log in', scope: 'src', done: '`npm test`', constraints: 'none' },
    ],
    [
      'Ziel: Anmelden\nUmfang: src/login\nFertig, wenn: …',
      'goal',
      { goal: 'Anmelden', scope: 'src/login', done: '…' },
    ],
    [
      'Umfang: src\nAkzeptanzkriterien:\n- `npm test`\n- `npm run lint`\nEinschränkungen: keine',
      'scope',
      { scope: 'src', done: '- `npm test`\n- `npm run lint`', constraints: 'keine' },
    ],
    [
      'Objectif : se connecter\nPérimètre : src\nTerminé : `npm test` passe',
      'goal',
      { goal: 'se connecter', scope: 'src', done: '`npm test` passe' },
    ],
    [
      'Objetivo: entrar\nAlcance: src\nHecho: `npm test` pasa',
      'goal',
      { goal: 'entrar', scope: 'src', done: '`npm test` pasa' },
    ],
    ['src/login. Done: `npm test` passes', 'scope', { scope: 'src/login.', done: '`npm test` passes' }],
    ['Scope: src, done: npm test passes', 'scope', { scope: 'src', done: 'npm test passes' }],
    ['*Scope*: *everything* in src', 'goal', { scope: '*everything* in src' }],
    ['Here it is:\n\nScope: src', 'goal', { scope: 'src' }],
    [
      '## Scope\nsrc\n## Out of scope\nthe docs',
      'scope',
      { scope: 'src', constraints: 'Out of scope:\nthe docs' },
    ],
    ['Out of scope: the docs', 'scope', { constraints: 'Out of scope: the docs' }],
    ['squash it\nMerge: squash', 'constraints', { constraints: 'squash it', merge: 'squash' }],
  ])('%j', (text, asked, texts) => expect(read(text, asked)).toEqual(texts));
});

describe('no labels', () => {
  test.each([
    'But: not the tests',
    '> Scope: src\nas you wrote',
    'Note: the goal is far away: see http://example.com/goal',
    'Rename the fields, goal: string, scope: string',
    'the file `Goal: x. Scope: y`',
    '```\nGoal: x\nScope: y\n```',
    'Summary: nothing',
    'http://localhost:3000/done',
    'src/login\n\nsrc/cart',
  ])('%j', (text) => expect(read(text, 'goal')).toEqual({ goal: text }));
});

describe('done criteria within an answer about the scope', () => {
  test.each([
    ['only src/login, and npm test must pass', 'only src/login', 'npm test must pass'],
    ['src/login; `npm test`', 'src/login', '`npm test`'],
    ['src/login and src/cart.\n`make e2e` is green', 'src/login and src/cart', '`make e2e` is green'],
    ['nur src/login, und npm test läuft durch', 'nur src/login', 'npm test läuft durch'],
    ['seulement src/login et `npm test` passe', 'seulement src/login', '`npm test` passe'],
    ['solo src/login y `npm run lint` pasa', 'solo src/login', '`npm run lint` pasa'],
    ['src, tests pass, npm run lint passes', 'src', 'tests pass\nnpm run lint passes'],
  ])('%j', (text, scope, done) => expect(read(text)).toEqual({ scope, done }));

  test.each([
    'only `src/login.ts`',
    'src/login, and how `npm test` is configured',
    'src/login, and npm test need not pass',
    '`npm test` passes',
    'npm test must pass in src/login',
    'src/login and `src/pass/green.ts`',
    'src, `make e2e`',
    'src, and `make e2e | tee log` passes',
    'src, and everything works',
    'the login, clean and green',
  ])('%j is scope alone', (text) => expect(read(text)).toEqual({ scope: text }));

  test('not where criteria are there, nor for another question', () => {
    const text = 'only src/login, and npm test must pass';
    expect(read(text, 'scope', false)).toEqual({ scope: text });
    expect(read(text, 'goal')).toEqual({ goal: text });
  });
});

test.each([' ', '. ', ', ', 'a: ', '`', '\n', '; done: ', ' and ', '*', '# '])(
  '100 kB of %j are read at once',
  (piece) => {
    const started = performance.now();
    for (const size of [100_000, 14_000]) read(piece.repeat(size / piece.length));
    expect(performance.now() - started).toBeLessThan(5_000);
  },
);
