/** Text: what is live in it, and how it is written. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call } from './calls.js';
import { fact, facts } from './facts.js';
import { mrkdwn, plain, rich, section } from './samples.js';

const TEXT = 'messaging/formatting-message-text';

let slack: SlackServer;
let dev: Channel;

beforeEach(async () => {
  slack = await startSlack();
  dev = slack.channel('dev');
});
afterEach(() => slack.close());

async function notified(args: Json): Promise<string[]> {
  await call(slack, 'chat.postMessage', { channel: dev.id, text: 'x', ...args });
  return slack.mentions(slack.messages(dev).at(-1)!);
}

facts(
  'a literal @here is dead',
  TEXT,
  [
    ['in text', { text: '@here' }],
    ['in plain_text', { blocks: [section({ text: plain('@here') })] }],
    ['in rich_text', { blocks: [rich('@here')] }],
    ['in mrkdwn with verbatim', { blocks: [section({ text: mrkdwn('@here', { verbatim: true }) })] }],
  ] satisfies [string, Json][],
  async (_, args) => expect(await notified(args)).toEqual([]),
);

fact('… but live in mrkdwn of a block, unless verbatim', TEXT, async () => {
  expect(await notified({ blocks: [section({ text: mrkdwn('@here') })] })).toEqual(['here']);
});

facts(
  'is live',
  TEXT,
  [
    ['<!here>', 'here'],
    ['<!channel>', 'channel'],
    ['<!everyone>', 'everyone'],
    ['<@U0ANA>', 'U0ANA'],
    ['<!subteam^S0LEADS>', 'S0LEADS'],
  ] satisfies [string, string][],
  async (text, id) => expect(await notified({ text })).toEqual([id]),
);

fact('escaped, the same is dead', TEXT, async () => {
  expect(await notified({ text: '&lt;!here&gt; &lt;@U0ANA&gt;' })).toEqual([]);
});

fact('& < > are entities, and nothing else is', TEXT, async () => {
  await call(slack, 'chat.postMessage', { channel: dev.id, text: 'a &amp; b < c > d "e"' });
  const message = slack.messages(dev).at(-1)!;
  expect(message.text).toBe('a &amp; b &lt; c &gt; d "e"');
  expect(slack.visibleText(message)).toBe('a & b < c > d "e"');
});

fact(
  'people’s messages carry client_msg_id and rich_text besides text',
  'reference/events/message',
  async () => {
    const said = await slack.person('ana').says('see https://x.test/?a=1&b=2', { in: dev });
    expect(said).toMatchObject({
      text: 'see <https://x.test/?a=1&amp;b=2>',
      client_msg_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      blocks: [{ type: 'rich_text' }],
    });
  },
);

fact(
  'markdown_text stands alone and becomes a markdown block',
  'reference/methods/chat.postMessage',
  async () => {
    await call(slack, 'chat.postMessage', { channel: dev.id, markdown_text: '**bold**' });
    expect(slack.messages(dev).at(-1)?.blocks).toMatchObject([{ type: 'markdown', text: '**bold**' }]);
  },
);

fact('unfurl_links and unfurl_media are kept', 'messaging/unfurling-links-in-messages', async () => {
  const quiet = { unfurl_links: false, unfurl_media: false };
  await call(slack, 'chat.postMessage', { channel: dev.id, text: '<https://x.test>', ...quiet });
  expect(slack.messages(dev).at(-1)).toMatchObject(quiet);
});
