/** Bolt against the playground's server: an `App` over sockets or HTTP, quiet and quick to reconnect. */
import bolt from '@slack/bolt';
import type { SlackServer } from '../../../src/playground/server/slack-server.js';
import { quiet } from './clients.js';

export type BoltApp = InstanceType<typeof bolt.App>;

/** An app on Socket Mode; `listen` adds listeners before it connects. A lost socket is noticed within `pingTimeoutMs`. */
export async function socketApp(
  slack: SlackServer,
  listen: (app: BoltApp) => void,
  pingTimeoutMs = 200,
): Promise<BoltApp> {
  const clientOptions = { slackApiUrl: slack.url };
  const receiver = new bolt.SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    clientPingTimeout: pingTimeoutMs,
    installerOptions: { clientOptions },
  });
  const app = new bolt.App({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.url },
    logger: quiet,
  });
  listen(app);
  await app.start();
  return app;
}

/** An app behind signed HTTP on a free port, connected to the server. */
export async function httpApp(
  slack: SlackServer,
  listen: (app: BoltApp) => void,
  tell: (url: string) => void = () => {},
): Promise<BoltApp> {
  const receiver = new bolt.HTTPReceiver({
    signingSecret: slack.signingSecret,
    logger: quiet,
  });
  const app = new bolt.App({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.url },
    logger: quiet,
  });
  listen(app);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as import('node:http').Server;
  const { port } = server.address() as import('node:net').AddressInfo;
  const url = `http://127.0.0.1:${port}/slack/events`;
  tell(url);
  await slack.connectHttp(url);
  return app;
}
