/** The doctor at a terminal in Socket Mode: tokens, a socket, an event, and a bot that runs. */

import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isHeld } from '../../../src/persistence/instance-lock.js';
import { type Broken, makePatient, type Patient, type Told } from './patient.js';

let patient: Patient;
beforeAll(async () => {
  patient = await makePatient({ http: false });
}, 30_000);
afterEach(async () => {
  patient.world.slack.faults.clear();
  await patient.world.stop();
});
afterAll(() => patient.world.close(), 30_000);

const LIMIT_MS = 60_000;

/** What is said of Slack, by code. */
async function ofSlack(broken?: Broken): Promise<Map<string, Told>> {
  const { found } = await patient.findings(broken);
  return new Map(found.filter(({ subject }) => subject === 'slack').map((one) => [one.code, one]));
}

test(
  'a socket and an event go round, and nothing is left in the channel',
  async () => {
    const { world } = patient;
    const found = await ofSlack({ flags: { channel: world.dev.id } });
    expect([...found.keys()]).toEqual(
      expect.arrayContaining(['doctor_app_token', 'doctor_one_app', 'doctor_socket', 'doctor_events']),
    );
    expect([...found.values()].every(({ grade }) => grade === 'well')).toBe(true);
    expect(world.slack.messages(world.dev)).toEqual([]);
    expect(world.slack.callsOf('chat.delete')).toHaveLength(1);
    await world.slack.waitFor(() => world.slack.sockets === 0, 'the socket to be closed');
  },
  LIMIT_MS,
);

test(
  'a direct message does as well; without a place it is not proven',
  async () => {
    const { world } = patient;
    const [told, untold] = [await ofSlack({ flags: { channel: world.ana.id } }), await ofSlack()];
    expect(told.get('doctor_events')?.grade).toBe('well');
    expect(world.slack.messages(world.ana.dm())).toEqual([]);
    expect(untold.get('doctor_events_untried')).toMatchObject({
      grade: 'unproven',
      remedy: expect.stringContaining('npm run doctor -- --channel C…'),
    });
  },
  LIMIT_MS,
);

test(
  'events that Slack does not deliver are a fault, and the test message is removed all the same',
  async () => {
    const { world } = patient;
    world.slack.faults.dropEvents(true);
    const found = await ofSlack({ flags: { channel: world.dev.id }, patienceMs: 3_000 });
    expect(found.get('doctor_socket')?.grade).toBe('well');
    expect(found.get('doctor_events_missing')).toMatchObject({
      grade: 'fault',
      remedy: expect.stringMatching(/apps\/A\w+ → Event Subscriptions.*reinstall/),
    });
    expect(world.slack.messages(world.dev)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'an app token of another app opens sockets that hear nothing: both ids are named',
  async () => {
    const { world } = patient;
    const env = { SLACK_APP_TOKEN: world.slack.otherAppToken };
    const found = await ofSlack({ env, flags: { channel: world.dev.id }, patienceMs: 3_000 });
    expect(found.get('doctor_other_app')).toMatchObject({
      grade: 'fault',
      what: expect.stringMatching(/SLACK_APP_TOKEN of A0STRANGER, SLACK_BOT_TOKEN of A/),
      remedy: expect.stringContaining('same app'),
    });
    expect(found.get('doctor_events_missing')?.grade).toBe('fault');
  },
  LIMIT_MS,
);

test(
  'an app token that does not count',
  async () => {
    const found = await ofSlack({ env: { SLACK_APP_TOKEN: `${patient.world.slack.appToken}0` } });
    expect(found.get('doctor_app_token_refused')).toMatchObject({
      grade: 'fault',
      remedy: expect.stringMatching(/connections:write.*Socket Mode/),
    });
    expect(found.get('doctor_events_unheard')?.grade).toBe('unproven');
  },
  LIMIT_MS,
);

test(
  'sockets that are refused, and sockets that do not answer pings',
  async () => {
    const { faults } = patient.world.slack;
    faults.refuseSockets(true);
    const refused = await ofSlack({ patienceMs: 2_000 });
    expect(refused.get('doctor_socket_refused')).toMatchObject({
      grade: 'fault',
      remedy: expect.stringContaining('Turn Socket Mode on'),
    });
    faults.refuseSockets(false);
    faults.muteSockets(true);
    const mute = await ofSlack();
    expect(mute.get('doctor_socket_mute')).toMatchObject({
      grade: 'fault',
      remedy: expect.stringContaining('proxy'),
    });
  },
  LIMIT_MS,
);

test(
  'a channel in which the bot may not write',
  async () => {
    const { id } = patient.world.slack.channel('alone', { botIsMember: false });
    const found = await ofSlack({ flags: { channel: id } });
    expect(found.get('doctor_test_refused')).toMatchObject({
      grade: 'fault',
      what: expect.stringContaining('not_in_channel'),
      remedy: expect.stringContaining('/invite @metawsm'),
    });
  },
  LIMIT_MS,
);

test(
  'beside a bot that runs no socket is opened and nothing posted: the bot keeps all of its events',
  async () => {
    const { world } = patient;
    await world.start();
    await world.slack.connected(2);
    const posts = world.slack.callsOf('chat.postMessage').length;
    // One of an earlier doctor may still be closing.
    const before = world.slack.sockets;
    let most = 0;
    const stop = world.slack.store.subscribe(() => {
      most = Math.max(most, world.slack.sockets);
    });
    const found = await ofSlack({ flags: { channel: world.dev.id } });
    stop?.();
    expect(most).toBeLessThanOrEqual(before);
    expect(world.slack.callsOf('chat.postMessage')).toHaveLength(posts);
    expect(found.get('doctor_app_token')?.grade).toBe('well');
    for (const code of ['doctor_socket_left', 'doctor_events_running'])
      expect(found.get(code)).toMatchObject({
        grade: 'unproven',
        remedy: expect.stringContaining('`/metawsm doctor` in Slack'),
      });
    expect(await isHeld(join(world.home, 'instance.lock'))).toBe(true);
  },
  LIMIT_MS,
);

test(
  'what others send while the doctor listens is left for the bot',
  async () => {
    const { world } = patient;
    const { slack, ana, dev } = world;
    slack.faults.next('chat.postMessage', { delayMs: 1_500 });
    const looking = ofSlack({ flags: { channel: dev.id } });
    await slack.connected(1);
    const said = await ana.says('hello', { in: dev });
    expect((await looking).get('doctor_events')?.grade).toBe('well');
    const delivery = slack.deliveries.find(
      ({ body }) => (body as { event?: { ts?: string } }).event?.ts === said.ts,
    );
    expect(delivery).toMatchObject({ acked: false });
    await world.start();
    await slack.waitFor(() => delivery?.acked === true, 'the bot to get it');
  },
  LIMIT_MS,
);
