/** Block Kit: which block may stand where, and how many. M message, F form, H App Home. */
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type Answer, call, codeOf, placesOf } from './calls.js';
import { fact, facts } from './facts.js';
import * as sample from './samples.js';

const { actions, button, card, cell, input, many, plain, rich, section, table, task } = sample;
const BLOCKS = 'reference/block-kit/blocks';

let slack: SlackServer;
let channel: string;

beforeAll(async () => {
  slack = await startSlack();
  channel = slack.channel('dev').id;
});
afterAll(() => slack.close());

const ways: Record<string, (blocks: Json[]) => Promise<Answer>> = {
  M: (blocks) => call(slack, 'chat.postMessage', { channel, text: 'x', blocks }),
  F: (blocks) => {
    const view = sample.modal({ submit: plain('Ok'), blocks });
    return call(slack, 'views.open', { trigger_id: slack.triggerOf(slack.person('ana')), view });
  },
  H: (blocks) => {
    const user_id = slack.person('ana').id;
    return call(slack, 'views.publish', { user_id, view: { type: 'home', blocks } });
  },
};

async function surfacesOf(block: Json): Promise<string> {
  let taken = '';
  for (const [surface, send] of Object.entries(ways)) if ((await send([block])).ok) taken += surface;
  return taken;
}

const image = { image_url: 'https://x.test/a.png', alt_text: 'a' };
const chart = { type: 'data_visualization', title: 'c', chart: { type: 'pie' } };
const container = { type: 'container', title: plain('c'), child_blocks: [section()] };
const icon = { type: 'icon_button', icon: 'trash', text: plain('t') };
const rows = [[cell()]];
const step = { type: 'task_card', ...task(1, { status: 'complete' }) };

const PLACES: [string, string, Json][] = [
  ['section', 'MFH', section()],
  ['header', 'MFH', { type: 'header', text: plain('h') }],
  ['divider', 'MFH', { type: 'divider' }],
  ['image', 'MFH', { type: 'image', ...image }],
  ['context', 'MFH', { type: 'context', elements: [plain('c')] }],
  ['actions', 'MFH', actions(button())],
  ['input', 'MFH', input()],
  ['rich_text', 'MFH', rich('x')],
  ['markdown', 'M', { type: 'markdown', text: '**m**' }],
  ['table', 'MH', table(rows)],
  ['data_table', 'MH', { type: 'data_table', caption: 'c', rows }],
  ['data_visualization', 'MH', chart],
  ['task_card', 'M', step],
  ['alert', 'F', { type: 'alert', text: plain('a'), level: 'error' }],
  ['card', 'MFH', card()],
  ['container', 'MH', container],
  ['context_actions', 'M', { type: 'context_actions', elements: [icon] }],
];

facts('a block stands where Slack takes it', BLOCKS, PLACES, async (_, surfaces, block) => {
  expect(await surfacesOf(block)).toBe(surfaces);
});

facts(
  'a block stands in messages; other surfaces are not stated',
  BLOCKS,
  [
    ['plan', sample.plan([task(1)])],
    ['carousel', { type: 'carousel', elements: [card()] }],
  ],
  async (_, block) => expect(await surfacesOf(block)).toBe('M'),
  'unconfirmed',
);

