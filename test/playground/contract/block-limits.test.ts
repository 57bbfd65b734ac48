/** Block Kit: each limit of a block at n and at n + 1. */
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, placesOf } from './calls.js';
import { facts, type Strength } from './facts.js';
import * as sample from './samples.js';

const { actions, button, card, cell, confirm, input, many, mrkdwn, option, plain, section, x } = sample;
const { plan, rich, select, table, task, textInput } = sample;

let slack: SlackServer;

beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.close());

/** Name, most, a block of that size, the place that is named beyond it. */
type Limit = [string, number, (n: number) => Json, string];

function limits(page: string, rows: Limit[], strength?: Strength): void {
  const shows = async (...[, most, make, place]: Limit): Promise<void> => {
    const channel = slack.channel('dev').id;
    const send = (block: Json) => call(slack, 'chat.postMessage', { channel, text: 'x', blocks: [block] });
    expect(await send(make(most))).toMatchObject({ ok: true });
    const beyond = await send(make(most + 1));
    expect([beyond.error, placesOf(beyond)]).toEqual(['invalid_blocks', [`/blocks/0${place}`]]);
  };
  facts('is refused beyond its limit', page, rows, shows, strength);
}

const image = (extra: Json): Json => ({
  type: 'image',
  image_url: 'https://x.test',
  alt_text: 'a',
  ...extra,
});
const context = (elements: Json[]): Json => ({ type: 'context', elements });
const buttons = (n: number): Json[] => many(n, (i) => button({ action_id: `a${i}` }));
const container = (extra: Json): Json => ({
  type: 'container',
  title: plain('c'),
  child_blocks: [section()],
  ...extra,
});
const icons = (n: number): Json[] =>
  many(n, (i) => ({ type: 'icon_button', icon: 'trash', text: plain('t'), action_id: `${i}` }));
const dataTable = (extra: Json): Json => ({ type: 'data_table', caption: 'c', rows: [[cell()]], ...extra });
const chart = (title: string): Json => ({ type: 'data_visualization', title, chart: { type: 'bar' } });

limits('reference/block-kit/blocks', [
  ['section text 3,000', 3000, (n) => section({ text: mrkdwn(x(n)) }), '/text/text'],
  ['section 10 fields', 10, (n) => section({ fields: many(n, () => mrkdwn('f')) }), '/fields'],
  ['section field 2,000', 2000, (n) => section({ fields: [mrkdwn(x(n))] }), '/fields/0/text'],
  ['block_id 255', 255, (n) => section({ block_id: x(n) }), '/block_id'],
  ['header 150', 150, (n) => ({ type: 'header', text: plain(x(n)) }), '/text/text'],
  ['image alt_text 2,000', 2000, (n) => image({ alt_text: x(n) }), '/alt_text'],
  ['image title 2,000', 2000, (n) => image({ title: plain(x(n)) }), '/title/text'],
  ['context 10 elements', 10, (n) => context(many(n, () => mrkdwn('c'))), '/elements'],
  ['actions 25 elements', 25, (n) => actions(...buttons(n)), '/elements'],
  ['input label 2,000', 2000, (n) => input(textInput(), { label: plain(x(n)) }), '/label/text'],
  ['input hint 2,000', 2000, (n) => input(textInput(), { hint: plain(x(n)) }), '/hint/text'],
  ['table 100 rows', 100, (n) => table(Array(n).fill([cell()])), '/rows'],
  ['table 20 cells', 20, (n) => table([many(n, () => cell())]), '/rows/0'],
  ['data_table page_size 100', 100, (n) => dataTable({ page_size: n }), '/page_size'],
  ['data_visualization title 50', 50, (n) => chart(x(n)), '/title'],
  ['plan 50 tasks', 50, (n) => plan(many(n, (i) => task(i))), '/tasks'],
  ['card title 150', 150, (n) => card({ title: mrkdwn(x(n)) }), '/title/text'],
  ['card subtitle 150', 150, (n) => card({ subtitle: mrkdwn(x(n)) }), '/subtitle/text'],
  ['card body 200', 200, (n) => card({ body: mrkdwn(x(n)) }), '/body/text'],
  ['carousel 10 cards', 10, (n) => ({ type: 'carousel', elements: many(n, () => card()) }), '/elements'],
  ['container title 150', 150, (n) => container({ title: plain(x(n)) }), '/title/text'],
  ['container 10 blocks', 10, (n) => container({ child_blocks: many(n, () => section()) }), '/child_blocks'],
  ['context_actions 5', 5, (n) => ({ type: 'context_actions', elements: icons(n) }), '/elements'],
]);

const GO = '/elements/0';
const asked = (extra: Json): Json => actions(button({ confirm: confirm(extra) }));
const choices = (type: string, n: number): Json =>
  actions({ type, action_id: 'c', options: many(n, option) });
const groups = (n: number): Json => ({
  options: undefined,
  option_groups: many(n, (i) => ({ label: plain('g'), options: [option(i)] })),
});
const one = (extra: Json): Json => select({ options: [{ ...option(1), ...extra }] });

limits(
  'reference/block-kit/block-elements',
  [
    ['button text 75', 75, (n) => actions(button({ text: plain(x(n)) })), `${GO}/text/text`],
    ['button value 2,000', 2000, (n) => actions(button({ value: x(n) })), `${GO}/value`],
    ['button url 3,000', 3000, (n) => actions(button({ url: x(n) })), `${GO}/url`],
    [
      'text for screen readers 75',
      75,
      (n) => actions(button({ accessibility_label: x(n) })),
      `${GO}/accessibility_label`,
    ],
    ['action_id 255', 255, (n) => actions(button({ action_id: x(n) })), `${GO}/action_id`],
    ['select 100 options', 100, (n) => select({ options: many(n, option) }), `${GO}/options`],
    ['select 100 groups', 100, (n) => select(groups(n)), `${GO}/option_groups`],
    ['option text 75', 75, (n) => one({ text: plain(x(n)) }), `${GO}/options/0/text/text`],
    ['option value 75', 75, (n) => one({ value: x(n) }), `${GO}/options/0/value`],
    ['placeholder 150', 150, (n) => select({ placeholder: plain(x(n)) }), `${GO}/placeholder/text`],
    ['overflow 5', 5, (n) => choices('overflow', n), `${GO}/options`],
    ['radio_buttons 10', 10, (n) => choices('radio_buttons', n), `${GO}/options`],
    ['checkboxes 10', 10, (n) => choices('checkboxes', n), `${GO}/options`],
    ['input text 3,000', 3000, (n) => input(textInput({ initial_value: x(n) })), '/element/initial_value'],
    ['input max_length 3,000', 3000, (n) => input(textInput({ max_length: n })), '/element/max_length'],
    ['confirm title 100', 100, (n) => asked({ title: plain(x(n)) }), `${GO}/confirm/title/text`],
    ['confirm text 300', 300, (n) => asked({ text: mrkdwn(x(n)) }), `${GO}/confirm/text/text`],
    ['confirm yes 30', 30, (n) => asked({ confirm: plain(x(n)) }), `${GO}/confirm/confirm/text`],
    ['confirm no 30', 30, (n) => asked({ deny: plain(x(n)) }), `${GO}/confirm/deny/text`],
    ['rich_text in a cell, 20 cells', 20, (n) => table([many(n, () => rich('c'))]), '/rows/0'],
  ],
  'in the SDK',
);
