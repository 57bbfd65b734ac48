/** The same with what a durable bot needs at least: one row by TypeORM in SQLite, on the disk before the answer. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { App } = require('@slack/bolt');
const { DataSource, EntitySchema } = require('typeorm');

const Command = new EntitySchema({
  name: 'Command',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    key: { type: 'text', unique: true },
    body: { type: 'text' },
  },
});
const source = await new DataSource({
  type: 'sqlite',
  database: join(process.env.METAWSM_HOME, 'floor.sqlite'),
  enableWAL: true,
  synchronize: true,
  entities: [Command],
}).initialize();
await source.query('PRAGMA synchronous = FULL');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'error',
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
app.command('/metawsm', async ({ ack, respond, command, body }) => {
  await source.getRepository(Command).insert({ key: command.trigger_id, body: JSON.stringify(body) });
  await ack();
  await respond({ response_type: 'ephemeral', text: `You typed: ${command.text}` });
});
await app.start();
