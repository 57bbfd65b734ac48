import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { stored, typed } from '../../../src/playground/server/typed-text.js';
import { errorOf, quietClient } from './clients.js';

let slack: SlackServer;
let client: WebClient;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack();
  client = quietClient(slack);
  dev = slack.channel('dev');
  ana = slack.person('ana');
});

afterEach(async () => await slack.close());

const plain = (text: string) => ({ type: 'plain_text' as const, text });

describe('what a person reads', () => {
  test('typed text becomes Slack’s text and back', async () => {
    const ops = slack.userGroup('ops', [ana]);
    const secret = slack.channel('secret', { private: true, members: [ana] });
    const rows: [string, string][] = [
      ['a & b <c>', 'a &amp; b &lt;c&gt;'],
      ['@ana ask @ops, @here and @nobody', `<@${ana.id}> ask <!subteam^${ops.id}>, <!here> and @nobody`],
      ['#dev #secret #none', `<#${dev.id}|dev> <#${secret.id}|> #none`],
      ['`a & @ana README.md`', '`a &amp; @ana README.md`'],
      ['see README.md, src/a.md or a.ts', 'see <http://README.md|README.md>, src/a.md or a.ts'],
      ['mail a@b.com', 'mail a@b.com'],
      ['https://x.test/#dev?a=1&b', '<https://x.test/#dev?a=1&amp;b>'],
    ];
    for (const [words, expected] of rows) expect(typed(slack.store, words)).toBe(expected);
    const said = await ana.says('@ana & #dev', { in: dev });
    expect(said).toMatchObject({ client_msg_id: expect.any(String), blocks: [{ type: 'rich_text' }] });
    expect(slack.visibleText(said)).toBe('@ana & #dev');
  });

  test('text of an app keeps its sequences and nothing else', () => {
    expect(stored('a < b && <@U1> &amp; <!here> <https://x|y> <b>')).toBe(
      'a &lt; b &amp;&amp; <@U1> &amp; <!here> <https://x|y> &lt;b&gt;',
    );
  });

  test('a card with everything, and its transcript', async () => {
    const rich = (text: string) => ({
      type: 'rich_text' as const,
      elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] }],
    });
    const root = await ana.says('start', { in: dev });
    await client.chat.postMessage({
      channel: dev.id,
      thread_ts: root.ts,
      text: 'fallback',
      blocks: [
        { type: 'header', text: plain('Run abc') },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `for <@${ana.id}> &lt;3` },
          accessory: { type: 'overflow', action_id: 'more', options: [{ text: plain('Log'), value: 'log' }] },
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '<!date^0^{date}|yesterday>' }] },
        { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich('b')]] },
        {
          type: 'plan',
          title: 'Plan',
          tasks: [{ task_id: '1', title: 'Build', status: 'complete' }],
        } as never,
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'go', style: 'primary', value: 'v', text: plain('Go') }],
        },
      ],
    });
    const card = await slack.message(dev, 'Run abc', { from: 'bot', thread: root });
    expect(slack.visibleText(card)).toBe(
      'Run abc\nfor @ana <3\n{Log}\nyesterday\na | b\nPlan\n[complete] Build\n[Go]',
    );
    expect(slack.buttons(card)).toMatchObject([
      { label: 'Go', action_id: 'go', value: 'v', style: 'primary' },
    ]);
    await client.chat.postEphemeral({ channel: dev.id, user: ana.id, text: 'psst' });
    expect(slack.transcript(dev)).toMatch(
      /#dev[\s\S]*ana [\d.]+\n {2}start\n {4}metawsm [\d.]+\n {6}Run abc[\s\S]*buttons: Go\n\(only ana sees this\)[\s\S]*psst/,
    );
    await expect(slack.message(dev, 'never said', { timeoutMs: 20 })).rejects.toThrow(
      /Waited 20 ms[\s\S]*Run abc/,
    );
  });

  test('whom a message notifies', async () => {
    const of = async (text: string, blocks?: object[]) => {
      const { ts } = await client.chat.postMessage({
        channel: dev.id,
        text,
        ...(blocks && { blocks: blocks as never }),
      });
      const message = slack.store.findMessage(dev.id, String(ts));
      return message && slack.mentions(message);
    };
    const section = (text: string, verbatim?: boolean) => ({
      type: 'section',
      text: { type: 'mrkdwn', text, ...(verbatim !== undefined && { verbatim }) },
    });
    expect(await of(`<@${ana.id}> <!here>`)).toEqual([ana.id, 'here']);
    expect(await of('@here <!channel>', [section('nobody')])).toEqual([]);
    expect(await of('x', [section('hey @channel')])).toEqual(['channel']);
    expect(await of('x', [section('hey @channel', true)])).toEqual([]);
    expect(await of('x', [section('&lt;!channel&gt;', true)])).toEqual([]);
    expect(
      await of('x', [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '@here <!here>' }] }],
        },
      ]),
    ).toEqual([]);
  });

  test('private things are for one person', async () => {
    await ana.says('x', { in: dev });
    await client.chat.postEphemeral({
      channel: dev.id,
      user: ana.id,
      text: 'psst',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }],
    });
    const seen = await ana.ephemeral('Go');
    await expect(slack.person('ben').presses('Go', { on: seen })).rejects.toThrow('does not see');
    const secret = slack.channel('secret', { private: true });
    await expect(ana.says('x', { in: secret })).rejects.toThrow('no member');
  });
});

