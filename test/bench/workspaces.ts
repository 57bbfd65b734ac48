/** How long runs wait for their workspaces: each is begun, looked at and cleaned away again. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beginRun, eventsOf, reaches } from './runs.js';
import type { Subject } from './subject.js';

/** For metawsm.yml: an agent that fails at once, so that its run can be cleaned up, and everyone may do that. */
export const FAILING = {
  agent: ['false'],
  more: 'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [everyone] }',
};

let runs = 0;

/** From the place of a run to its workspace, in milliseconds, as the journal of the bot has both. */
export async function workspaceMs(bot: Subject, repos: readonly string[]): Promise<number> {
  const { home, slack } = bot;
  runs += 1;
  const run = await beginRun(bot, { ticket: `WS-${runs}`, repos: repos.join(), channel: `ws-${runs}` });
  const [prepared] = await eventsOf(home, [run.id], 'workspace_prepared');
  const [granted] = await eventsOf(home, [run.id], 'place_granted');
  await reaches(home, run.id, 'failed');
  await slack.person('ana').types(`/metawsm cleanup ${run.id} --discard ${run.id}`, { in: run.channel });
  await reaches(home, run.id, 'closed');
  return prepared! - granted!;
}

const POOL_PATIENCE_MS = 120_000;
const QUIET_MS = 1_000;

/** Waits until nothing has been added to the pool for a while; at once where there is none. */
export async function poolIsFull(home: string): Promise<void> {
  const pool = join(home, 'pool');
  const end = Date.now() + POOL_PATIENCE_MS;
  for (let before = ''; existsSync(pool) && Date.now() < end; ) {
    const now = readdirSync(pool, { recursive: true }).length.toString();
    if (now === before) return;
    before = now;
    await pause(QUIET_MS);
  }
}
