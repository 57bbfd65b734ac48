/** Texts made to be slow: a judgement ends at once, whatever a field holds. */
import { expect, test } from '@jest/globals';
import { plannedChecks } from '../../../src/run/brief.js';
import { lackOf } from '../../../src/run/judgement.js';
import { REPOS } from './example.js';

const LENGTH = 100_000;
const PIECES = [
  '`',
  ';',
  '`;',
  '`a` ',
  'a/b ',
  ')',
  '))x',
  ' ',
  '\n',
  '\u200b',
  'ﷺ',
  'e\u0301',
  '😀',
  ':a',
  'src/login ',
  'READEM.md ',
  'fix it ',
  'yes no ',
  'tests   ',
  'npm  test ',
  'do not touch src/login, ',
  '1. add x\n',
  'https://',
  'wird noch ',
  'not src/a; ',
  'will fill it in ',
  'noch klären ',
  'is too odd ',
  'SES and also ',
  'while you are at it ',
  'broken login, ',
  'schlägt login ',
];

test.each(PIECES)('100 kB of %j', (piece) => {
  const text = piece.repeat(LENGTH / piece.length);
  const draft = Object.fromEntries(
    (['goal', 'scope', 'done', 'constraints'] as const).map((field) => [field, { text }]),
  );
  const facts = [REPOS.api, REPOS.web];
  const before = performance.now();
  for (const field of ['goal', 'scope', 'done', 'constraints'] as const)
    lackOf(field, text, { facts, draft });
  plannedChecks(text, facts);
  // What is quadratic takes minutes here.
  expect(performance.now() - before).toBeLessThan(10_000);
});
