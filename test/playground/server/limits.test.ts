import { describe, expect, test } from '@jest/globals';
import { blockFaults, viewFaults } from '../../../src/playground/server/block-checks.js';
import { BLOCKS } from '../../../src/playground/server/block-shapes.js';
import type { Json } from '../../../src/playground/server/json.js';

const x = (length: number): string => 'x'.repeat(length);
const plain = (text: string, extra: Json = {}): Json => ({ type: 'plain_text', text, ...extra });
const mrkdwn = (text: string, extra: Json = {}): Json => ({ type: 'mrkdwn', text, ...extra });
const many = (count: number, make: (index: number) => Json): Json[] =>
  Array.from({ length: count }, (_, index) => make(index));
const button = (extra: Json = {}): Json => ({ type: 'button', text: plain('Go'), action_id: 'go', ...extra });
const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
const section = (extra: Json): Json => ({ type: 'section', text: mrkdwn('text'), ...extra });
const option = (index: number | string): Json => ({ text: plain(`o${index}`), value: `v${index}` });
const select = (extra: Json): Json => actions({ type: 'static_select', action_id: 's', ...extra });
const input = (element: Json, extra: Json = {}): Json => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...extra,
});
const textInput = (extra: Json = {}): Json => ({ type: 'plain_text_input', action_id: 'a', ...extra });
const confirm = (extra: Json = {}): Json => ({
  title: plain('t'),
  text: mrkdwn('t'),
  confirm: plain('y'),
  deny: plain('n'),
  ...extra,
});
const planned = (index: number, extra: Json = {}): Json => ({
  task_id: `${index}`,
  title: 't',
  status: 'pending',
  ...extra,
});
const rich = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** Each row: what is limited, a block at the limit, a block beyond it, the place that the fault names. */
const AT_AND_BEYOND: [string, Json, Json, string][] = [
  [
    'section text',
    section({ text: mrkdwn(x(3000)) }),
    section({ text: mrkdwn(x(3001)) }),
    '/blocks/0/text/text',
  ],
  [
    'section without words',
    section({ text: mrkdwn('x') }),
    section({ text: mrkdwn('') }),
    '/blocks/0/text/text',
  ],
  [
    'section fields',
    section({ fields: many(10, () => mrkdwn('f')) }),
    section({ fields: many(11, () => mrkdwn('f')) }),
    '/blocks/0/fields',
  ],
  [
    'section field',
    section({ fields: [mrkdwn(x(2000))] }),
    section({ fields: [mrkdwn(x(2001))] }),
    '/blocks/0/fields/0/text',
  ],
  [
    'header',
    { type: 'header', text: plain(x(150)) },
    { type: 'header', text: plain(x(151)) },
    '/blocks/0/text/text',
  ],
  [
    'header kind',
    { type: 'header', text: plain('h') },
    { type: 'header', text: mrkdwn('h') },
    '/blocks/0/text',
  ],
  ['block_id', section({ block_id: x(255) }), section({ block_id: x(256) }), '/blocks/0/block_id'],
  [
    'context elements',
    { type: 'context', elements: many(10, () => mrkdwn('c')) },
    { type: 'context', elements: many(11, () => mrkdwn('c')) },
    '/blocks/0/elements',
  ],
  [
    'actions',
    actions(...many(25, (i) => button({ action_id: `a${i}` }))),
    actions(...many(26, (i) => button({ action_id: `a${i}` }))),
    '/blocks/0/elements',
  ],
  ['no actions', actions(button()), actions(), '/blocks/0/elements'],
  [
    'button text',
    actions(button({ text: plain(x(75)) })),
    actions(button({ text: plain(x(76)) })),
    '/blocks/0/elements/0/text/text',
  ],
  [
    'button text kind',
    actions(button()),
    actions(button({ text: mrkdwn('Go') })),
    '/blocks/0/elements/0/text',
  ],
  [
    'button value',
    actions(button({ value: x(2000) })),
    actions(button({ value: x(2001) })),
    '/blocks/0/elements/0/value',
  ],
  [
    'button url',
    actions(button({ url: x(3000) })),
    actions(button({ url: x(3001) })),
    '/blocks/0/elements/0/url',
  ],
  [
    'button style',
    actions(button({ style: 'danger' })),
    actions(button({ style: 'default' })),
    '/blocks/0/elements/0/style',
  ],
  [
    'action_id length',
    actions(button({ action_id: x(255) })),
    actions(button({ action_id: x(256) })),
    '/blocks/0/elements/0/action_id',
  ],
  [
    'action_id twice',
    actions(button(), button({ action_id: 'b' })),
    actions(button(), button()),
    '/blocks/0',
  ],
  [
    'accessibility label',
    actions(button({ accessibility_label: x(75) })),
    actions(button({ accessibility_label: x(76) })),
    '/blocks/0/elements/0/accessibility_label',
  ],
  [
    'confirm title',
    actions(button({ confirm: confirm({ title: plain(x(100)) }) })),
    actions(button({ confirm: confirm({ title: plain(x(101)) }) })),
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'confirm text',
    actions(button({ confirm: confirm({ text: plain(x(300)) }) })),
    actions(button({ confirm: confirm({ text: plain(x(301)) }) })),
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'confirm button',
    actions(button({ confirm: confirm({ confirm: plain(x(30)) }) })),
    actions(button({ confirm: confirm({ deny: plain(x(31)) }) })),
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    'select options',
    select({ options: many(100, option) }),
    select({ options: many(101, option) }),
    '/blocks/0/elements/0/options',
  ],
  ['no options', select({ options: [option(1)] }), select({ options: [] }), '/blocks/0/elements/0/options'],
  [
    'options or groups',
    select({ option_groups: [{ label: plain('g'), options: [option(1)] }] }),
    select({}),
    '/blocks/0/elements/0',
  ],
  [
    'option text',
    select({ options: [{ text: plain(x(75)), value: 'v' }] }),
    select({ options: [{ text: plain(x(76)), value: 'v' }] }),
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'option value',
    select({ options: [{ text: plain('o'), value: x(75) }] }),
    select({ options: [{ text: plain('o'), value: x(76) }] }),
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'option text kind',
    select({ options: [option(1)] }),
    select({ options: [{ text: mrkdwn('o'), value: 'v' }] }),
    '/blocks/0/elements/0/options/0/text',
  ],
  [
    'initial option',
    select({ options: [option(1)], initial_option: option(1) }),
    select({ options: [option(1)], initial_option: option(2) }),
    '/blocks/0/elements/0',
  ],
  [
    'placeholder',
    select({ options: [option(1)], placeholder: plain(x(150)) }),
    select({ options: [option(1)], placeholder: plain(x(151)) }),
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'overflow',
    actions({ type: 'overflow', action_id: 'o', options: many(5, option) }),
    actions({ type: 'overflow', action_id: 'o', options: many(6, option) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'radio buttons',
    actions({ type: 'radio_buttons', action_id: 'r', options: many(10, option) }),
    actions({ type: 'radio_buttons', action_id: 'r', options: many(11, option) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'checkboxes',
    actions({ type: 'checkboxes', action_id: 'c', options: many(10, option) }),
    actions({ type: 'checkboxes', action_id: 'c', options: many(11, option) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'an input as accessory',
    section({ accessory: button() }),
    section({ accessory: textInput() }),
    '/blocks/0/accessory',
  ],
  ['an input among actions', actions(button()), actions(textInput()), '/blocks/0/elements/0'],
  ['a button as input', input(textInput()), input(button()), '/blocks/0/element'],
  [
    'input label',
    input(textInput(), { label: plain(x(2000)) }),
    input(textInput(), { label: plain(x(2001)) }),
    '/blocks/0/label/text',
  ],
  ['input label kind', input(textInput()), input(textInput(), { label: mrkdwn('l') }), '/blocks/0/label'],
  [
    'input hint',
    input(textInput(), { hint: plain(x(2000)) }),
    input(textInput(), { hint: plain(x(2001)) }),
    '/blocks/0/hint/text',
  ],
  [
    'initial value',
    input(textInput({ initial_value: x(3000) })),
    input(textInput({ initial_value: x(3001) })),
    '/blocks/0/element/initial_value',
  ],
  [
    'max_length',
    input(textInput({ max_length: 3000 })),
    input(textInput({ max_length: 3001 })),
    '/blocks/0/element/max_length',
  ],
  [
    'image alt text',
    { type: 'image', image_url: 'u', alt_text: x(2000) },
    { type: 'image', image_url: 'u', alt_text: x(2001) },
    '/blocks/0/alt_text',
  ],
  [
    'markdown',
    { type: 'markdown', text: x(12_000) },
    { type: 'markdown', text: x(12_001) },
    '/blocks/0/text',
  ],
  [
    'rich text parts',
    rich('x'),
    { type: 'rich_text', elements: [{ type: 'text', text: 'x' }] },
    '/blocks/0/elements/0',
  ],
  ['rich text words', rich('x'), rich(''), '/blocks/0/elements/0/elements/0/text'],
  [
    'table rows',
    { type: 'table', rows: Array.from({ length: 100 }, () => [{ type: 'raw_text', text: 'c' }]) },
    { type: 'table', rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'c' }]) },
    '/blocks/0/rows',
  ],
  [
    'table cells',
    { type: 'table', rows: [many(20, () => ({ type: 'raw_text', text: 'c' }))] },
    { type: 'table', rows: [many(21, () => ({ type: 'raw_text', text: 'c' }))] },
    '/blocks/0/rows/0',
  ],
  [
    'empty cell',
    { type: 'table', rows: [[{ type: 'raw_text', text: 'c' }]] },
    { type: 'table', rows: [[{ type: 'raw_text', text: '' }]] },
    '/blocks/0/rows/0/0/text',
  ],
  [
    'plan tasks',
    { type: 'plan', title: 'p', tasks: many(50, planned) },
    { type: 'plan', title: 'p', tasks: many(51, planned) },
    '/blocks/0/tasks',
  ],
  [
    'task ids',
    { type: 'plan', title: 'p', tasks: [planned(1)] },
    { type: 'plan', title: 'p', tasks: many(2, () => planned(1)) },
    '/blocks/0',
  ],
  [
    'plan title',
    { type: 'plan', title: 'p', tasks: [planned(1, { details: rich('why') })] },
    { type: 'plan', title: '', tasks: [planned(1)] },
    '/blocks/0/title',
  ],
  [
    'task without a status',
    { type: 'plan', title: 'p', tasks: [planned(1, { status: 'error' })] },
    { type: 'plan', title: 'p', tasks: [{ task_id: '1', title: 't' }] },
    '/blocks/0/tasks/0',
  ],
  [
    'task with a type',
    { type: 'plan', title: 'p', tasks: [planned(1)] },
    { type: 'plan', title: 'p', tasks: [planned(1, { type: 'task_card' })] },
    '/blocks/0/tasks/0',
  ],
  [
    'task status',
    { type: 'plan', title: 'p', tasks: [planned(1, { status: 'complete' })] },
    { type: 'plan', title: 'p', tasks: [planned(1, { status: 'done' })] },
    '/blocks/0/tasks/0/status',
  ],
  [
    'task details',
    { type: 'plan', title: 'p', tasks: [planned(1, { details: rich('why'), output: rich('what') })] },
    { type: 'plan', title: 'p', tasks: [planned(1, { details: 'why' })] },
    '/blocks/0/tasks/0/details',
  ],
  [
    'lone pending task',
    { type: 'task_card', task_id: '1', title: 't', status: 'complete' },
    { type: 'task_card', task_id: '1', title: 't', status: 'pending' },
    '/blocks/0/status',
  ],
  ['a form only block', section({}), { type: 'alert', text: plain('a') }, '/blocks/0'],
  ['unknown block', section({}), { type: 'sekshun' }, '/blocks/0'],
  ['unknown property', section({}), section({ colour: 'red' }), '/blocks/0'],
  [
    'emoji on mrkdwn',
    section({ text: plain('t', { emoji: true }) }),
    section({ text: mrkdwn('t', { emoji: true }) }),
    '/blocks/0/text',
  ],
  [
    'verbatim on plain text',
    section({ text: mrkdwn('t', { verbatim: true }) }),
    section({ text: plain('t', { verbatim: true }) }),
    '/blocks/0/text',
  ],
  ['missing text', section({}), { type: 'section' }, '/blocks/0'],
  [
    'context actions',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('t') }] },
    { type: 'context_actions', elements: [button()] },
    '/blocks/0/elements/0',
  ],
  [
    'card',
    { type: 'card', title: mrkdwn(x(150)), actions: [button()] },
    { type: 'card', title: mrkdwn(x(151)) },
    '/blocks/0/title/text',
  ],
  [
    'container children',
    { type: 'container', title: plain('c'), child_blocks: many(10, () => section({})) },
    { type: 'container', title: plain('c'), child_blocks: many(11, () => section({})) },
    '/blocks/0/child_blocks',
  ],
];

