/** A stage with a pool, and ways to wait for what it does in the background. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolOptions, RepoSpec, WorkspaceOptions } from '../../../src/stages/workspace/options.js';
import { type Entry, idsIn, poolOf, readEntry } from '../../../src/stages/workspace/pool/entry.js';
import { stageOver } from './bench.js';

export type PooledStage = ReturnType<typeof pooled>;

/** Begins its work at once; `faults` takes what went wrong in the background. */
export function pooled(
  root: string,
  repos: RepoSpec[],
  pool: Partial<PoolOptions> = {},
  more: Partial<WorkspaceOptions> = {},
) {
  const home = join(root, 'home');
  const faults: unknown[] = [];
  const stage = stageOver(root, repos, {
    pool: {
      size: 1,
      fetchEveryMs: 3_600_000,
      settleMs: 1,
      path: process.env.PATH ?? '',
      onFault: (_, error) => faults.push(error),
      ...pool,
    },
    ...more,
  });
  return {
    ...stage,
    faults,
    /** What may be handed out, as it lies on disk. */
    ready: () => readyIn(home),
    /** Waits for what the pool does by itself. */
    until: (holds: (ready: Entry[]) => boolean) => until(async () => holds(await readyIn(home))),
  };
}

export async function readyIn(home: string): Promise<Entry[]> {
  return (await idsIn(home)).flatMap((id) => readEntry(home, id) ?? []);
}

/** Names of everything that lies in the pool, but for what is wanted there. */
export function namesInPool(home: string): string[] {
  const folder = poolOf(home);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'wanted.json') : [];
}

export async function until(holds: () => boolean | Promise<boolean>, most = 6_000): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > most) throw new Error('waited in vain');
    await delay(10);
  }
}
