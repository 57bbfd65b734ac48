/** The floor: what Bolt's own guide makes, with nothing kept. */
import { createRequire } from 'node:module';

const { App } = createRequire(import.meta.url)('@slack/bolt');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'error',
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
app.command('/metawsm', async ({ ack, respond, command }) => {
  await ack();
  await respond({ response_type: 'ephemeral', text: `You typed: ${command.text}` });
});
await app.start();
