import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { type BoltApp, socketApp } from './bolt.js';

let slack: SlackServer;
let app: BoltApp | undefined;
let dev: Channel;
let ana: Person;

beforeEach(async () => {
  slack = await startSlack({ ackTimeoutMs: 2_500, redeliverAfterMs: 200 });
  dev = slack.channel('dev');
  ana = slack.person('ana');
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await slack.close();
});

async function bot(listen: (app: BoltApp) => void): Promise<void> {
  app = await socketApp(slack, listen);
}

describe('deliveries', () => {
  test('an event without ack is sent again, to another socket, with retry_attempt', async () => {
    const tries: unknown[] = [];
    await bot((app) =>
      app.message(async ({ context, body }) => void tries.push([body.event_id, context.retryNum ?? 0])),
    );
    slack.faults.loseAcks(1);
    await ana.says('twice', { in: dev });
    await slack.settled();
    await slack.waitFor(() => tries.length === 2, 'both tries');
    const id = slack.deliveries[0]?.body.event_id;
    expect(tries).toEqual([
      [id, 0],
      [id, 1],
    ]);
  });

  test('events wait for a socket; refreshed and broken sockets come back', async () => {
    const heard: string[] = [];
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    slack.faults.dropSockets();
    await slack.waitFor(() => slack.sockets === 0, 'no socket', 2_000);
    await ana.says('one', { in: dev });
    await slack.connected();
    await slack.settled();
    slack.faults.refreshSockets();
    await slack.waitFor(() => slack.sockets === 0, 'no socket', 2_000);
    await ana.says('two', { in: dev });
    await slack.settled();
    expect(heard).toEqual(['one', 'two']);
  });

  test('duplicates and reversed order on demand', async () => {
    const heard: string[] = [];
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    slack.faults.duplicate(true);
    await ana.says('again', { in: dev });
    await slack.waitFor(() => heard.length === 2, 'the duplicate');
    slack.faults.clear();
    slack.faults.reorder(2);
    await ana.says('first', { in: dev });
    await ana.says('second', { in: dev });
    await slack.settled();
    expect(heard).toEqual(['again', 'again', 'second', 'first']);
  });

  test('each payload goes to one of the open sockets; an unacknowledged one to the next', async () => {
    const heard: string[] = [];
    const listen = (name: string) => (app: BoltApp) =>
      app.message(async ({ message }) => void heard.push(`${name} ${'text' in message ? message.text : ''}`));
    await bot(listen('a'));
    const second = await socketApp(slack, listen('b'));
    try {
      await slack.connected(2);
      for (const text of ['1', '2', '3', '4']) await ana.says(text, { in: dev });
      await slack.settled();
      expect(heard.map((one) => one.slice(2)).toSorted()).toEqual(['1', '2', '3', '4']);
      expect(new Set(heard.map((one) => one[0]))).toEqual(new Set(['a', 'b']));
      heard.length = 0;
      slack.faults.loseAcks(1);
      await ana.says('5', { in: dev });
      await slack.settled();
      expect(heard.map((one) => one[0]).toSorted()).toEqual(['a', 'b']);
    } finally {
      await second.stop();
    }
  });

  test('a lost ack of a command is a timeout for the person', async () => {
    await bot((app) => app.command('/metawsm', async ({ ack }) => ack('heard')));
    slack.faults.loseAcks(1);
    await expect(ana.types('/metawsm x', { in: dev })).rejects.toMatchObject({ code: 'operation_timeout' });
    expect(await ana.types('/metawsm x', { in: dev })).toBe('heard');
  });

  test('refused sockets come back when they are no longer refused', async () => {
    const heard: string[] = [];
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    slack.faults.refuseSockets(true);
    slack.faults.dropSockets();
    await ana.says('kept', { in: dev });
    await slack.waitFor(() => slack.callsOf('apps.connections.open').length >= 3, 'two attempts');
    expect(slack.sockets).toBe(0);
    slack.faults.refuseSockets(false);
    await slack.settled();
    expect(heard).toEqual(['kept']);
  });

  test('an event that nobody takes is given up when it is too old', async () => {
    const impatient = await startSlack({ eventLifeMs: 0, redeliverAfterMs: 10 });
    try {
      const app = await socketApp(impatient, () => {});
      impatient.faults.loseAcks(99);
      await impatient.person('ana').says('x', { in: impatient.channel('dev') });
      await impatient.settled();
      expect(impatient.deliveries).toMatchObject([{ acked: false, lost: true }]);
      await app.stop();
    } finally {
      await impatient.close();
    }
  });

  test('a killed bot is noticed, and the next one gets what it did not acknowledge', async () => {
    const heard: string[] = [];
    const dying = spawn(process.execPath, [join(import.meta.dirname, 'deaf-client.mjs')], {
      env: { SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.url },
      stdio: 'ignore',
    });
    await slack.connected();
    await ana.says('held', { in: dev });
    await slack.waitFor(() => (slack.deliveries[0]?.attempts ?? 0) > 0, 'the first attempt');
    dying.kill('SIGKILL');
    await slack.waitFor(() => slack.sockets === 0, 'the socket to be gone');
    await bot((app) =>
      app.message(async ({ message }) => void heard.push('text' in message ? String(message.text) : '')),
    );
    await slack.settled();
    expect(heard).toEqual(['held']);
  });

  test('changes of people, groups and channels are told', async () => {
    const heard: unknown[] = [];
    await bot((app) => {
      for (const type of [
        'user_change',
        'subteam_members_changed',
        'member_left_channel',
        'channel_archive',
      ] as const) {
        app.event(type as 'user_change', async ({ event }) => void heard.push(event));
      }
    });
    const ben = slack.person('ben');
    const leads = slack.userGroup('leads', [ana]);
    slack.person('ben', { is_restricted: true });
    slack.userGroup('leads', [ben]);
    slack.inviteTo(dev, ben);
    slack.removeFrom(dev, ben);
    slack.channel('dev', { archived: true });
    await slack.settled();
    expect(heard).toMatchObject([
      { type: 'user_change', user: { id: ben.id, is_restricted: true } },
      {
        type: 'subteam_members_changed',
        subteam_id: leads.id,
        added_users: [ben.id],
        removed_users: [ana.id],
      },
      { type: 'member_left_channel', user: ben.id, channel: dev.id },
      { type: 'channel_archive', channel: dev.id },
    ]);
  });
});
