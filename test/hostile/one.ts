/** One attack in a process of its own, so that its memory is its own too: `one.ts <name> <tries> <seed>`. */
import { writeFileSync } from 'node:fs';
import { attackNamed } from './found.js';

const [name = '', tries = '', seed = '', file = ''] = process.argv.slice(2);

// A promise that nobody listens to is a failure of the attack, not silence.
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${name}: a promise was rejected and nobody listened: ${String(error)}\n`);
  process.exit(1);
});

const attack = await attackNamed(name);
const tell = (words: string): void => void process.stdout.write(`${name}: ${words}\n`);
const outcome = await attack.run({ tries: Number(tries), seed: Number(seed), tell });
writeFileSync(file, JSON.stringify(outcome));
process.exit(0);
