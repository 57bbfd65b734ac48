/** `npm run bench`: measures the built program beside bare Bolt and bare git, and prints one table. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRepo } from '../fixtures/git-repos.js';
import { GOALS } from './goals.js';
import { asData, type Done, tableOf } from './table.js';

const USAGE = `Usage: npm run bench -- [--only P6]... [--quick] [--json FILE]

  --only ID    only this goal; may be given several times
  --quick      two rounds instead of five, and less of everything; the verdicts are only a hint
  --json FILE  writes all figures as JSON
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (words: string): void => void process.stdout.write(`${words}\n`);
const unknown = values.only.filter((id) => !GOALS.some((goal) => goal.id === id));

if (values.help) {
  say(`${USAGE}\nGoals:\n${GOALS.map(({ id, wants }) => `  ${id.padEnd(4)} ${wants}`).join('\n')}`);
} else if (unknown.length > 0) {
  say(`${unknown.map((id) => `There is no goal ${id}.\n`).join('')}${USAGE}`);
  process.exitCode = 64;
} else {
  const root = mkdtempSync(join(tmpdir(), 'metawsm-bench-'));
  try {
    makeRepo(join(root, 'repository'), { 'README.md': '# Measured\n' });
    mkdirSync(join(root, 'home'));
    const done: Done[] = [];
    const how = {
      rounds: values.quick ? 2 : 5,
      quick: values.quick,
      root,
      tell: (words: string) => say(`  ${words}`),
    };
    for (const goal of GOALS.filter(({ id }) => values.only.length === 0 || values.only.includes(id))) {
      say(`${goal.id}: ${goal.wants}`);
      done.push({ goal: { id: goal.id, wants: goal.wants }, measured: await goal.measure(how) });
    }
    say(
      `\n${tableOf(done)}\n\nNode ${process.version}, ${cpus().length} cores${values.quick ? ', quick' : ''}`,
    );
    if (values.json) writeFileSync(values.json, `${JSON.stringify(asData(done), null, 2)}\n`);
    if (done.some(({ measured }) => measured.some(({ holds }) => holds === false))) process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}
