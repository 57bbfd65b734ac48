/** Writes metawsm.schema.json from the schema of the configuration: `node --import tsx scripts/write-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { configurationJsonSchema } from '../src/configuration/schema.js';

writeFileSync(
  new URL('../metawsm.schema.json', import.meta.url),
  `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`,
);
