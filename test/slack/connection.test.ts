/** Connecting: tokens that Slack refuses, a Slack that does not answer, connections that break. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { App } from '@slack/bolt';
import { type SlackServer, startSlack } from '../../src/playground/server/slack-server.js';
import { NobodyWaits } from '../../src/slack/answer.js';
import { permalink, TokenRefused, whoAmI } from '../../src/slack/identity.js';
import { createSockets, type Sockets } from '../../src/slack/sockets.js';

let slack: SlackServer;
const lines: string[] = [];
const write = (first: string | object) => void lines.push(String(first));
const log = { info: write, warn: write, error: write };

beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.close());

const ask = (botToken = slack.botToken, signal?: AbortSignal) =>
  whoAmI({ botToken, apiUrl: slack.url, log, retryMs: 10, ...(signal ? { signal } : {}) });

describe('who the bot is', () => {
  test('is asked until Slack answers', async () => {
    slack.faults.next('auth.test', { status: 503 });
    slack.faults.next('auth.test', { reset: true });
    slack.faults.next('auth.test', { retryAfterS: 1 });
    slack.faults.next('auth.test', { error: 'internal_error' });
    const before = slack.callsOf('auth.test').length;
    const identity = await ask();
    expect(identity).toMatchObject({ userId: slack.bot.userId, team: slack.teamId });
    expect(identity.url).toMatch(/^https?:\/\/.*\/$/);
    expect(slack.callsOf('auth.test').length - before).toBe(5);
  });

  test('a refused token is told with its variable, and not asked again', async () => {
    const before = slack.callsOf('auth.test').length;
    await expect(ask('xoxb-wrong')).rejects.toThrow(/SLACK_BOT_TOKEN \(invalid_auth\)/);
    await expect(ask('xoxb-wrong')).rejects.toBeInstanceOf(TokenRefused);
    expect(slack.callsOf('auth.test').length - before).toBe(2);
  });

  test('the waiting can be ended', async () => {
    slack.faults.always('auth.test', { status: 500 });
    const end = new AbortController();
    const asked = ask(slack.botToken, end.signal);
    const outcome = expect(asked).rejects.toThrow('enough');
    end.abort(new Error('enough'));
    await outcome;
    slack.faults.clear();
  });

  test('permalinks', () => {
    const place = { channel: 'C0DEV', ts: '1700000000.000100' };
    expect(permalink({ url: 'https://acme.slack.com/' }, place)).toBe(
      'https://acme.slack.com/archives/C0DEV/p1700000000000100',
    );
  });
});

describe('sockets', () => {
  const connect = async (
    work: (sockets: Sockets, connected: () => number) => Promise<void>,
    more: Partial<Parameters<typeof createSockets>[0]> = {},
  ) => {
    let count = 0;
    const sockets = createSockets({
      appToken: slack.appToken,
      apiUrl: slack.url,
      log,
      onConnected: () => {
        count += 1;
        for (const tell of waiting) tell();
      },
      pauseMs: 100,
      ...more,
    });
    try {
      await work(sockets, () => count);
    } finally {
      await Promise.all(sockets.receivers.map((receiver) => receiver.stop()));
    }
  };
  const waiting = new Set<() => void>();
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!condition()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  test('a refused app token is told with its variable', async () => {
    await connect(
      async ({ receivers }) => {
        await expect(receivers[0]!.start()).rejects.toThrow(/SLACK_APP_TOKEN \(invalid_auth\)/);
      },
      { appToken: 'xapp-1-wrong' },
    );
  });

  test('are back after a break, a refresh, and a refusal in between', async () => {
    await connect(async ({ receivers, open }, connected) => {
      await Promise.all(receivers.map((receiver) => receiver.start()));
      expect(open()).toBe(2);
      slack.faults.dropSockets();
      await until(() => connected() === 4);
      expect(open()).toBe(2);
      slack.faults.next('apps.connections.open', { status: 500 }, 2);
      slack.faults.refreshSockets();
      await until(() => connected() === 6);
      expect(open()).toBe(2);
    });
  });

  test('an acknowledgement does not go through a later connection than the delivery came through', async () => {
    await connect(
      async ({ receivers }, connected) => {
        const [receiver] = receivers;
        type Came = Parameters<App['processEvent']>[0];
        const came = new Promise<Came>((resolve) =>
          receiver!.init({ processEvent: async (event: Came) => resolve(event) } as App),
        );
        await receiver!.start();
        const typed = slack.person('ana').types('/metawsm help', { in: slack.channel('dev') });
        const { ack } = await came;
        slack.faults.dropSockets();
        await expect(typed).rejects.toThrow('did not respond');
        await until(() => connected() === 2);
        const before = slack.acks.length;
        await expect(ack()).rejects.toBeInstanceOf(NobodyWaits);
        expect(slack.acks.length).toBe(before);
      },
      { count: 1 },
    );
  });

  test('the limit for a pong is no pause before a new connection', async () => {
    await connect(
      async ({ receivers }, connected) => {
        await Promise.all(receivers.map((receiver) => receiver.start()));
        slack.faults.dropSockets();
        await until(() => connected() === 4);
        slack.faults.refreshSockets();
        await until(() => connected() === 6);
      },
      { pingTimeoutMs: 600_000 },
    );
  });

  test('a machine that stands still for a moment loses no connection', async () => {
    await connect(async ({ receivers, open }, connected) => {
      await Promise.all(receivers.map((receiver) => receiver.start()));
      await sleep(2_000);
      const end = Date.now() + 2_000;
      while (Date.now() < end);
      await sleep(2_000);
      expect([open(), connected()]).toEqual([2, 2]);
    });
  });

  test('a reconnect that Slack refuses for good is logged and not thrown', async () => {
    await connect(async ({ receivers, open }, connected) => {
      await Promise.all(receivers.map((receiver) => receiver.start()));
      slack.faults.next('apps.connections.open', { error: 'account_inactive' });
      slack.faults.dropSockets();
      await until(() => connected() === 3);
      expect(open()).toBe(1);
    });
    expect(lines.some((line) => line.includes('Slack refuses the connection'))).toBe(true);
  });
});
