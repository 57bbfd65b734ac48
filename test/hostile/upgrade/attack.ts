/** The bot starts on a database of each earlier migration, with runs in every state; all of them go on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { openReader } from '../../../src/persistence/data-source.js';
import { sqlite } from '../../../src/persistence/migrations/sqlite.js';
import { seeded } from '../../crash/random.js';
import { makeRig } from '../../slack/rig.js';
import type { Attack } from '../attack.js';
import { drive } from './drive.js';
import { type Earlier, earlierRuns, rowsOf } from './earlier.js';
import { writeOld } from './old-database.js';
import { STAGES } from './stages.js';

const ALL = earlierRuns();
const AT_ONCE = 6;
/** The last one is the schema of today. */
const EARLIER = sqlite.slice(0, -1);

export const attack: Attack = {
  title: 'databases of each earlier migration, runs in every state',
  order: 95,
  unit: 'runs',
  tries: { whole: ALL.length * EARLIER.length, small: 16 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const sums = { tries: 0, failures: [] as string[], closed: 0, states: new Set<string>(), killed: 0 };
    for (const [at] of EARLIER.entries()) {
      const share = Math.min(ALL.length, Math.ceil(tries / EARLIER.length));
      const chosen = shuffled(ALL, random.next).slice(0, share);
      await upgrade(at + 1, chosen, sums);
      tell(`migration ${at + 1} of ${EARLIER.length}: ${sums.tries} runs, ${sums.failures.length} failures`);
    }
    return {
      tries: sums.tries,
      failures: sums.failures,
      figures: {
        migrations: EARLIER.length,
        states: sums.states.size,
        'closed, still readable': sums.closed,
        'killed in a migration': sums.killed,
      },
    };
  },
};

interface Sums {
  tries: number;
  failures: string[];
  closed: number;
  states: Set<string>;
  killed: number;
}

async function upgrade(migrations: number, runs: Earlier[], sums: Sums): Promise<void> {
  const rig = await makeRig({ agents: 500, stages: STAGES });
  const name = sqlite[migrations - 1]!.name;
  const fail = (words: string) => sums.failures.push(`after ${name}: ${words}`);
  try {
    const place = { channel: rig.dev.id, requester: rig.ana.id };
    await rig.bot.actors.ensure(rig.ana.id, rig.dev.id);
    await rig.stop();
    const file = join(rig.home, 'test.sqlite');
    const named = runs.map((run, at) => ({ run, id: `up-${migrations}-${at}-aaaaaa` }));
    await writeOld(
      file,
      migrations,
      named.flatMap(({ run, id }) => rowsOf(run, id, place)),
    );
    sums.killed += await killInMigration(file, rig.home);
    await rig.start();
    await rig.bot.actors.ensure(rig.ana.id, rig.dev.id);
    for (const id of await rig.bot.unit.read.runsWithOpenEffects()) rig.bot.lanes.poke(id);
    await allMigrated(file, fail);
    const waiting = [...named];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { run, id } = next;
        const isClosed = run.status === 'closed';
        const faults = await drive(rig, id, run.status).catch((error: unknown) => [
          String(error).slice(0, 500),
        ]);
        for (const words of faults) fail(`${run.name}: ${words}`);
        sums.tries += 1;
        sums.closed += isClosed ? 1 : 0;
        sums.states.add(run.name);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    await rig.close();
  }
}

/** The first start after the upgrade dies when half of it is done, before it is committed. */
async function killInMigration(file: string, home: string): Promise<number> {
  const program = resolve('test/fixtures/persistence/stops-inside-a-migration.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, file, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'close');
  const half = new Promise<boolean>((done) => {
    child.stdout.on('data', (words: Buffer) => done(String(words).includes('half')));
    void ended.then(() => done(false));
  });
  const isHalf = await half;
  child.kill('SIGKILL');
  await ended;
  if (!isHalf) throw new Error('nothing was killed in the middle of a migration');
  return 1;
}

async function allMigrated(file: string, fail: (words: string) => void): Promise<void> {
  const reader = await openReader(`sqlite:${file}`);
  const rows: { name: string }[] = await reader.query('SELECT name FROM migrations ORDER BY id');
  const [health]: { integrity_check: string }[] = await reader.query('PRAGMA integrity_check');
  await reader.destroy();
  if (rows.length !== sqlite.length) fail(`only ${rows.length} of ${sqlite.length} migrations were made`);
  if (health?.integrity_check !== 'ok') fail(`integrity_check says ${health?.integrity_check}`);
}

function shuffled<T>(all: readonly T[], next: () => number): T[] {
  const mixed = all.map((one) => ({ one, at: next() }));
  return mixed.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
