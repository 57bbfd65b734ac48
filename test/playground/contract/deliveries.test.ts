/** Delivery: acknowledgements, repetitions, signatures. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { fact, facts } from './facts.js';
import { type HttpReceiver, httpReceiver, SILENT, socketReceiver } from './receivers.js';

const EVENTS = 'apis/events-api';
const SOCKETS = 'apis/events-api/using-socket-mode';

let slack: SlackServer;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  const httpRetryDelaysMs = [0, 10, 20];
  slack = await startSlack({ ackTimeoutMs: 1_500, redeliverAfterMs: 200, httpRetryDelaysMs });
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
});
afterEach(() => slack.close());

describe('over HTTP', () => {
  let app: HttpReceiver;

  beforeEach(async () => {
    app = await httpReceiver(slack);
  });
  afterEach(() => app.close());

  const heardAfter = async (answer: HttpReceiver['answer']) => {
    app.answer = answer;
    await ana.says('hello', { in: dev });
    await slack.settled();
    return app.heard;
  };
  const numbers = () => app.heard.map(({ headers }) => headers['x-slack-retry-num']);

  facts('any 2xx is a success', EVENTS, [['200'], ['204']], async (status) => {
    expect(await heardAfter(() => ({ status: Number(status) }))).toHaveLength(1);
  });

  facts(
    'an event comes again three times, and each says which and why',
    EVENTS,
    [
      ['http_error', () => ({ status: 500 })],
      ['http_timeout', () => SILENT],
    ] satisfies [string, HttpReceiver['answer']][],
    async (reason, answer) => {
      const heard = await heardAfter(answer);
      expect(numbers()).toEqual([undefined, '1', '2', '3']);
      expect(heard.at(-1)?.headers['x-slack-retry-reason']).toBe(reason);
      const ids = heard.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
      expect(new Set(ids).size).toBe(1);
    },
  );

  fact('x-slack-no-retry: 1 opts out', EVENTS, async () => {
    expect(await heardAfter(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }))).toHaveLength(1);
  });

  fact(
    'each request is signed: HMAC-SHA256 over v0:{ts}:{body}',
    'authentication/verifying-requests-from-slack',
    async () => {
      const [heard] = await heardAfter(() => ({}));
      const at = String(heard?.headers['x-slack-request-timestamp']);
      const expected = createHmac('sha256', slack.signingSecret)
        .update(`v0:${at}:${heard?.body}`)
        .digest('hex');
      expect(heard?.headers['x-slack-signature']).toBe(`v0=${expected}`);
      expect(Math.abs(Date.now() / 1000 - Number(at))).toBeLessThan(60);
    },
  );

  fact(
    'events come as JSON, commands and clicks as forms',
    'interactivity/handling-user-interaction',
    async () => {
      await heardAfter(() => ({}));
      await ana.types('/metawsm status', { in: dev });
      await ana.usesShortcut('start_run');
      const [event, command, click] = app.heard;
      expect(JSON.parse(event?.body ?? '')).toMatchObject({ type: 'event_callback' });
      expect(new URLSearchParams(command?.body).get('command')).toBe('/metawsm');
      expect(JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '')).toMatchObject({
        type: 'shortcut',
      });
    },
  );

  fact('commands are not repeated: lost is lost', 'interactivity/implementing-slash-commands', async () => {
    app.answer = () => ({ status: 500 });
    await expect(ana.types('/metawsm', { in: dev })).rejects.toThrow(/dispatch_failed/);
    expect(app.heard).toHaveLength(1);
  });

  fact('an address has to return the challenge', 'reference/events/url_verification', async () => {
    await expect(slack.connectHttp(`${slack.url}api.test`)).rejects.toThrow(/challenge/);
  });
});

describe('over Socket Mode', () => {
  fact('an ack carries the envelope_id', SOCKETS, async () => {
    const app = await socketReceiver(slack);
    await ana.says('hello', { in: dev });
    await slack.settled();
    expect(app.frames.find((frame) => frame.type === 'events_api')).toMatchObject({
      envelope_id: expect.any(String),
      accepts_response_payload: false,
      retry_attempt: 0,
      payload: { type: 'event_callback', event: { type: 'message', text: 'hello' } },
    });
  });

  fact('an event without ack comes again with retry_attempt and the same event_id', SOCKETS, async () => {
    const app = await socketReceiver(slack);
    app.answer = (envelope) => (envelope.retry_attempt === 0 ? SILENT : undefined);
    await ana.says('hello', { in: dev });
    await slack.settled();
    const attempts = app.frames.filter((frame) => frame.type === 'events_api');
    expect(attempts.map((frame) => frame.retry_attempt)).toEqual([0, 1]);
    expect(new Set(app.bodies('events_api').map((body) => body.event_id)).size).toBe(1);
  });

  fact('commands, clicks and forms may be answered in the ack', SOCKETS, async () => {
    const app = await socketReceiver(slack);
    await ana.types('/metawsm', { in: dev });
    await ana.usesShortcut('start_run');
    expect(app.frames.slice(1)).toMatchObject([
      { type: 'slash_commands', accepts_response_payload: true },
      { type: 'interactive', accepts_response_payload: true },
    ]);
  });
});

describe('which events come', () => {
  fact('messages of channels in which the bot is, with an envelope that names the app', EVENTS, async () => {
    const app = await socketReceiver(slack);
    await ana.says('unheard', { in: slack.channel('foreign', { botIsMember: false }) });
    await ana.says('heard', { in: slack.channel('shared', { shared: true }) });
    await slack.settled();
    expect(app.bodies('events_api')).toMatchObject([
      {
        team_id: slack.teamId,
        api_app_id: slack.bot.appId,
        is_ext_shared_channel: true,
        event: { text: 'heard' },
      },
    ]);
  });

  fact(
    'one post that mentions the app comes as message and as app_mention, with one ts',
    'reference/events/app_mention',
    async () => {
      const app = await socketReceiver(slack);
      const said = await ana.says(`@${slack.bot.name} hello`, { in: dev });
      await slack.settled();
      const events = app.bodies('events_api').map((body) => body.event);
      expect(events).toMatchObject([
        { type: 'message', ts: said.ts },
        { type: 'app_mention', ts: said.ts },
      ]);
    },
  );

  fact('edits and deletions come as subtypes', 'reference/events/message', async () => {
    const app = await socketReceiver(slack);
    const said = await ana.says('one', { in: dev });
    await ana.edits(said, 'two');
    await ana.deletes(said);
    await slack.settled();
    expect(app.bodies('events_api').map((body) => body.event)).toMatchObject([
      { type: 'message', text: 'one' },
      { subtype: 'message_changed', message: { text: 'two' }, previous_message: { text: 'one' } },
      { subtype: 'message_deleted', deleted_ts: said.ts },
    ]);
  });
});