describe('blocks of a message', () => {
  test.each(AT_AND_BEYOND)('%s', (_, at, beyond, place) => {
    expect(blockFaults([at], 'message')).toEqual([]);
    const faults = blockFaults([beyond], 'message');
    expect(faults).not.toEqual([]);
    expect(faults.map((fault) => /\[json-pointer:(.*)\]/.exec(fault)?.[1])).toContain(place);
  });

  test('fifty of them, each with its own id', () => {
    expect(
      blockFaults(
        many(50, () => section({})),
        'message',
      ),
    ).toEqual([]);
    expect(
      blockFaults(
        many(51, () => section({})),
        'message',
      ),
    ).toEqual(['[ERROR] no more than 50 items allowed [json-pointer:/blocks]']);
    expect(blockFaults([section({ block_id: 'b' }), section({ block_id: 'b' })], 'message')).toHaveLength(1);
  });

  test('markdown and tables are counted over the whole message', () => {
    const markdown = { type: 'markdown', text: x(6_001) };
    expect(blockFaults([markdown, markdown], 'message')).toHaveLength(1);
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: x(5_001) }]] };
    expect(blockFaults([table, table], 'message')).toHaveLength(1);
  });

  test('every kind of block knows its surfaces', () => {
    const on = (surface: 'message' | 'modal' | 'home') =>
      Object.entries(BLOCKS)
        .filter(([, kind]) => kind.on.includes(surface))
        .map(([name]) => name);
    expect(on('modal')).toEqual([
      'section',
      'header',
      'divider',
      'image',
      'context',
      'actions',
      'input',
      'rich_text',
      'alert',
      'card',
    ]);
    expect(on('home')).not.toContain('markdown');
    expect(on('message')).not.toContain('alert');
  });
});

