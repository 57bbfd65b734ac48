/** The pure parts of the bench: figures, table, document and picture say what was measured. */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';
import { barsOf } from './bars.js';
import { type Measured, shareOfNone } from './goal.js';
import { GOALS } from './goals.js';
import { heldIn, type Report } from './held.js';
import { keep, keptIn } from './kept.js';
import { openLoop } from './load.js';
import { pictureOf } from './picture.js';
import { reportOf } from './report.js';
import { Series, times } from './series.js';
import { asData, type Done, tableOf } from './table.js';
import { inTurns } from './turns.js';

afterEach(removeTemporary);

const line = (more: Partial<Measured>): Measured => ({
  what: 'a command',
  unit: 'ms',
  metawsm: new Series([3, 1, 2]),
  figure: 'p50 2 ms',
  ...more,
});
const held: Done = { goal: { id: 'P1', wants: 'fast' }, measured: [line({ holds: true, share: 0.5 })] };
const failed: Done = {
  goal: { id: 'P6', wants: 'warm' },
  measured: [
    line({ what: 'a <workspace>', holds: false, share: 7, floor: { name: 'git', series: new Series([10]) } }),
  ],
};
const broken: Done = { goal: { id: 'P9', wants: 'answers' }, measured: [], broke: 'it ended\nwith a stack' };
const grown: Done = {
  goal: { id: 'growth', wants: 'flat' },
  measured: [10, 1_000].map((size) =>
    line({
      what: 'start',
      at: { growing: 'stored runs', size },
      ...(size > 10 ? { holds: true, figure: '1.1 ×' } : {}),
    }),
  ),
};
const OCCASION = { date: '2026-11-27', machine: 'a machine', versions: 'Node v20', rounds: 5, quick: false };

describe('a series', () => {
  test('gives values that were measured, in any order', () => {
    const series = new Series([9, 1, 5, 3, 7]);
    expect([series.min, series.median, series.at(0.95), series.max]).toEqual([1, 5, 9, 9]);
    expect(times(new Series([6]), new Series([3]))).toBe(2);
    expect(() => new Series([])).toThrow('nothing was measured');
  });

  test('is taken in turns', async () => {
    const order: string[] = [];
    const measure = (name: string) => async () => [order.push(name)];
    const [first, second] = await inTurns({ rounds: 2, tell: () => {} }, [measure('a'), measure('b')]);
    expect(order).toEqual(['a', 'b', 'a', 'b']);
    expect([first?.values, second?.values]).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test('of an open load counts from the instant at which a call was due', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let sent = 0;
    const load = openLoop({ perSecond: 1_000, seconds: 0.005 }, () => {
      sent += 1;
      // nobody waits for an answer before the next call
      if (sent === 5) open();
      return gate;
    });
    const taken = await load;
    expect(taken).toHaveLength(5);
    expect(taken[0]).toBeGreaterThanOrEqual(taken[4]!);
  });
});

describe('what is printed', () => {
  test('names every goal with its verdict', () => {
    const table = tableOf([held, failed, broken]);
    expect(table).toContain('| P1 | a command | – | 2.0 ms (1.0 – 3.0) | p50 2 ms | holds |');
    expect(table).toContain('| P6 | a <workspace> | 10.0 ms (10.0 – 10.0) (git) |');
    expect(table).toContain('| P9 | it could not be measured | – | – | – | FAILS |');
    expect(asData([broken])[0]).toMatchObject({ id: 'P9', broke: 'it ended\nwith a stack' });
  });

  test('the document explains what does not hold, and draws growth', () => {
    const text = reportOf([held, failed, broken, grown], OCCASION, 'performance.svg');
    expect(text).toContain('![Each goal beside what it allows](performance.svg)');
    expect(text).toMatch(
      /## What does not hold\n\n- \*\*P6\*\* \w.*\n- \*\*P9\*\* it could not be measured: it ended\.\n/u,
    );
    expect(text).not.toContain('**P1** A command');
    expect(text).toContain('| With so many stored runs | 10 | 1,000 | Growth |');
    expect(text).toContain('| start | 2.0 ms (1.0 – 3.0) | 2.0 ms (1.0 – 3.0) | 1.1 × |');
  });

  test('the picture has a bar for each goal, cut where it is too long', () => {
    const bars = barsOf([held, failed, broken, grown]);
    expect(bars.map(({ label, holds }) => [label, holds])).toEqual([
      ['P1 a command', true],
      ['P6 a <workspace>', false],
    ]);
    const svg = pictureOf(bars);
    expect(svg.match(/<rect /gu)).toHaveLength(2);
    expect(svg).toContain('P6 a &lt;workspace&gt;');
    expect(svg).toContain(
      'width="170.0" height="16" rx="2" class="holds"'.replace('170.0', (340 / 4).toFixed(1)),
    );
    expect(svg).toContain('width="340.0" height="16" rx="2" class="fails"');
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  test('what was measured before is taken as it was, but for what broke', () => {
    const file = join(temporary(), 'kept.json');
    expect(keptIn(file, false)).toEqual([]);
    keep(file, [held, failed, broken, grown], false);
    const back = keptIn(file, false);
    expect(back).toEqual([held, failed, grown]);
    expect(tableOf(back)).toBe(tableOf([held, failed, grown]));
    keep(file, [held], true);
    expect(() => keptIn(file, false)).toThrow('a quick bench');
  });

  test('a claim is a goal of which everything holds', () => {
    const shown = JSON.parse(JSON.stringify({ goals: asData([held, failed, broken, grown]) })) as Report;
    expect(heldIn(shown)).toEqual(['| P1 | fast | p50 2 ms |']);
  });

  test('one where none is allowed does not hold', () => {
    expect([shareOfNone(0), shareOfNone(1)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});

test('there are fourteen goals and the curves, each once', () => {
  const ids = GOALS.map(({ id }) => id);
  expect(ids).toHaveLength(15);
  expect(new Set(ids)).toEqual(new Set([...Array.from({ length: 14 }, (_, n) => `P${n + 1}`), 'growth']));
});
