/** The plan on the card: one task per stage, as far as the run has come. */
import { describe, expect, test } from '@jest/globals';
import { blockFaults } from '../../../src/playground/server/block-checks.js';
import type { CardView, Round } from '../../../src/run/views.js';
import { draw } from '../../../src/slack/views/draw.js';
import { Walk } from '../../run/walk.js';
import { BY, card, merge } from '../sample-views.js';

interface Task {
  task_id: string;
  title: string;
  status: string;
  details?: { elements: { elements: { text?: string; user_id?: string }[] }[] };
}

function tasksOf(view: CardView): Task[] {
  const { blocks } = draw(view);
  expect(blockFaults(blocks, 'message')).toEqual([]);
  const plan = blocks.find((block) => block.type === 'plan');
  return (plan?.tasks ?? []) as unknown as Task[];
}

const seen = (view: CardView) => tasksOf(view).map(({ task_id, status }) => `${task_id} ${status}`);
const detailOf = (view: CardView, id: string) =>
  tasksOf(view)
    .find((task) => task.task_id === id)
    ?.details?.elements[0]?.elements.map((one) => one.text ?? `<${one.user_id}>`)
    .join('');

const cardOf = (walk: Walk) => walk.views.get('card') as CardView;
const round = (more: Partial<Round> = {}): Round => ({
  iteration: 1,
  passed: true,
  good: 4,
  total: 4,
  failed: [],
  ...more,
});

test('the whole way, as the machine goes', () => {
  const walk = new Walk({ goal: 'Greet people by name' });
  const way = [
    () => walk,
    () => walk.read(),
    () => walk.does('fill', { fields: { scope: 'src', done: '`npm test` passes', constraints: 'none' } }),
    () => walk.does('start'),
    () =>
      walk.granted().work('workspace_prepared', {
        worktrees: [{ name: 'api', path: '/w', base: 'main', baseCommit: 'b' }],
      }),
    () => walk.work('agent_started').asked(),
    () => walk.does('answer', { text: 'A', target: 'g1' }).done(),
    () => walk.checks(1),
    () => walk.work('agent_started').done().checks(0),
    () => walk.does('request_changes', { text: 'smaller' }),
    () => walk.granted().work('agent_started').done().checks(0),
    () => walk.does('merge'),
  ];
  const short = { complete: '+', in_progress: '>', pending: '.', error: '!' } as Record<string, string>;
  const pictures = way.map((step) => {
    step();
    return tasksOf(cardOf(walk))
      .map(({ task_id, status }) => `${task_id}${short[status]}`)
      .join(' ');
  });
  const early = 'brief> workspace. work-1. checks-1-1. merge.';
  expect(pictures).toEqual([
    early,
    early,
    early,
    'brief+ workspace. work-1. checks-1-1. merge.',
    'brief+ workspace+ work-1> checks-1-1. merge.',
    'brief+ workspace+ work-1> checks-1-1. merge.',
    'brief+ workspace+ work-1+ checks-1-1> merge.',
    'brief+ workspace+ work-1> checks-1-1! checks-1-2. merge.',
    'brief+ workspace+ work-1+ checks-1-1! checks-1-2+ merge.',
    'brief+ workspace+ work-1+ checks-1-1! checks-1-2+ work-2. checks-2-1. merge.',
    'brief+ workspace+ work-1+ checks-1-1! checks-1-2+ work-2+ checks-2-1+ merge.',
    'brief+ workspace+ work-1+ checks-1-1! checks-1-2+ work-2+ checks-2-1+ merge>',
  ]);
});

describe('a run that ends badly', () => {
  test.each([
    [
      'setup failed',
      { prepared: false, startedBy: BY, trouble: { code: 'setup_failed', at: '' } },
      'workspace error',
    ],
    ['the agent died', { trouble: { code: 'agent_died', at: '' } }, 'work-1 error'],
    ['checks could not run', { trouble: { code: 'checks_unable', at: '' } }, 'checks-1-1 error'],
    [
      'checks failed for good',
      {
        trouble: { code: 'checks_failed', at: '' },
        rounds: [round({ passed: false, good: 3, failed: ['npm test'] })],
      },
      'checks-1-1 error',
    ],
  ] as const)('%s', (_, more, task) => {
    const view = card({ status: 'failed', activity: 'failed', ...(more as Partial<CardView>) });
    expect(seen(view)).toContain(task);
    expect(seen(view).filter((one) => one.endsWith('error'))).toEqual([task]);
  });

  test('cancelled before it began', () => {
    const view = card({ status: 'closed', activity: 'closed', outcome: 'cancelled', prepared: false });
    expect(seen(view)[0]).toBe('brief error');
    expect(seen(view).filter((one) => one.endsWith('in_progress'))).toEqual([]);
  });
});

describe('details', () => {
  test('say who, what and how many', () => {
    const view = card({
      status: 'closed',
      activity: 'closed',
      outcome: 'merged',
      startedBy: BY,
      rounds: [round({ passed: false, good: 3, failed: ['npm test'] }), round()],
      merges: [merge()],
    });
    expect(detailOf(view, 'brief')).toBe('Started by <U0BOB>');
    expect(detailOf(view, 'workspace')).toBe('api from main, web');
    expect(detailOf(view, 'work-1')).toBe('claude');
    expect(detailOf(view, 'checks-1-1')).toBe('3 of 4 checks passed; failed: npm test');
    expect(detailOf(view, 'checks-1-2')).toBe('4 checks passed');
    expect(detailOf(view, 'merge')).toBe('api into main');
  });

  test('name who stopped it, and that an answer is waited for', () => {
    expect(detailOf(card({ status: 'stopped', activity: 'stopped', stoppedBy: BY }), 'work-1')).toBe(
      'Stopped by <U0BOB>',
    );
    expect(detailOf(card({ status: 'awaiting_guidance', activity: 'waiting' }), 'work-1')).toMatch(
      /waits for/,
    );
  });
});

test('many rounds: the newest are shown, with brief, workspace and merge', () => {
  const rounds = Array.from({ length: 80 }, () => round({ passed: false, failed: ['npm test'] }));
  const ids = tasksOf(card({ rounds })).map((task) => task.task_id);
  expect(ids).toHaveLength(50);
  expect(ids.slice(0, 2)).toEqual(['brief', 'workspace']);
  expect(ids.slice(-2)).toEqual(['checks-1-81', 'merge']);
  expect(new Set(ids).size).toBe(50);
});

test('a failed round counts as done once something came after it', () => {
  const failed = round({ passed: false, failed: ['npm test'] });
  const titleOf = (rounds: Round[]) =>
    draw(card({ status: 'merge_ready', activity: 'ready', startedBy: BY, rounds })).blocks.find(
      (block) => block.type === 'plan',
    )?.title;
  expect(titleOf([failed, round()])).toBe('Steps: 5 of 6 done');
  expect(titleOf([failed])).toBe('Steps: 3 of 6 done');
});

test('the same stands in the text, and a card may go without the plan', () => {
  const view = card({ rounds: [round({ passed: false, good: 3, failed: ['npm test'] })] });
  const { text } = draw(view);
  expect(text).toMatch(
    /Steps: Brief under way.*Workspace done.*Checks failed \(3 of 4 checks passed; failed: npm test\)/,
  );
  const plainer = draw(view, false);
  expect(plainer.blocks.some((block) => block.type === 'plan')).toBe(false);
  expect(plainer.text).not.toContain('Steps:');
});
