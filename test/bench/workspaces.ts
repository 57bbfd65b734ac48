/**
 * How long runs wait for their workspaces. None is cleaned away: ext4 passes over inodes that were freed a while ago, and
 * whoever makes files after a large removal mostly waits for that search.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beginRun, eventsOf, reaches } from './runs.js';
import type { Subject } from './subject.js';

/** For metawsm.yml: an agent that fails at once, so that nothing goes on beside the next measure. */
export const FAILING = {
  agent: ['false'],
  more: 'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [everyone] }',
};

let runs = 0;

/** From the place of a run to its workspace, in milliseconds, as the journal of the bot has both. */
export async function workspaceMs(bot: Subject, repos: readonly string[]): Promise<number> {
  const { home } = bot;
  runs += 1;
  const run = await beginRun(bot, { ticket: `WS-${runs}`, repos: repos.join(), channel: `ws-${runs}` });
  const [prepared] = await eventsOf(home, [run.id], 'workspace_prepared');
  const [granted] = await eventsOf(home, [run.id], 'place_granted');
  await reaches(home, run.id, 'failed');
  await atRest(bot);
  return prepared! - granted!;
}

const DISK_IS_MEASURED_AFTER_MS = 1_500;

/** Waits until nothing goes on any more that would fall on the next measure. */
async function atRest(bot: Subject): Promise<void> {
  await pause(DISK_IS_MEASURED_AFTER_MS);
  while (bot.hasChildren()) await pause(LOOK_EVERY_MS);
}

/** Lines of metawsm.yml that turn the pool off, where this program has one. */
export const withoutPool = (): string => {
  const schema = JSON.parse(readFileSync('metawsm.schema.json', 'utf8'));
  return 'pool' in schema.properties ? 'pool: { size: 0 }' : '';
};

const POOL_BEGINS_MS = 2_000;
const POOL_PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 100;
/** The mark of a worktree that is whole, and what lies there while one is made or cleaned. */
const READY = /^pool-[0-9a-f]{8}\.json$/u;
const BUSY = /\.(?:making\.json|used)$/u;

/** Waits until a worktree is ready and nothing is under way; soon gives up where nothing begins. */
export async function poolIsFull(home: string): Promise<void> {
  const begun = Date.now();
  const names = () => (existsSync(join(home, 'pool')) ? readdirSync(join(home, 'pool')) : []);
  for (let now = names(); ; now = names()) {
    if (now.some((name) => READY.test(name)) && !now.some((name) => BUSY.test(name))) return;
    if (Date.now() - begun > (now.length > 0 ? POOL_PATIENCE_MS : POOL_BEGINS_MS)) return;
    await pause(LOOK_EVERY_MS);
  }
}
