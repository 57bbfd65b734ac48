/**
 * How well the judgement agrees with careful colleagues. The rules were written with the learned examples in sight.
 * Those held back, a third of all, were written by others, and the rules were not written against them: of the first
 * table the kinds of misses, not the sentences, were told once and the rules were widened; of the second nothing was.
 */
import { describe, expect, test } from '@jest/globals';
import type { Field, FieldDraft } from '../../../src/run/context.js';
import { lackOf } from '../../../src/run/judgement.js';
import { type Example, REPOS } from './example.js';
import { HELD_BACK } from './held-back.js';
import { HELD_BACK_2 } from './held-back-2.js';
import { LEARNED } from './learned.js';
import { LEARNED_NEAR_MISSES } from './learned-near-misses.js';

interface Table {
  examples: readonly Example[];
  precision: number;
  recall: number;
}

const TABLES: Record<string, Table> = {
  learned: { examples: LEARNED, precision: 0.97, recall: 0.97 },
  'learned near misses': { examples: LEARNED_NEAR_MISSES, precision: 0.98, recall: 0.9 },
  'held back': { examples: [...HELD_BACK, ...HELD_BACK_2], precision: 0.95, recall: 0.9 },
};

const judged = ({ field, text, beside = {}, repos = ['api', 'web'] }: Example) => {
  const draft: Partial<Record<Field, FieldDraft>> = {};
  for (const [other, said] of Object.entries(beside))
    draft[other as Field] = { text: said, source: 'answer' };
  return lackOf(field, text, { facts: repos.map((name) => REPOS[name]), draft });
};

const quota = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);

describe.each(Object.entries(TABLES))('the examples: %s', (_, { examples, ...least }) => {
  const rows = examples.map((example) => ({ ...example, lack: judged(example) }));
  const questioned = rows.filter(({ lack }) => lack);
  const lacking = rows.filter(({ enough }) => !enough);
  const rightly = questioned.filter(({ enough }) => !enough).length;
  const wrong = rows
    .filter(({ enough, lack }) => enough === (lack !== undefined))
    .map(({ language, field, text, lack }) =>
      lack
        ? `questioned, though enough: ${language} ${field} ${JSON.stringify(text)} as ${JSON.stringify(lack)}`
        : `not questioned: ${language} ${field} ${JSON.stringify(text)}`,
    );
  const enoughOf = (what: string, is: number, must: number): string[] =>
    is >= must ? [] : [`${what} is ${is.toFixed(3)}, and must be ${must}`, ...wrong];

  test('precision: of what is questioned, so much is truly not enough', () => {
    expect(enoughOf('precision', quota(rightly, questioned.length), least.precision)).toEqual([]);
  });

  test('recall: of what is truly not enough, so much is questioned', () => {
    expect(enoughOf('recall', quota(rightly, lacking.length), least.recall)).toEqual([]);
  });
});

test('the table is wide: every language and field with both verdicts, none twice', () => {
  const kinds = new Set(LEARNED.map(({ language, field, enough }) => `${language} ${field} ${enough}`));
  expect(kinds.size).toBe(4 * 4 * 2);
  expect(LEARNED.length).toBeGreaterThanOrEqual(160);
  expect(new Set(LEARNED.map((one) => JSON.stringify(one))).size).toBe(LEARNED.length);
});
