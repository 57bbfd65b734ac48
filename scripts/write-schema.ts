/** Writes the JSON Schemas that are shipped from the code: `node --import tsx scripts/write-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { configurationJsonSchema } from '../src/configuration/schema.js';
import { interviewJsonSchema } from '../src/run/interview-answer.js';

const write = (path: string, schema: Record<string, unknown>) =>
  writeFileSync(new URL(path, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

write('../metawsm.schema.json', configurationJsonSchema());
write('../docs/interview.schema.json', interviewJsonSchema());