describe('forms', () => {
  const form = (extra: Json = {}): Json => ({
    type: 'modal',
    title: plain('t'),
    blocks: [section({})],
    ...extra,
  });
  const rows: [string, Json, Json, string][] = [
    ['title', form({ title: plain(x(24)) }), form({ title: plain(x(25)) }), '/view/title/text'],
    ['submit', form({ submit: plain(x(24)) }), form({ submit: plain(x(25)) }), '/view/submit/text'],
    ['close', form({ close: plain(x(24)) }), form({ close: plain(x(25)) }), '/view/close/text'],
    [
      'private_metadata',
      form({ private_metadata: x(3000) }),
      form({ private_metadata: x(3001) }),
      '/view/private_metadata',
    ],
    ['callback_id', form({ callback_id: x(255) }), form({ callback_id: x(256) }), '/view/callback_id'],
    ['external_id', form({ external_id: x(255) }), form({ external_id: x(256) }), '/view/external_id'],
    [
      'blocks',
      form({ blocks: many(100, () => section({})) }),
      form({ blocks: many(101, () => section({})) }),
      '/view/blocks',
    ],
    [
      'submit with input',
      form({ submit: plain('s'), blocks: [input(textInput())] }),
      form({ blocks: [input(textInput())] }),
      '/view',
    ],
    ['title is required', form(), { type: 'modal', blocks: [] }, '/view'],
    [
      'no table in a form',
      form({ blocks: [{ type: 'alert', text: plain('a'), level: 'error' }] }),
      form({ blocks: [{ type: 'markdown', text: 'm' }] }),
      '/view/blocks/0',
    ],
    ['unknown property', form({ clear_on_close: true }), form({ clear: true }), '/view'],
  ];
  test.each(rows)('%s', (_, at, beyond, place) => {
    expect(viewFaults(at, 'modal')).toEqual([]);
    expect(viewFaults(beyond, 'modal').map((fault) => /\[json-pointer:(.*)\]/.exec(fault)?.[1])).toContain(
      place,
    );
  });

  test('the App Home takes no title', () => {
    expect(viewFaults({ type: 'home', blocks: [section({})] }, 'home')).toEqual([]);
    expect(viewFaults({ type: 'home', title: plain('t'), blocks: [] }, 'home')).toHaveLength(1);
    expect(viewFaults({ type: 'modal', title: plain('t'), blocks: [] }, 'home')).not.toEqual([]);
  });
});
