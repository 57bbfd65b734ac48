/** Each step of the guided minute, from messages as the bot draws them. The journey checks them against the real ones. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Block, Message } from '../../../src/playground/server/facts.js';
import { Store } from '../../../src/playground/server/store.js';
import { type HintWorld, hintFor } from '../../../src/playground/visit/hints.js';

let store: Store;
let channel: string;
let [ana, ben, cem]: string[] = [];
let world: HintWorld;
beforeEach(() => {
  store = new Store('metawsm');
  channel = store.addChannel('dev', 'public', [store.bot.userId]).id;
  [ana, ben, cem] = ['ana', 'ben', 'cem'].map((name) => store.addUser(name, {}).id);
  const first = '/metawsm bootstrap DEMO-1 --repos hello,site';
  world = { store, channel, starter: ana!, outsider: cem!, first, starts: 1, isConnected: true };
});

const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text } });
const actions = (...buttons: [id: string, label: string][]): Block => ({
  type: 'actions',
  elements: buttons.map(([action_id, text]) => ({
    type: 'button',
    action_id,
    text: { type: 'plain_text', text },
  })),
});

function says(blocks: Block[], card?: Message): Message {
  const author = { user: store.bot.userId, bot_id: store.bot.botId };
  return store.addMessage({ channel, ...author, text: '', blocks, ...(card && { thread_ts: card.ts }) });
}

const card = (title: string, words = 'Somewhere.', by = ana): Message =>
  says([
    { type: 'header', text: { type: 'plain_text', text: title } },
    section(words),
    { type: 'context', elements: [{ type: 'mrkdwn', text: `Run \`demo-1-abcdef\` · requester <@${by}>` }] },
  ]);

const hint = (who = ana!) => hintFor(world, who);

describe('the steps', () => {
  test('nothing is typed before the bot is connected', () => {
    world = { ...world, isConnected: false };
    expect(hint()).toMatchObject({ step: 'begin', at: 1, of: 8, channel });
    expect(hint().insert).toBeUndefined();
  });

  test('the empty channel says what to type, and as whom', () => {
    expect(hint()).toMatchObject({ step: 'begin', at: 1, insert: world.first, channel });
    expect(hint().actAs).toBeUndefined();
    expect(hint(ben).actAs).toBe(ana);
  });

  test.each([
    ['goal', /^\/metawsm guide DEMO-1 The program and the page greet people by name/],
    ['scope', /^\/metawsm guide DEMO-1 `src` and `test` in hello/],
    ['done criteria', /^\/metawsm guide DEMO-1 `npm test` passes in hello/],
  ])('a question about the %s comes with an answer from the ticket', (field, insert) => {
    says(
      [section(`a question about the *${field}* of DEMO-1:`), actions(['write_answer', 'Write an answer…'])],
      card('DEMO-1 · intake'),
    );
    expect(hint()).toMatchObject({ step: 'question', at: 2 });
    expect(hint().insert).toMatch(insert);
  });

  test('where there are suggestions, one of them is pressed', () => {
    says([actions(['answer:0', 'none'], ['write_answer', 'Write…'])], card('DEMO-1 · intake'));
    expect(hint()).toMatchObject({ step: 'question', text: expect.stringContaining('suggested') });
    expect(hint().insert).toBeUndefined();
  });

  test('a question about something else is answered in own words', () => {
    says([section('a question'), actions(['write_answer', 'Write…'])], card('MINE-1 · intake'));
    expect(hint().text).toMatch(/in your own words/);
  });

  test('a complete brief is started', () => {
    says([actions(['start', 'Start run'], ['edit_brief', 'Edit brief'])], card('DEMO-1 · intake'));
    expect(hint()).toMatchObject({ step: 'start', at: 3, text: expect.stringContaining('`Start run`') });
    expect(hint(ben).actAs).toBe(ana);
  });

  test.each([
    ['preparing', 'working', 4],
    ['running', 'working', 4],
    ['checking', 'working', 4],
    ['awaiting_guidance', 'guidance', 5],
    ['merge_ready', 'merge', 7],
  ])('a run that is %s is at %s', (status, step, at) => {
    card(`DEMO-1 · ${status}`);
    expect(hint()).toMatchObject({ step, at, of: 8 });
  });

  test('a failed check that is being mended is looked at', () => {
    card('DEMO-1 · running', 'The agent works. The checks failed; this is attempt 1 of 2 to mend that.');
    expect(hint()).toMatchObject({ step: 'mending', at: 6 });
    card('DEMO-1 · checking', '[error] Checks – 1 of 2 checks passed; failed: npm test');
    expect(hint().step).toBe('mending');
  });

  test('where it happens in the thread of the card, the hint leads there', () => {
    const root = card('DEMO-1 · awaiting_guidance');
    expect(hint()).toMatchObject({ step: 'guidance', channel, thread: root.ts });
    expect(hint(ben).actAs).toBeUndefined();
  });

  test('the count does not go back once the agent has its answer', () => {
    const root = card('DEMO-1 · running');
    expect(hint().at).toBe(4);
    says([section('The agent `script` asked for DEMO-1:'), section('Answered by ana')], root);
    expect(hint()).toMatchObject({ step: 'checks', at: 6 });
  });

  test('while it is closing, nobody is told that the agent works', () => {
    card('DEMO-1 · closing');
    expect(hint()).toMatchObject({ step: 'closing', at: 7, text: expect.stringContaining('merges') });
  });

  test('a bot that is away is waited for', () => {
    card('DEMO-1 · awaiting_guidance');
    world = { ...world, isConnected: false };
    expect(hint()).toMatchObject({ step: 'away', at: 0 });
  });

  test.each([
    ['failed', /`Restart`/],
    ['paused', /`Resume`/],
    ['stopped', /`Restart`/],
  ])('a run that is %s has a way out', (status, words) => {
    card(`DEMO-1 · ${status}`);
    expect(hint()).toMatchObject({ step: status, at: 0, of: 0, text: expect.stringMatching(words) });
  });

  test('whoever has no rights is told to press, and after the refusal to go on as ana', () => {
    card('DEMO-1 · merge_ready');
    expect(hint().text).toMatch(/act as Cem/);
    expect(hint(cem)).toMatchObject({ step: 'outsider', actAs: ana });
    store.addEphemeral({ channel, to: cem!, text: 'You do not have the right to do that.' });
    expect(hint(cem)).toMatchObject({ step: 'refused', actAs: ana });
  });
});

describe('after the merge', () => {
  const MERGES =
    '*Merges:* `hello` merged into `main` at `1c8d616d`, `site` merged into `main` at `db7b2bb9`';
  beforeEach(() => void card('DEMO-1 · closed (merged)', MERGES));

  test('each merged commit has a link', () => {
    expect(hint()).toMatchObject({ step: 'merged', at: 8, of: 8 });
    expect(hint().links).toEqual([
      { label: 'What changed in hello', href: '/_page/diff/hello/1c8d616d' },
      { label: 'What changed in site', href: '/_page/diff/site/db7b2bb9' },
    ]);
  });

  test('one idea after another, until each was tried', () => {
    expect(hint()).toMatchObject({ text: expect.stringMatching(/open the App Home/), home: true });
    expect(hint(cem).actAs).toBeUndefined();
    const blank = { callback_id: '', external_id: '', private_metadata: '', hash: '', root_view_id: 'V1' };
    const more = { previous_view_id: null, clear_on_close: false, notify_on_close: false, open: true };
    store.saveView({
      id: 'V1',
      type: 'home',
      user: ana!,
      blocks: [],
      values: {},
      errors: {},
      ...blank,
      ...more,
    });
    expect(hint()).toMatchObject({ text: expect.stringMatching(/kill the bot/), insert: world.first });
    expect(hint().home).toBeUndefined();
    world = { ...world, starts: 2 };
    expect(hint().insert).toMatch(/^\/metawsm bootstrap DEMO-2 --repos hello$/);
    card('DEMO-2 · closed (discarded)');
    expect(hint().insert).toBe('/metawsm bootstrap DEMO-3 --repos hello --agent careful');
    card('DEMO-3 · closed (merged)');
    expect(hint()).toMatchObject({ insert: '/metawsm help', at: 0, of: 0 });
  });

  test('the newest run that is not over comes first', () => {
    card('MINE-1 · failed');
    card('DEMO-2 · closed (merged)');
    expect(hint()).toMatchObject({ step: 'failed', text: expect.stringMatching(/^MINE-1: The run failed/) });
  });
});

test('a card that somebody else has written is none', () => {
  const blocks: Block[] = [{ type: 'header', text: { type: 'plain_text', text: 'DEMO-1 · running' } }];
  store.addMessage({ channel, user: ben!, text: '', blocks });
  expect(hint().step).toBe('begin');
});

describe('a run in a direct channel', () => {
  test('is a hint for whoever sees it, and for nobody else', () => {
    channel = store.addChannel(ana!, 'im', [ana!, store.bot.userId]).id;
    says([actions(['start', 'Start run'])], card('SECRET-1 · intake'));
    expect(hint()).toMatchObject({ step: 'start', channel });
    for (const who of [ben!, cem!]) {
      expect(hint(who).step).toBe('begin');
      expect(JSON.stringify(hint(who))).not.toContain(channel);
    }
  });
});