describe('views', () => {
  const view = (extra: object = {}) => ({
    type: 'modal' as const,
    title: plain('Form'),
    blocks: [],
    ...extra,
  });
  const trigger = (): string => slack.triggerOf(ana);

  test('three deep, hashes, external ids', async () => {
    const first = await client.views.open({ trigger_id: trigger(), view: view({ external_id: 'one' }) });
    expect(
      await errorOf(client.views.push({ trigger_id: trigger(), view: view({ external_id: 'one' }) })),
    ).toBe('duplicate_external_id');
    await client.views.push({ trigger_id: trigger(), view: view() });
    await client.views.push({ trigger_id: trigger(), view: view({ title: plain('Third') }) });
    expect(await errorOf(client.views.push({ trigger_id: trigger(), view: view() }))).toBe(
      'push_limit_reached',
    );
    expect(slack.visibleText(await ana.view('Third'))).toBe('Third');
    const updated = await client.views.update({
      external_id: 'one',
      hash: String(first.view?.hash),
      view: view({ external_id: 'one' }),
    });
    expect(updated.view?.id).toBe(first.view?.id);
    expect(
      await errorOf(
        client.views.update({
          view_id: String(first.view?.id),
          hash: String(first.view?.hash),
          view: view(),
        }),
      ),
    ).toBe('hash_conflict');
    expect(await errorOf(client.views.update({ view_id: 'VNONE', view: view() }))).toBe('not_found');
    await expect(
      client.views.open({ trigger_id: trigger(), view: view({ title: plain('x'.repeat(25)) }) }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      },
    });
  });

  test('the App Home keeps its hash', async () => {
    const home = { type: 'home' as const, blocks: [] };
    const first = await client.views.publish({ user_id: ana.id, view: home });
    await client.views.publish({ user_id: ana.id, hash: String(first.view?.hash), view: home });
    expect(
      await errorOf(client.views.publish({ user_id: ana.id, hash: String(first.view?.hash), view: home })),
    ).toBe('hash_conflict');
    expect(await errorOf(client.views.publish({ user_id: 'UNOBODY', view: home }))).toBe('user_not_found');
  });

  test('every kind of input takes what a person puts in', async () => {
    const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() });
    const input = (label: string, element: object) => ({
      type: 'input',
      block_id: label,
      label: plain(label),
      element: { action_id: 'a', ...element },
    });
    await client.views.open({
      trigger_id: trigger(),
      view: view({
        submit: plain('Ok'),
        blocks: [
          input('Text', { type: 'plain_text_input' }),
          input('One', { type: 'static_select', options: [option('A'), option('B')] }),
          input('Many', { type: 'checkboxes', options: [option('A'), option('B')] }),
          input('Repos', {
            type: 'multi_static_select',
            options: [option('A'), option('B')],
            initial_options: [option('B')],
          }),
          input('Who', { type: 'users_select' }),
          input('Where', { type: 'conversations_select' }),
          input('When', { type: 'datepicker' }),
        ],
      }),
    });
    const form = await ana.view();
    await ana.fills(form, {
      Text: 'a\nb',
      One: 'B',
      Many: ['A', 'b'],
      Who: 'ana',
      Where: dev,
      When: '2026-11-24',
    });
    expect(form.values).toMatchObject({
      Text: { a: { value: 'a\nb' } },
      One: { a: { selected_option: { value: 'b' } } },
      Many: { a: { selected_options: [{ value: 'a' }, { value: 'b' }] } },
      Repos: { a: { selected_options: [{ value: 'b' }] } },
      Who: { a: { selected_user: ana.id } },
      Where: { a: { selected_conversation: dev.id } },
      When: { a: { selected_date: '2026-11-24' } },
    });
    await expect(ana.fills(form, { One: 'C' })).rejects.toThrow('Offered: A, B');
    await expect(ana.fills(form, { Nothing: 'C' })).rejects.toThrow('There is no input "Nothing"');
  });
});
