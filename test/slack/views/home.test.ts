/** The App Home drawn from arbitrary and from very many runs: Slack would take every one of them. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Paged } from '../../../src/engine/look.js';
import { viewFaults } from '../../../src/playground/server/block-checks.js';
import { Mrkdwn } from '../../../src/slack/escape.js';
import { outgoingHome } from '../../../src/slack/outgoing.js';
import { type HomeContents, homeView } from '../../../src/slack/views/home.js';
import type { HomeRun } from '../../../src/slack/views/home-lists.js';
import { HOME_IDS, PAGE_SIZES, readPages, readTurn } from '../../../src/slack/views/home-state.js';
import { AT, BY, brief, card, guidance, hostileView, question, suggested, summary } from '../sample-views.js';

const LONG =
  'An option that is so long that no button of Slack could ever show the whole of it, which is a pity';
const WAITING: HomeRun[] = [
  { card: card(), waits: question({ suggestions: suggested(...Array<string>(20).fill(LONG)) }), since: AT },
  {
    card: card(),
    waits: guidance({ options: Array(100).fill(LONG), question: LONG.repeat(100) }),
    since: AT,
  },
  { card: card(), waits: brief(), since: AT },
  { card: card(), waits: summary(), since: AT },
  { card: card(), waits: card({ status: 'failed', activity: 'failed' }), since: AT },
];

function paged(rows: readonly HomeRun[], size: number, page: number): Paged<HomeRun> {
  const shown = rows.slice((page - 1) * size, page * size).map((row, at) => named(row, `abc-${page}-${at}`));
  return { rows: shown, page, pages: Math.ceil(rows.length / size), total: rows.length };
}

/** Each run its own id, as in life. */
function named(run: HomeRun, id: string): HomeRun {
  const line = { ...run.card.run, id };
  return {
    ...run,
    card: { ...run.card, run: line },
    ...(run.waits ? { waits: { ...run.waits, run: line } } : {}),
  };
}

type Overview = Extract<HomeContents, { kind: 'overview' }>;

const contents = (rows: readonly HomeRun[], page = 1): Overview => ({
  kind: 'overview',
  lists: {
    waiting: paged(rows, PAGE_SIZES.waiting, page),
    mine: paged(rows, PAGE_SIZES.mine, page),
    active: paged(rows, PAGE_SIZES.active, page),
  },
  disk: { use: 'unmeasured', workspaces: 0 },
  health: [],
  repos: ['api'],
  mayStart: true,
});

test('who may not start is not offered to', () => {
  const offered = JSON.stringify(homeView({ ...contents([]), mayStart: false }));
  expect(offered).toContain('You have no right to start runs yourself');
  expect(offered).not.toContain(HOME_IDS.start);
  expect(JSON.stringify(homeView(contents([])))).toContain(HOME_IDS.start);
});

describe('500 runs', () => {
  const rows = Array.from({ length: 500 }, (_, at) => WAITING[at % WAITING.length]!);

  test.each([1, 2, 50, 62])('page %d keeps to Slack’s limits and to an eye’s', (page) => {
    const view = homeView(contents(rows, page), { words: new Mrkdwn('x'.repeat(5_000)), below: [] });
    expect(viewFaults(view, 'home')).toEqual([]);
    expect(view.blocks.length).toBeLessThanOrEqual(60);
    expect(JSON.stringify(view).length).toBeLessThan(100_000);
    expect(readPages(view.private_metadata)).toEqual({ waiting: page, mine: page, active: page });
  });

  test('the first page has no newer ones, the last none older', () => {
    const ways = (page: number) =>
      [...JSON.stringify(homeView(contents(rows, page))).matchAll(/home_(newer|older)/gu)].map(
        ([, way]) => way,
      );
    expect(ways(1)).toEqual(['older', 'older', 'older']);
    expect(ways(2)).toEqual(['newer', 'older', 'newer', 'older', 'newer', 'older']);
    expect(ways(100)).toEqual(expect.arrayContaining(['newer', 'newer', 'newer']));
  });
});

test('whatever a run holds, Slack takes the page, and every button is told apart by its ticket', () => {
  fc.assert(
    fc.property(fc.array(hostileView, { minLength: 1, maxLength: 8 }), (views) => {
      const rows = views.map(
        (view): HomeRun => ({
          card: view.kind === 'card' ? view : card({ run: view.run }),
          waits: view,
          since: AT,
        }),
      );
      const view = outgoingHome(contents(rows), (text) => text);
      expect(viewFaults(view, 'home')).toEqual([]);
      const buttons = JSON.stringify(view.blocks.slice(1)).match(/"type":"button"/gu)?.length ?? 0;
      expect(JSON.stringify(view).match(/accessibility_label/gu)?.length ?? 0).toBe(buttons);
    }),
    { numRuns: 100 },
  );
});

test('options that their buttons cut stand whole above them, the others only on the buttons', () => {
  const shows = (options: string[]) =>
    JSON.stringify(homeView(contents([{ card: card(), waits: guidance({ options }), since: AT }])));
  expect(shows([LONG])).toContain(`1. ${LONG}`);
  expect(shows(['A', 'B'])).not.toContain('1. A');
});

test('a card that waits has its buttons once, further up; the others have them in your runs', () => {
  const stop = card({ actions: [{ do: 'stop' }] });
  const ids = (waits: HomeRun['waits']) =>
    homeView(contents([{ card: stop, ...(waits ? { waits } : {}), since: AT }]))
      .blocks.flatMap(({ block_id }) => block_id ?? [])
      .filter((id) => id.includes('card:'));
  expect(ids(stop)).toEqual(['waiting/card:3|abc-1-0|', 'active/card:3|abc-1-0|']);
  expect(ids(guidance())).toEqual(['mine/card:3|abc-1-0|', 'active/card:3|abc-1-0|']);
});

test('a menu never discards, since it cannot ask first', () => {
  const stopped = card({ status: 'stopped', actions: [{ do: 'restart' }, { do: 'discard' }] });
  const view = homeView(contents([{ card: stopped, since: AT }]));
  const menus = view.blocks.filter((block) => 'accessory' in block);
  expect(JSON.stringify(menus)).not.toContain('discard');
  expect(JSON.stringify(view)).toContain('cannot be undone');
});

test('in one line what the state alone does not say', () => {
  const hints = { pausedBy: BY, iteration: 2, silentSince: AT };
  const view = JSON.stringify(homeView(contents([{ card: card(hints), since: AT }])));
  for (const words of ['iteration 2', '*pausing*', 'no sign of life since']) expect(view).toContain(words);
});

test('what somebody made up is the first page, or no turn', () => {
  const first = { waiting: 1, mine: 1, active: 1 };
  for (const json of [undefined, '', 'x', 'null', '[]', '{"waiting":0,"mine":-2,"active":1.5}'])
    expect(readPages(json)).toEqual(first);
  for (const json of [undefined, 'null', '{"list":"all","page":1}', '{"list":"mine","page":0}'])
    expect(readTurn(json)).toBeUndefined();
});
