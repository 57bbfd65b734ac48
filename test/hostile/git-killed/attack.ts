/** Git is killed while it makes, merges and removes worktrees; the next try has to succeed with no hand on it. */

import { type Random, seeded } from '../../crash/random.js';
import { git, removeTemporary } from '../../fixtures/git-repos.js';
import type { Attack } from '../attack.js';
import { type Ground, makeGround } from './ground.js';
import { type Aim, strike } from './killer.js';
import { PHASES, type Phase, Round } from './round.js';

const FILES = 600;

export const attack: Attack = {
  title: 'git killed while it makes, merges and removes worktrees',
  order: 90,
  unit: 'kills',
  tries: { whole: 100, small: 8 },
  async run({ tries, seed, tell }) {
    const random = seeded(seed);
    const failures: string[] = [];
    const met: Record<string, number> = {};
    let kills = 0;
    try {
      const ground = makeGround(FILES);
      for (let round = 1; kills < tries && round <= tries; round++) {
        const found = await goThrough(ground, random, round);
        kills += found.killed.length;
        for (const command of found.killed) met[command] = (met[command] ?? 0) + 1;
        failures.push(...found.failures);
        tell(
          `round ${round}: killed ${found.killed.join(', ')}${found.failures.length > 0 ? ` · ${found.failures.join('; ')}` : ''}`,
        );
      }
      failures.push(...broken(ground));
    } finally {
      removeTemporary();
    }
    return { tries: kills, failures, figures: met };
  },
};

/** What git itself finds wrong with the repositories in the end. */
function broken({ home, remote, cli }: Ground): string[] {
  const own = ['api', 'cli'].flatMap((name) => [`${home}/repos/${name}.git`, `${home}/merge/${name}.git`]);
  return [remote, cli, ...own].flatMap((path) => {
    try {
      git(path, 'fsck', '--no-dangling', '--connectivity-only');
      return [];
    } catch (error) {
      return [`git fsck in ${path}: ${(error as Error).message}`];
    }
  });
}

/** The commands of each phase that write, by the milliseconds that they take. */
const WRITES: Record<Phase, Record<string, number>> = {
  prepare: { fetch: 60, 'update-ref': 4, 'read-tree': 120 },
  commit: { 'update-index': 40, 'read-tree': 5, 'write-tree': 10, 'update-ref': 4 },
  build: { fetch: 40, 'merge-tree': 20, 'commit-tree': 4, 'update-ref': 4 },
  merged: { worktree: 10, reset: 120 },
  push: { push: 60, fetch: 30, merge: 60 },
  remove: { worktree: 80, 'update-ref': 5 },
};

/** Two of three at a command that writes, the others wherever it happens. */
function aimAt(phase: Phase, random: Random): Aim {
  const commands = Object.entries(WRITES[phase]);
  const [command, ms] = commands[random.between(0, commands.length - 1)] ?? ['', 0];
  if (random.chance(1 / 3)) return { afterMs: random.next() * 20 };
  return { command, afterMs: random.next() * ms };
}

async function goThrough(ground: Ground, random: Random, round: number) {
  const it = new Round(ground, idOf(random));
  const killed: string[] = [];
  const failures: string[] = [];
  for (const phase of PHASES) {
    it.between(phase);
    const first = await strike(aimAt(phase, random), () => it.does(phase));
    const what = first.killed === undefined ? 'left alone' : `${first.killed} killed`;
    if (first.killed !== undefined) killed.push(`${phase}:${first.killed}`);
    let wrong: string | undefined;
    if (first.killed !== undefined || first.error !== undefined || first.value !== undefined)
      wrong = await it.does(phase).catch((error) => String((error as Error).stack));
    const faults = wrong === undefined ? it.faults(phase) : [wrong];
    failures.push(...faults.map((fault) => `round ${round}, ${phase}, ${what}: ${fault}`));
    if (wrong !== undefined) break;
  }
  return { killed, failures };
}

const SIGNS = 'abcdefghijklmnopqrstuvwxyz234567';
const idOf = (random: Random) =>
  `abc-1-${Array.from({ length: 6 }, () => SIGNS[random.between(0, 31)]).join('')}`;
