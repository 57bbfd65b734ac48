/** What was measured as a document: how, one table, growth, and why a goal does not hold. */
import { NOT_YET } from './explanations.js';
import { type Done, isGrowth, spread, tableOf } from './table.js';

export interface Occasion {
  /** `2026-11-27`. */
  date: string;
  /** Processor, cores, memory, system. */
  machine: string;
  /** Node, git, Bolt and so on, with their versions. */
  versions: string;
  rounds: number;
  quick: boolean;
}

/** The text of docs/performance.md; `picture` is the file beside it. */
export function reportOf(done: readonly Done[], occasion: Occasion, picture: string): string {
  return [
    '# Performance',
    '<!-- Written by `npm run bench -- --write`. -->',
    head(occasion),
    `![Each goal beside what it allows](${picture})`,
    '## The goals',
    done.map(({ goal }) => `- **${goal.id}** ${goal.wants}`).join('\n'),
    tableOf(done.filter((one) => !isGrowth(one))),
    'Figures are medians, with the least and the most in brackets. A ratio compares the medians of floor and metawsm in the same rounds.',
    ...explained(done),
    ...growth(done.filter(isGrowth)),
    METHOD,
  ]
    .join('\n\n')
    .concat('\n');
}

const head = ({ date, machine, versions, rounds, quick }: Occasion) =>
  `Measured on ${date}: ${machine}; ${versions}; ${rounds} rounds${quick ? ', quick, so that the verdicts are only a hint' : ''}. Other machines give other figures; the ratios are what to look at.`;

function explained(done: readonly Done[]): string[] {
  const failed = done.filter(({ measured, broke }) => broke || measured.some(({ holds }) => holds === false));
  if (failed.length === 0) return [];
  const lines = failed.map(({ goal, broke }) => {
    const why = broke ? `it could not be measured: ${broke.split('\n')[0]}.` : NOT_YET[goal.id];
    return `- **${goal.id}** ${why ?? 'No explanation is written yet.'}`;
  });
  return ['## What does not hold', lines.join('\n')];
}

/** One table for each thing that grows: a row per measure, a column per size. */
function growth(done: readonly Done[]): string[] {
  const points = done.flatMap(({ measured }) => measured);
  const kinds = [...new Set(points.map(({ at }) => at!.growing))];
  if (kinds.length === 0) return [];
  const tables = kinds.map((kind) => {
    const mine = points.filter(({ at }) => at!.growing === kind);
    const sizes = [...new Set(mine.map(({ at }) => at!.size))].sort((a, b) => a - b);
    const rows = [...new Set(mine.map(({ what }) => what))].map((what) => [
      what,
      ...sizes.map((size) => {
        const one = mine.find((point) => point.what === what && point.at!.size === size);
        return one ? spread(one.metawsm, one.unit) : '–';
      }),
      mine.find((point) => point.what === what && point.holds !== undefined)?.figure ?? '–',
    ]);
    const heads = [`With so many ${kind}`, ...sizes.map((size) => size.toLocaleString('en')), 'Growth'];
    return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  });
  return ['## Growth', ...tables, ...(kinds.includes('open runs') ? [FIRST_STATUS] : [])];
}

const FIRST_STATUS =
  'Slack waits three seconds for a command. The first `status` after a start looks at every open run once, half a millisecond to one each; with thousands of them it comes too late, and may be typed again. Whatever has not moved since is not looked at again.';

const METHOD = `## How it is measured

\`npm run bench\` starts the built program, bare Bolt, and Bolt that stores one row with the same ORM, each as a process of its own with a
home, an SQLite file (\`synchronous = FULL\`) and a Slack of its own. The Slacks are the project's Slack-compatible servers over loopback in the measuring
process, which also makes the load; real Socket Mode connects them. A real Slack adds 50–300 ms of network to each call.

- Load does not wait for the bot: every command has its own instant, and lateness counts from there.
- After a warm-up, floor and metawsm take turns, round after round, so that a noisy minute falls on all of them.
- A round begins when what was written before it lies on the disk (\`sync\`). The kernel would bring it there half a minute later, and commits wait for that:
  up to 0.4 s here after a gigabyte that was written at once.
- A workspace is timed by the bot's own journal, from the place that a run is given to its workspace; bare git checks out the same commit.
- Every request, answer and command has a name of its own, so that what is lost, doubled or half-written can be counted.

| To do | Command |
| --- | --- |
| everything, and this document | \`npm run bench -- --write --keep FILE\`; broken off, it goes on where it stood |
| a look in about two minutes | \`npm run bench -- --quick\` |
| one goal | \`npm run bench -- --only P6\` |
| the growth curves | \`npm run bench -- --only growth\` |
| a goal with CPU profiles of the bot | \`npm run bench -- --only P1 --profile FOLDER\` |`;
