import { config } from 'dotenv';
import { DataSource } from 'typeorm';
import { databaseUrl } from './src/config.js';
import { writerOptions } from './src/persistence/data-source.js';

// The command line has to find the database that the program uses.
config({ quiet: true });

/** For TypeORM's command line only; the program opens its database in `src/persistence/store.ts`. */
export default new DataSource(writerOptions(databaseUrl()));
