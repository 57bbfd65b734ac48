/** `npm run bench`: measures the built program beside bare Bolt and bare git, and prints one table. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRepo } from '../fixtures/git-repos.js';
import { barsOf } from './bars.js';
import type { Goal, How } from './goal.js';
import { GOALS } from './goals.js';
import { keep, keptIn } from './kept.js';
import { occasionOf } from './occasion.js';
import { pictureOf } from './picture.js';
import { reportOf } from './report.js';
import { PROFILES_IN, stopSubjects } from './subject.js';
import { asData, type Done, tableOf } from './table.js';

const USAGE = `Usage: npm run bench -- [--only P6]... [--quick] [--json FILE] [--write] [--keep FILE] [--profile FOLDER]

  --only ID         only this goal; may be given several times
  --quick           two rounds instead of five, and less of everything; the verdicts are only a hint
  --json FILE       writes all figures as JSON
  --write           writes docs/performance.md, its picture and its figures
  --keep FILE       keeps what is measured there, goal by goal; what is there already is not measured again
  --profile FOLDER  leaves CPU profiles of metawsm there; the figures then count little
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    keep: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const { only, quick } = values;
const done: Done[] = [];
const say = (words: string): void => void process.stdout.write(`${words}\n`);
const unknown = only.filter((id) => !GOALS.some((goal) => goal.id === id));

if (values.help) {
  say(`${USAGE}\nGoals:\n${GOALS.map(({ id, wants }) => `  ${id.padEnd(6)} ${wants}`).join('\n')}`);
} else if (unknown.length > 0) {
  say(`${unknown.map((id) => `There is no goal ${id}.\n`).join('')}${USAGE}`);
  process.exitCode = 64;
} else {
  if (values.profile) process.env[PROFILES_IN] = values.profile;
  const root = mkdtempSync(join(tmpdir(), 'metawsm-bench-'));
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      // Half an hour of figures is not lost for the last minute.
      say(`\n${tableOf(done)}`);
      await stopSubjects().finally(remove);
      process.exit(130);
    });
  try {
    makeRepo(join(root, 'repository'), { 'README.md': '# Measured\n' });
    mkdirSync(join(root, 'home'));
    tell(await measured(root));
  } finally {
    remove();
  }
}

async function measured(root: string): Promise<Done[]> {
  const how = { rounds: quick ? 2 : 5, quick, root, tell: (words: string) => say(`  ${words}`) };
  const kept = values.keep === undefined ? [] : keptIn(values.keep, quick);
  for (const goal of GOALS.filter(isWanted)) {
    done.push(kept.find((before) => before.goal.id === goal.id) ?? (await one(goal, how)));
    const later = kept.filter((before) => !done.some((one) => one.goal.id === before.goal.id));
    if (values.keep !== undefined) keep(values.keep, [...done, ...later], quick);
  }
  return done;
}

function isWanted({ id, isLong }: Goal): boolean {
  return only.length === 0 ? !(quick && isLong) : only.includes(id);
}

/** What goes wrong with one goal takes nothing from the others. */
async function one({ id, wants, measure }: Goal, how: How): Promise<Done> {
  say(`${id}: ${wants}`);
  const goal = { id, wants };
  try {
    return { goal, measured: await measure(how) };
  } catch (error) {
    const broke = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    say(broke);
    return { goal, measured: [], broke };
  }
}

function tell(done: readonly Done[]): void {
  const occasion = occasionOf(quick);
  say(`\n${tableOf(done)}\n\n${occasion.machine}; ${occasion.versions}${quick ? '; quick' : ''}`);
  const data = `${JSON.stringify({ ...occasion, goals: asData(done) }, null, 2)}\n`;
  if (values.json) writeFileSync(values.json, data);
  if (values.write) {
    writeFileSync('docs/performance.json', data);
    writeFileSync('docs/performance.svg', pictureOf(barsOf(done)));
    writeFileSync('docs/performance.md', reportOf(done, occasion, 'performance.svg'));
  }
  const fails = ({ measured, broke }: Done) => broke || measured.some(({ holds }) => holds === false);
  if (done.some(fails)) process.exitCode = 1;
}
