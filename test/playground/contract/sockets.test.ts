/** Socket Mode: addresses, connections, renewal. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Json } from '../../../src/playground/server/json.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { socketReceiver } from './receivers.js';

const SOCKETS = 'apis/events-api/using-socket-mode';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.close());

fact('an address is asked for with the app’s token', 'reference/methods/apps.connections.open', async () => {
  const open = (token: string) => codeOf(call(slack, 'apps.connections.open', {}, token));
  expect([await open(slack.appToken), await open(slack.botToken), await open('')]).toEqual([
    'ok',
    'not_allowed_token_type',
    'not_authed',
  ]);
});

fact('a connection begins with hello', SOCKETS, async () => {
  const app = await socketReceiver(slack);
  expect(await app.frame((frame) => frame.type === 'hello')).toMatchObject({
    num_connections: 1,
    connection_info: { app_id: slack.bot.appId },
  });
});

fact('an app has ten connections', SOCKETS, async () => {
  const open = async () => await socketReceiver(slack);
  const apps = [await open()];
  while (apps.length < 10) apps.push(await open());
  await expect(open()).rejects.toThrow();
  apps[0]?.close();
  await slack.waitFor(() => slack.sockets === 9, 'one connection less');
  expect(await open()).toBeDefined();
});

fact('each payload goes to one of them', SOCKETS, async () => {
  const apps = [await socketReceiver(slack), await socketReceiver(slack)];
  const ana = slack.person('ana');
  for (let turn = 0; turn < 4; turn += 1) await ana.says(`${turn}`, { in: slack.channel('dev') });
  await slack.settled();
  const texts = apps.map((app) => app.bodies('events_api').map((body) => (body.event as Json).text));
  expect(texts.flat().sort()).toEqual(['0', '1', '2', '3']);
  expect(texts.every((part) => part.length > 0)).toBe(true);
});

fact('a warning comes before a renewal and leaves the connection open', SOCKETS, async () => {
  const app = await socketReceiver(slack);
  slack.faults.refreshSockets('warning');
  await app.frame((frame) => frame.type === 'disconnect' && frame.reason === 'warning');
  expect(slack.sockets).toBe(1);
});

facts(
  'after this notice the connection is closed',
  SOCKETS,
  [['refresh_requested'], ['link_disabled']] satisfies ['refresh_requested' | 'link_disabled'][],
  async (reason) => {
    const app = await socketReceiver(slack);
    slack.faults.refreshSockets(reason);
    await app.closed;
    expect(app.frames.at(-1)).toMatchObject({ type: 'disconnect', reason });
  },
);

fact(
  'an event that finds no connection waits for one',
  SOCKETS,
  async () => {
    await slack.person('ana').says('early', { in: slack.channel('dev') });
    const app = await socketReceiver(slack);
    await slack.settled();
    expect(app.bodies('events_api')).toMatchObject([{ event: { text: 'early' } }]);
  },
  'unconfirmed',
);
