/** Block Kit: what each block and element asks for. */
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, placesOf } from './calls.js';
import { facts, type Strength } from './facts.js';
import * as sample from './samples.js';

const { actions, button, cell, input, many, mrkdwn, option, plain, plan, rich, section } = sample;
const { card, select, table, task, textInput } = sample;

let slack: SlackServer;

beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.close());

/** What is asked for, a block that has it, one that has not, and the place that is named then. */
type Rule = [string, Json, Json, string];

function rules(page: string, rows: Rule[], strength?: Strength): void {
  const shows = async (...[, good, bad, place]: Rule): Promise<void> => {
    const channel = slack.channel('dev').id;
    const send = (block: Json) => call(slack, 'chat.postMessage', { channel, text: 'x', blocks: [block] });
    expect(await send(good)).toMatchObject({ ok: true });
    const refused = await send(bad);
    expect([refused.error, placesOf(refused)]).toEqual(['invalid_blocks', [`/blocks/0${place}`]]);
  };
  facts('is asked for', page, rows, shows, strength);
}

const header = (text: Json): Json => ({ type: 'header', text });
const image = (extra: Json): Json => ({
  type: 'image',
  alt_text: 'a',
  image_url: 'https://x.test',
  ...extra,
});
const step = (status: string): Json => ({ type: 'task_card', ...task(1, { status }) });
const dataTable = (extra: Json): Json => ({ type: 'data_table', rows: [[cell()]], ...extra });
const chart = (type: string): Json => ({ type: 'data_visualization', title: 'c', chart: { type } });
const container = (extra: Json): Json => ({ type: 'container', child_blocks: [section()], ...extra });

rules('reference/block-kit/blocks', [
  ['section: a text or fields', section(), { type: 'section' }, ''],
  ['section: words', section(), section({ text: mrkdwn('') }), '/text/text'],
  ['header: plain text', header(plain('h')), header(mrkdwn('h')), '/text'],
  ['image: alt_text', image({}), { type: 'image', image_url: 'https://x.test' }, ''],
  ['image: one source', image({}), { type: 'image', alt_text: 'a' }, ''],
  ['actions: elements', actions(button()), actions(), '/elements'],
  ['input: a label in plain text', input(), input(textInput(), { label: mrkdwn('l') }), '/label'],
  ['rich_text: sections around text', rich('x'), { ...rich('x'), elements: [plain('x')] }, '/elements/0'],
  ['rich_text: words', rich('x'), rich(''), '/elements/0/elements/0/text'],
  ['table: no empty cell', table([[cell()]]), table([[cell('')]]), '/rows/0/0/text'],
  ['data_table: a caption', dataTable({ caption: 'c' }), dataTable({}), ''],
  ['data_visualization: pie, bar, area, line', chart('line'), chart('radar'), '/chart/type'],
  ['task_card: a known status', step('error'), step('done'), '/status'],
  ['plan: unique task_id', plan([task(1), task(2)]), plan([task(1), task(1)]), ''],
  ['plan: tasks without type', plan([task(1)]), plan([task(1, { type: 'task_card' })]), '/tasks/0'],
  ['plan: a title', plan([task(1)]), { ...plan([task(1)]), title: '' }, '/title'],
  [
    'plan: details as rich_text',
    plan([task(1, { details: rich('why') })]),
    plan([task(1, { details: 'why' })]),
    '/tasks/0/details',
  ],
  ['card: something to show', card(), { type: 'card', subtitle: mrkdwn('s') }, ''],
  ['container: a title', container({ title: plain('c') }), container({}), ''],
  [
    'context_actions: feedback and icon buttons',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('t') }] },
    { type: 'context_actions', elements: [button()] },
    '/elements/0',
  ],
]);

rules(
  'reference/block-kit/blocks/task-card-block',
  [['a lone task_card is not pending', step('in_progress'), step('pending'), '/status']],
  'unconfirmed',
);

const GO = '/elements/0';

rules('reference/block-kit/block-elements', [
  ['button: plain text', actions(button()), actions(button({ text: mrkdwn('Go') })), `${GO}/text`],
  [
    'button: style primary or danger',
    actions(button({ style: 'primary' })),
    actions(button({ style: 'default' })),
    `${GO}/style`,
  ],
  ['select: options', select({}), select({ options: [] }), `${GO}/options`],
  [
    'select: options or groups, not both',
    select({ options: undefined, option_groups: [{ label: plain('g'), options: [option(1)] }] }),
    select({ option_groups: [{ label: plain('g'), options: [option(1)] }] }),
    GO,
  ],
  [
    'select: options in plain text',
    select({}),
    select({ options: [{ ...option(1), text: mrkdwn('o') }] }),
    `${GO}/options/0/text`,
  ],
  [
    'select: an initial option that is offered',
    select({ initial_option: option(1) }),
    select({ initial_option: option(2) }),
    GO,
  ],
  [
    'section: no input as accessory',
    section({ accessory: button() }),
    section({ accessory: textInput() }),
    '/accessory',
  ],
  ['actions: no text input', actions(button()), actions(textInput()), GO],
  ['input: no button', input(), input(button()), '/element'],
  [
    'confirm: all four texts',
    actions(button({ confirm: sample.confirm() })),
    actions(button({ confirm: { title: plain('t'), text: plain('t'), confirm: plain('y') } })),
    `${GO}/confirm`,
  ],
]);

rules('reference/block-kit/composition-objects/text-object', [
  [
    'emoji on plain text only',
    section({ text: plain('t', { emoji: true }) }),
    section({ text: mrkdwn('t', { emoji: true }) }),
    '/text',
  ],
  [
    'verbatim on mrkdwn only',
    section({ text: mrkdwn('t', { verbatim: true }) }),
    section({ text: plain('t', { verbatim: true }) }),
    '/text',
  ],
]);

rules('reference/block-kit/blocks', [
  [
    'container: no container inside',
    container({ title: plain('c') }),
    container({ title: plain('c'), child_blocks: many(1, () => container({ title: plain('c') })) }),
    '/child_blocks/0',
  ],
]);
