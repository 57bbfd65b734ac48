/** Buttons, menus and inputs of messages through the page, to a real Bolt app. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Values } from '../../../src/playground/server/facts.js';
import { quietClient } from '../server/clients.js';
import { OK, options, plain, refused, stage } from './stage.js';

type Stage = Awaited<ReturnType<typeof stage>>;

let world: Stage['world'];
let page: Stage['page'];
let tab: Stage['tab'];
let heard: Stage['heard'];
let ana: Stage['ana'];
let ben: Stage['ben'];
let eve: Stage['eve'];
let withApp: Stage['withApp'];
let close: Stage['close'];

beforeEach(async () => {
  ({ world, page, tab, heard, ana, ben, eve, withApp, close } = await stage());
});
afterEach(() => close());

describe('buttons and menus of a message', () => {
  const card = async (value = 'rev1') => {
    const blocks = [
      {
        type: 'actions',
        block_id: 'acts',
        elements: [
          { type: 'button', action_id: 'go', text: plain('Go'), value },
          { type: 'static_select', action_id: 'one', options },
          { type: 'overflow', action_id: 'more', options: options.slice(0, 2) },
          { type: 'checkboxes', action_id: 'all', options, initial_options: options.slice(0, 1) },
        ],
      },
      {
        type: 'input',
        block_id: 'in',
        label: plain('Words'),
        element: { type: 'plain_text_input', action_id: 'words', initial_value: 'as given' },
      },
    ];
    const { ts = '' } = await quietClient(world.slack).chat.postMessage({
      channel: world.dev.id,
      text: 'card',
      blocks: blocks as never,
    });
    return { on: `message:${world.dev.id}:${ts}`, message: world.slack.store.findMessage(world.dev.id, ts)! };
  };
  const choose = (on: string, action: string, values: string[]) =>
    ana({ do: 'choose', on, block: 'acts', action, values });

  test('are delivered by id with the values of the options', async () => {
    await withApp();
    const { on } = await card();
    expect(await ana({ do: 'press', on, block: 'acts', action: 'go', value: 'rev1' })).toEqual(OK);
    expect(await choose(on, 'one', ['web'])).toEqual(OK);
    expect(await choose(on, 'more', ['api'])).toEqual(OK);
    expect(await choose(on, 'all', ['web', 'docs'])).toEqual(OK);
    expect(await choose(on, 'all', [])).toEqual(OK);
    expect(heard).toMatchObject([
      { action_id: 'go', value: 'rev1' },
      { action_id: 'one', selected_option: { value: 'web' } },
      { action_id: 'more', selected_option: { value: 'api' } },
      { action_id: 'all', selected_options: [{ value: 'web' }, { value: 'docs' }] },
      { action_id: 'all', selected_options: [] },
    ]);
    expect(await choose(on, 'one', ['The web'])).toEqual(refused('not_possible'));
    expect(heard).toHaveLength(5);
  });

  test('inputs are each person’s own, and travel with a press', async () => {
    let state: unknown;
    await withApp((bolt) =>
      bolt.action('go', async ({ ack, body, next }) => {
        state = (body as { state?: { values: Values } }).state?.values.in?.words?.value;
        await ack();
        await next();
      }),
    );
    const { on } = await card();
    const his = await page.opens(world.ben);
    const words = (values: unknown) => JSON.stringify(values);
    const press = (by: typeof ana) => by({ do: 'press', on, block: 'acts', action: 'go' });
    await press(ana);
    expect(state).toBe('as given');
    expect(await ana({ do: 'put', on, block: 'in', action: 'words', value: 'of ana' })).toEqual(OK);
    await tab.until(
      () => tab.pieces[on] && words(tab.piece('message', on).values).includes('of ana'),
      'her words',
    );
    expect(words(his.piece('message', on).values)).toContain('as given');
    await press(ana);
    expect(state).toBe('of ana');
    await press(ben);
    expect(state).toBe('as given');
    await ana({ do: 'put', on, block: 'in', action: 'words', value: '' });
    await press(ana);
    expect(state).toBeNull();
    expect(heard.map(({ action_id }) => action_id)).toEqual(['go', 'go', 'go', 'go']);
  });

  test('of an older version are delivered as the browser showed them', async () => {
    await withApp();
    const { on, message } = await card('rev1');
    const press = (value: string) => ana({ do: 'press', on, block: 'acts', action: 'go', value });
    for (const value of ['rev2', 'rev3']) {
      const acts = structuredClone(message.blocks![0]!);
      Object.assign((acts.elements as object[])[0]!, { value });
      world.slack.store.changeMessage(message, { blocks: [acts] });
    }
    world.slack.store.changeMessage(message, { blocks: [{ type: 'divider' }] });
    for (const value of ['rev1', 'rev3', 'rev2']) expect(await press(value)).toEqual(OK);
    expect(heard.map(({ value }) => value)).toEqual(['rev1', 'rev3', 'rev2']);
    expect(await press('rev9')).toEqual(refused('not_on_screen'));
    expect(await ana({ do: 'press', on, block: 'acts', action: 'gone' })).toEqual(refused('not_on_screen'));
    for (let change = 0; change < 9; change += 1)
      world.slack.store.changeMessage(message, { blocks: [{ type: 'divider' }] });
    expect(await press('rev1')).toEqual(refused('not_on_screen'));
    world.slack.store.deleteMessage(message);
    expect(await press('rev3')).toEqual(refused('message_not_found'));
  });

  test('of channels and screens of others are out of reach', async () => {
    await withApp();
    const { on } = await card();
    const go = { do: 'press' as const, block: 'acts', action: 'go' };
    expect(await eve({ ...go, on })).toEqual(refused('not_in_channel'));
    const client = quietClient(world.slack);
    const blocks = [
      {
        type: 'actions',
        block_id: 'acts',
        elements: [{ type: 'button', action_id: 'go', text: plain('Go') }],
      },
    ];
    const { message_ts } = await client.chat.postEphemeral({
      channel: world.dev.id,
      user: world.ana.id,
      text: 'x',
      blocks: blocks as never,
    });
    const home = { type: 'home' as const, blocks: blocks as never };
    await client.views.publish({ user_id: world.ana.id, view: home });
    expect(await ben({ ...go, on: `ephemeral:${message_ts}` })).toEqual(refused('not_found'));
    expect(await ben({ ...go, on: 'home' })).toEqual(refused('not_found'));
    expect(heard).toEqual([]);
    expect(await ana({ ...go, on: `ephemeral:${message_ts}` })).toEqual(OK);
    expect(await ana({ ...go, on: 'home' })).toEqual(OK);
    for (const odd of ['', 'message', 'message:C1', `${on}:x`, 'home:', 'view:home', 'toString'])
      expect([odd, await ana({ ...go, on: odd })]).toEqual([odd, expect.objectContaining({ ok: false })]);
    expect(heard).toHaveLength(2);
  });

  test('without an answer say so', async () => {
    const { on } = await card();
    expect(await ana({ do: 'press', on, block: 'acts', action: 'go' })).toEqual(
      refused('dispatch_failed', 'The app did not respond. Try again.'),
    );
  });
});
