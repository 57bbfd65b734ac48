/** `npm run test:crash`: kills the bot with SIGKILL in the midst of journeys and judges what became of them. */
import { parseArgs } from 'node:util';
import { buildBot } from './build.js';
import { table } from './report.js';
import { runSeries } from './series.js';

const USAGE = `Usage: npm run test:crash -- [--seed N] [--kills 60] [--at-once 1] [--seconds 480] [--without-look-up] [--keep]

  --seed N           draws the same moments again (the machine's own timing differs all the same)
  --at-once N        runs that are open at the same time
  --seconds N        no kills after this time
  --without-look-up  the bot cannot find what it has posted: this must fail with duplicates
  --keep             leaves the folder with the home and the repositories where it is
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '60' },
    'at-once': { type: 'string', default: '1' },
    seconds: { type: 'string', default: '480' },
    'without-look-up': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (words: string): void => void process.stdout.write(`${words}\n`);

if (values.help) say(USAGE);
else {
  const numbers = [values.seed, values.kills, values['at-once'], values.seconds].map(Number);
  if (!numbers.every((one) => Number.isInteger(one) && one >= 0)) {
    say(USAGE);
    process.exit(64);
  }
  const [seed = 0, kills = 0, atOnce = 0, seconds = 0] = numbers;
  say(`seed ${seed}: ${kills} kills`);
  const built = await buildBot();
  try {
    const { keep, 'without-look-up': blind } = values;
    const { program } = built;
    const report = await runSeries({
      seed,
      kills,
      atOnce,
      seconds,
      lookUp: !blind,
      program,
      keep,
      tell: say,
    });
    say(table(report, seed));
    if (keep) say(`kept: ${report.root}`);
    if (report.kills.length < kills) report.failures.push(`only ${report.kills.length} of ${kills} kills`);
    if (report.failures.length > 0) {
      say(`${report.transcript}\n\nFAILED with seed ${seed}:\n- ${report.failures.join('\n- ')}`);
      process.exitCode = 1;
    }
  } finally {
    built.remove();
  }
}
