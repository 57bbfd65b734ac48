/** Bolt as its own guide makes it, for this Slack. Required, as Bolt is: its CommonJS is what users of it load. */
import { createRequire } from 'node:module';

const { App } = createRequire(import.meta.url)('@slack/bolt');

/** An app that answers a command; `keep` is awaited before the acknowledgement. */
export function answering(keep = async () => {}) {
  const app = new App({
    token: process.env.SLACK_BOT_TOKEN,
    appToken: process.env.SLACK_APP_TOKEN,
    socketMode: true,
    logLevel: 'error',
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  });
  app.command('/metawsm', async ({ ack, respond, body }) => {
    await keep(body);
    await ack();
    await respond({ response_type: 'ephemeral', text: `You typed: ${body.text}` });
  });
  return app;
}
