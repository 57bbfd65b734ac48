/** The same with what a durable bot needs at least: one row by TypeORM in SQLite, on the disk before the answer. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startAnswering } from './bolt.mjs';

const require = createRequire(import.meta.url);
require('reflect-metadata');
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

const keep = (body) =>
  source.getRepository(Command).insert({ key: body.trigger_id, body: JSON.stringify(body) });
await startAnswering(keep);
