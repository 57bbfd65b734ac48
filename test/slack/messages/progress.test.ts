/** What the card and the summary show of a working agent. */
import { describe, expect, test } from '@jest/globals';
import type { PlanStep } from '../../../src/run/progress.js';
import { planLines } from '../../../src/slack/messages/progress.js';
import { draw } from '../../../src/slack/views/draw.js';
import { AT, card, DATE, limit, progress, summary } from '../sample-views.js';

const steps = (done: number, all: number): PlanStep[] =>
  Array.from({ length: all }, (_, at) => ({
    title: `step ${at + 1}`,
    status: at < done ? 'completed' : at === done ? 'in_progress' : 'pending',
  }));

describe('the agent’s own plan', () => {
  test('is the detail of its step, each with a mark', () => {
    const view = card({ startedBy: { by: 'U0ANA', at: AT }, progress: progress({ plan: steps(1, 3) }) });
    const { blocks, text } = draw(view);
    const plan = JSON.stringify(blocks.find(({ type }) => type === 'plan'));
    expect(plan).toMatch(/claude.*\\n✓ step 1.*\\n▸ step 2.*\\n○ step 3/u);
    expect(text).toContain('under way (claude; 1 of 3 steps of its plan done, now: step 2)');
  });

  test('of a long one what is under way and what comes next', () => {
    expect(planLines(steps(0, 17)).at(-1)).toBe('… and 7 more');
    expect(planLines(steps(5, 19))).toEqual([
      '… 3 done before',
      '✓ step 4',
      '✓ step 5',
      '▸ step 6',
      ...[7, 8, 9, 10, 11, 12, 13].map((at) => `○ step ${at}`),
      '… and 6 more',
    ]);
    expect(planLines(steps(40, 40))).toHaveLength(11);
    expect(planLines([{ title: ' \n', status: 'pending' }])).toEqual(['○ –']);
  });

  test('mentions nobody', () => {
    const plan: PlanStep[] = [{ title: '<!channel> @here <@U0EVIL>', status: 'pending' }];
    const { blocks } = draw(card({ progress: progress({ plan }) }));
    expect(JSON.stringify(blocks)).not.toMatch(/<!channel|@here|<@U0EVIL/u);
  });
});

describe('what it does now', () => {
  test('is one line, quoted as the agent’s', () => {
    const { text } = draw(card({ progress: progress({ doing: 'Running\n<!here> *tests*' }) }));
    expect(text).toContain('The agent `claude` works.\n>Running &lt;\u2060!here&gt; *tests*\n');
    const waiting = card({
      status: 'awaiting_guidance',
      activity: 'waiting',
      progress: progress({ doing: 'x y z' }),
    });
    expect(draw(waiting).text).not.toContain('x y z');
  });

  test('a model that cannot be reached is told of', () => {
    const unreachable = { since: AT, detail: 'API Error: 529 <b>.' };
    expect(draw(card({ progress: progress({ unreachable }) })).text).toContain(
      `*The model cannot be reached* since ${DATE}: “API Error: 529 &lt;b&gt;”. \`claude\` goes on trying by itself.`,
    );
  });

  test('an account that is used up says how it goes on, on card and request', () => {
    const known = limit('2026-01-01T09:05:00.000Z');
    const soon = '<!date^1767258300^{date_short_pretty} at {time}|2026-01-01 09:05 UTC>';
    const words = `The account of \`claude\` has used up what it may. It goes on by itself ${soon}`;
    expect(draw(known).text).toContain(words);
    const waitingFor = { user: 'U0ANA', request: known.request };
    expect(draw(card({ status: 'awaiting_guidance', activity: 'waiting', waitingFor })).text).toContain(
      words,
    );
    expect(draw(limit()).text).toContain('did not say until when. Press `Resume`');
  });
});

describe('figures', () => {
  const USD = (amount: number) => ({ amount, currency: 'USD' });
  const spent = [
    { iteration: 1, tokens: 120_000, cost: USD(0.4), tools: 9, allowed: 12, denied: 1 },
    { iteration: 2, tokens: 1_000, cost: USD(0.001), tools: 1, allowed: 0, denied: 0 },
  ];

  test('on the card: since when, in all, and in this iteration once there are several', () => {
    const now = progress({ tokens: 45_678, cost: USD(0.1234), fullness: 0.834 });
    const line = (more: object) =>
      /\*So far:\*.*/u.exec(draw(card({ progress: now, startedAt: AT, ...more })).text)?.[0];
    expect(line({})).toBe(`*So far:* since ${DATE} · 45,678 tokens · 0.12 USD · its context is 83 % full`);
    expect(line({ iteration: 2, spent })).toBe(
      `*So far:* since ${DATE} · 166,678 tokens · 0.52 USD · of that in this iteration 46,678 tokens, 0.12 USD · its context is 83 % full`,
    );
    expect(draw(card({ startedAt: AT })).text).not.toContain('So far');
  });

  test('in the summary: in all, by iteration, and what rules decided', () => {
    expect(draw(summary({ spent })).text).toContain(
      [
        '*The agent took* 121,000 tokens · 0.40 USD',
        '• iteration 1: 120,000 tokens · 0.40 USD',
        '• iteration 2: 1,000 tokens · less than 0.01 USD',
        '*By rule, without asking:* 12 permissions allowed, 1 denied',
      ].join('\n'),
    );
    expect(draw(summary({ spent: spent.slice(0, 1) })).text).not.toContain('iteration 1: 120');
    expect(draw(summary({ spent: [{ iteration: 1, tools: 3, allowed: 0, denied: 0 }] })).text).not.toContain(
      'The agent took',
    );
  });
});
