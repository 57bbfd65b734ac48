/** `npm run test:hostile`: tries to break the bot, in every way that docs/security.md names, and prints one table. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { attackInChild, type Done } from './child.js';
import { findAttacks, type Named } from './found.js';
import { faultsIn, table } from './table.js';

const USAGE = `Usage: npm run test:hostile -- [--only NAME]... [--small] [--tries N] [--seed N] [--lanes N] [--quiet]

  --only NAME   only this attack; may be given several times
  --small       as many tries as \`npm test\` makes
  --tries N     so many tries of each attack
  --seed N      draws the same moments and inputs again (the machine's own timing differs all the same)
  --lanes N     attacks at the same time; default one more than cores, three at most
  --quiet       nothing but the table and what went wrong
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    small: { type: 'boolean', default: false },
    tries: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: String(Math.min(3, cpus().length + 1)) },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (words: string): void => void process.stdout.write(`${words}\n`);
const isCount = (word: string | undefined): boolean => word === undefined || /^\d{1,9}$/.test(word);

const attacks = await findAttacks();
const unknown = values.only.filter((name) => !attacks.some((attack) => attack.name === name));
if (values.help) {
  say(`${USAGE}\nAttacks:\n${attacks.map(({ name, title }) => `  ${name.padEnd(12)}  ${title}`).join('\n')}`);
} else if (unknown.length > 0 || ![values.tries, values.seed, values.lanes].every(isCount)) {
  say(`${unknown.map((name) => `There is no attack ${name}.\n`).join('')}${USAGE}`);
  process.exitCode = 64;
} else {
  const chosen = attacks.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const begun = Date.now();
  const done = await inLanes(chosen, Math.max(1, Number(values.lanes)));
  say(`\n${table(done, Number(values.seed), (Date.now() - begun) / 1_000)}`);
  const faults = faultsIn(done);
  if (faults !== '') {
    say(`\n${faults}`);
    process.exitCode = 1;
  }
}

/** The longest ones begin first: they stand first in the table. */
async function inLanes(all: Named[], lanes: number): Promise<Done[]> {
  const waiting = [...all];
  const done: Done[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      done.push(await attackInChild(next, { tries: triesOf(next), seed: Number(values.seed) }, hear));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done.sort((one, other) => one.order - other.order);
}

function triesOf({ tries }: Named): number {
  if (values.tries !== undefined) return Number(values.tries);
  return values.small ? tries.small : tries.whole;
}

function hear(words: string): void {
  if (!values.quiet) process.stdout.write(words);
}
