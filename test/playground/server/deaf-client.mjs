// A bot that connects by Socket Mode and never acknowledges anything: its receiver belongs to no app.
import bolt from '@slack/bolt';

const receiver = new bolt.SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN,
  installerOptions: { clientOptions: { slackApiUrl: process.env.SLACK_API_URL } },
});
await receiver.start();
