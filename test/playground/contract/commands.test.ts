/** Slash commands, response_url, trigger_id. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf, postTo } from './calls.js';
import { fact } from './facts.js';
import { SILENT, type SocketReceiver, socketReceiver } from './receivers.js';
import { modal, section } from './samples.js';

const COMMANDS = 'interactivity/implementing-slash-commands';
const INTERACTION = 'interactivity/handling-user-interaction';

let slack: SlackServer;
let app: SocketReceiver;
let dev: Channel;
let ana: Person;

async function begin(options: Parameters<typeof startSlack>[0] = {}): Promise<void> {
  slack = await startSlack({ ackTimeoutMs: 2_500, ...options });
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  app = await socketReceiver(slack);
}

beforeEach(() => begin());
afterEach(() => slack.close());

async function command(words = 'status', where = dev): Promise<Json> {
  await ana.types(`/metawsm ${words}`, { in: where });
  return app.bodies('slash_commands').at(-1) ?? {};
}

fact('a command that nobody acknowledges in time shows operation_timeout', COMMANDS, async () => {
  app.answer = () => SILENT;
  await expect(ana.types('/metawsm', { in: dev })).rejects.toThrow(/operation_timeout/);
});

fact(
  'the payload names team, channel, person, command, text and ways to answer; no thread',
  COMMANDS,
  async () => {
    const body = await command('bootstrap ABC-12');
    expect(body).toMatchObject({
      team_id: slack.teamId,
      channel_id: dev.id,
      user_id: ana.id,
      command: '/metawsm',
      text: 'bootstrap ABC-12',
      api_app_id: slack.bot.appId,
      response_url: expect.stringMatching(/^http/),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    });
    expect(body).not.toHaveProperty('thread_ts');
  },
);

fact('with should_escape, names and links come as ids and marks, & < > as entities', COMMANDS, async () => {
  const hidden = slack.channel('hidden', { private: true, members: [ana] });
  const words = `@ana #dev #hidden https://x.test/?a=1&b=2 a & b <c>`;
  expect((await command(words)).text).toBe(
    `<@${ana.id}> <#${dev.id}|dev> <#${hidden.id}|> <https://x.test/?a=1&amp;b=2> a &amp; b &lt;c&gt;`,
  );
});

fact('without should_escape, which is the default, the text comes as typed', COMMANDS, async () => {
  await slack.close();
  await begin({ manifest: { features: { slash_commands: [{ command: '/metawsm' }] } } });
  expect((await command('@ana & <b>')).text).toBe('@ana & <b>');
});

fact('the ack may carry the answer: for one person by default', COMMANDS, async () => {
  app.answer = () => ({ text: 'only you' });
  expect(await ana.types('/metawsm', { in: dev })).toBe('only you');
  expect(ana.ephemerals({ in: dev }).map((one) => one.text)).toEqual(['only you']);
  expect(slack.messages(dev)).toEqual([]);
});

fact('… and for all with response_type in_channel', COMMANDS, async () => {
  app.answer = () => ({ response_type: 'in_channel', text: 'for all' });
  await command();
  expect(slack.messages(dev).map((one) => one.text)).toEqual(['for all']);
  expect(ana.ephemerals()).toEqual([]);
});

fact('a response_url answers for 30 minutes', INTERACTION, async () => {
  const { response_url } = await command();
  slack.passes(29 * 60_000);
  expect(await postTo(response_url, { text: 'in time' })).toBe(200);
  slack.passes(2 * 60_000);
  expect(await postTo(response_url, { text: 'late' })).toBe(404);
  expect(ana.ephemerals().map((one) => one.text)).toEqual(['in time']);
});

fact('… at most five times', INTERACTION, async () => {
  const { response_url } = await command();
  const statuses: number[] = [];
  for (let turn = 1; turn <= 6; turn += 1) statuses.push(await postTo(response_url, { text: `${turn}` }));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
});

fact('it replaces and deletes the app’s own answer', INTERACTION, async () => {
  const { response_url } = await command();
  await postTo(response_url, { text: 'working' });
  await postTo(response_url, { text: 'done', replace_original: true });
  expect(ana.ephemerals().map((one) => one.text)).toEqual(['done']);
  await postTo(response_url, { delete_original: true });
  expect(ana.ephemerals()).toEqual([]);
});

fact(
  'with thread_ts, in_channel and replace_original false it posts into a thread',
  INTERACTION,
  async () => {
    const root = await ana.says('root', { in: dev });
    const { response_url } = await command();
    const more = { thread_ts: root.ts, response_type: 'in_channel', replace_original: false };
    await postTo(response_url, { text: 'reply', ...more });
    expect(slack.thread(root).map((one) => one.text)).toEqual(['root', 'reply']);
  },
);

fact(
  'it works where the bot is no member, as chat.postMessage does not',
  INTERACTION,
  async () => {
    const foreign = slack.channel('foreign', { botIsMember: false, members: [ana] });
    const { response_url } = await command('status', foreign);
    expect(await codeOf(call(slack, 'chat.postMessage', { channel: foreign.id, text: 'x' }))).toBe(
      'not_in_channel',
    );
    expect(await postTo(response_url, { text: 'hello' })).toBe(200);
    expect(ana.ephemerals({ in: foreign }).map((one) => one.text)).toEqual(['hello']);
  },
  'unconfirmed',
);

const open = (trigger_id: unknown) => codeOf(call(slack, 'views.open', { trigger_id, view: modal() }));

fact('a trigger works once: exchanged_trigger_id', 'reference/methods/views.open', async () => {
  const { trigger_id } = await command();
  expect(await open(trigger_id)).toBe('ok');
  expect(await open(trigger_id)).toBe('exchanged_trigger_id');
});

fact('… within three seconds: expired_trigger_id', 'reference/methods/views.open', async () => {
  const { trigger_id } = await command();
  slack.passes(3_001);
  expect(await open(trigger_id)).toBe('expired_trigger_id');
});

fact('… and only when Slack made it: invalid_trigger_id', 'reference/methods/views.open', async () => {
  expect(await open('1.2.abc')).toBe('invalid_trigger_id');
  expect(await open(undefined)).toBe('invalid_arguments');
});

fact('blocks of an answer are judged like those of a message', INTERACTION, async () => {
  const { response_url } = await command();
  expect(await postTo(response_url, { blocks: [section({ text: undefined })] })).toBe(400);
  expect(await postTo(response_url, { blocks: [section()] })).toBe(200);
});
