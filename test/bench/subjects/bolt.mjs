/** Bolt as its own guide makes it, for this Slack. Required, as Bolt is: its CommonJS is what users of it load. */
import { createRequire } from 'node:module';

const { App } = createRequire(import.meta.url)('@slack/bolt');

/** Starts an app that answers a command; `keep` is awaited before the acknowledgement. Over HTTP where it has no app token. */
export async function startAnswering(keep = async () => {}) {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret, PORT } = process.env;
  const app = new App({
    token: process.env.SLACK_BOT_TOKEN,
    ...(appToken ? { appToken, socketMode: true } : { signingSecret }),
    logLevel: 'error',
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  });
  app.command('/metawsm', async ({ ack, respond, body }) => {
    await keep(body);
    await ack();
    await respond({ response_type: 'ephemeral', text: `You typed: ${body.text}` });
  });
  await app.start(Number(PORT));
}