describe('refusals', () => {
  facts(
    'a block that is not there is named by its place',
    'reference/methods/chat.postMessage',
    [
      ['an unknown type', { type: 'sekshun' }, '/blocks/1'],
      ['no type', { text: plain('t') }, '/blocks/1'],
      ['a block of forms', { type: 'alert', text: plain('a') }, '/blocks/1'],
      ['a property that does not exist', section({ colour: 'red' }), '/blocks/1'],
    ] satisfies [string, Json, string][],
    async (_, block, place) => {
      const answer = await ways.M!([section(), block]);
      expect(answer.error).toBe('invalid_blocks');
      expect(placesOf(answer)).toEqual([place]);
    },
  );

  fact('blocks that are no list: invalid_blocks_format', 'reference/methods/chat.postMessage', async () => {
    const args = { channel, text: 'x', blocks: 'none' };
    expect(await codeOf(call(slack, 'chat.postMessage', args))).toBe('invalid_blocks_format');
  });

  fact('a message holds 50 blocks', BLOCKS, async () => {
    const blocks = (n: number) => many(n, () => section());
    expect(await codeOf(ways.M!(blocks(50)))).toBe('ok');
    const beyond = await ways.M!(blocks(51));
    expect([beyond.error, placesOf(beyond)]).toEqual(['invalid_blocks', ['/blocks']]);
  });

  fact(
    'block_id is unique in a message, action_id in a block',
    BLOCKS,
    async () => {
      expect(await codeOf(ways.M!([section({ block_id: 'b' }), section({ block_id: 'b' })]))).toBe(
        'invalid_blocks',
      );
      expect(await codeOf(ways.M!([actions(button(), button())]))).toBe('invalid_blocks');
      expect(await codeOf(ways.M!([actions(button()), actions(button())]))).toBe('ok');
    },
    'in the SDK',
  );

  fact(
    'markdown counts over the whole message: 12,000',
    'reference/block-kit/blocks/markdown-block',
    async () => {
      const markdown = (length: number) => ({ type: 'markdown', text: sample.x(length) });
      expect(await codeOf(ways.M!([markdown(6_000), markdown(6_000)]))).toBe('ok');
      expect(await codeOf(ways.M!([markdown(6_000), markdown(6_001)]))).toBe('invalid_blocks');
    },
  );

  fact('tables count over the whole message: 10,000', 'reference/block-kit/blocks/table-block', async () => {
    const of = (length: number) => table([[cell(sample.x(length))]]);
    expect(await codeOf(ways.M!([of(5_000), of(5_000)]))).toBe('ok');
    expect(await codeOf(ways.M!([of(5_000), of(5_001)]))).toBe('invalid_blocks');
  });

  fact(
    'all texts of the blocks together: refused beyond about 13,200',
    'reference/methods/chat.postMessage',
    async () => {
      const sections = (length: number) => many(5, () => section({ text: plain(sample.x(length)) }));
      expect(await codeOf(ways.M!(sections(2_640)))).toBe('ok');
      expect(await codeOf(ways.M!(sections(2_641)))).toBe('msg_blocks_too_long');
    },
    'unconfirmed',
  );
});

describe('blocks.validate', () => {
  const validate = (args: Json) => call(slack, 'blocks.validate', args);

  fact('judges without showing anything', 'reference/methods/blocks.validate', async () => {
    const before = slack.messages('dev').length;
    expect(await codeOf(validate({ blocks: [section()] }))).toBe('ok');
    expect(await codeOf(validate({ message: { blocks: [section()] } }))).toBe('ok');
    expect(await codeOf(validate({ view: sample.modal() }))).toBe('ok');
    expect(slack.messages('dev')).toHaveLength(before);
  });

  fact('takes exactly one of blocks, message and view', 'reference/methods/blocks.validate', async () => {
    expect(await codeOf(validate({}))).toBe('invalid_arguments');
    expect(await codeOf(validate({ blocks: [], view: sample.modal() }))).toBe('invalid_arguments');
  });

  fact('names each fault by pointer, code and message', 'reference/methods/blocks.validate', async () => {
    const blocks = [section({ text: plain('') })];
    const faults = { '/0': { blocks }, '/blocks/0': { message: { blocks } } };
    for (const [place, args] of Object.entries(faults)) {
      const { error, errors } = await validate(args);
      expect(error).toBe(`invalid_${Object.keys(args)[0]}`);
      expect(errors).toEqual([
        { pointer: `${place}/text/text`, code: 'failed_constraint', message: expect.any(String) },
      ]);
    }
    expect(await codeOf(validate({ view: sample.modal({ blocks }) }))).toBe('invalid_view');
  });
});
