/** The generated table against the contract as it was written down by hand, and against its last written form. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { labelOf } from '../../../src/slack/messages/labels.js';
import { BUTTONS, buttonsOf, outcomeOf, table } from './generate.js';
import { GESTURES } from './gestures.js';
import { mayDo } from './people.js';
import { SAMPLE_NAMES, type SampleName, sample } from './samples.js';
import * as truth from './truth.js';

const GOLDEN = join('test', 'run', 'table', 'table.golden.md');

test('every state has a sample, and each is in the state that it names', () => {
  for (const name of SAMPLE_NAMES) expect([name, sample(name).status]).toEqual([name, truth.statusOf(name)]);
  expect(new Set(SAMPLE_NAMES.map(truth.statusOf)).size).toBe(11);
});

describe('where gestures work', () => {
  test.each(GESTURES)('%s', (type) => {
    const works = SAMPLE_NAMES.filter((name) => outcomeOf(name, type).applied);
    expect(works).toEqual(truth.situations(truth.WORKS[type]));
  });

  test.each(GESTURES)('%s leads where the contract says', (type) => {
    const leads = truth.LEADS[type];
    for (const name of truth.situations(truth.WORKS[type])) {
      const from = truth.statusOf(name);
      const to = typeof leads === 'string' ? leads : leads?.[from];
      if (to) expect([name, outcomeOf(name, type).status]).toEqual([name, to]);
    }
  });

  test('what comes late does nothing', () => {
    for (const name of SAMPLE_NAMES)
      for (const type of GESTURES) {
        const { applied, does, read } = outcomeOf(name, type);
        if (!applied) expect([name, type, does, read]).toEqual([name, type, [], []]);
      }
  });
});

describe('where buttons are seen', () => {
  const places = (has: (name: SampleName) => boolean) => SAMPLE_NAMES.filter(has);
  const seen = (name: SampleName) => buttonsOf(name).flatMap(({ actions }) => actions);

  test.each(BUTTONS)('%s', (button) => {
    const shown = places((name) => seen(name).some((one) => one.do === button));
    expect(shown).toEqual(truth.situations(truth.SHOWN[button]));
  });

  test('Retry', () => {
    const shown = places((name) => seen(name).some((one) => labelOf(one) === 'Retry'));
    expect(shown).toEqual(truth.situations(truth.RETRIES));
  });

  test('every state but closed has a way out, by a button or by itself', () => {
    const busy = ['closing, merging', 'closing, discarding'];
    for (const name of SAMPLE_NAMES)
      if (truth.statusOf(name) !== 'closed' && !busy.includes(name))
        expect([name, seen(name).length > 0]).toEqual([name, true]);
  });
});

describe('who may', () => {
  test.each(GESTURES)('%s', (type) => {
    expect(truth.ROLES.filter((role) => mayDo(role, type))).toEqual(truth.MAY[type]);
  });

  test('the form while a question is open', () => {
    const { run } = sample('intake, asking');
    expect(truth.ROLES.filter((role) => mayDo(role, 'fill', run))).toEqual(truth.MAY_FILL_WHILE_ASKED);
  });
});

/** `UPDATE_TABLE=1` writes it; the change is then read in the diff. */
test('the table is the one that was last read', () => {
  const now = table();
  if (process.env.UPDATE_TABLE === '1') writeFileSync(GOLDEN, now);
  expect(now).toBe(readFileSync(GOLDEN, 'utf8'));
});
