/** Where a visit lives: a temporary folder that is removed at the end, or one that is kept. */
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claim, endBot, endStarted, isAbandoned, OWNER } from './inhabitants.js';

export interface Home {
  /** Absolute. */
  root: string;
  /** METAWSM_HOME. */
  bot: string;
  /** Where the bot's log goes. */
  log: string;
  /** What Slack remembers. */
  slack: string;
  kept: boolean;
}

const PREFIX = 'metawsm-playground-';

/** The folder that the message names holds somebody else's files. */
export class HomeForeign extends Error {}

/** Makes the folders, mode 0700. `dir` counts from `cwd`. Throws `HomeTaken`, `HomeForeign` and what the disk says. */
export function openHome(dir: string | undefined, cwd: string, temporaryIn: string): Home {
  const root = realpathSync(
    dir === undefined ? mkdtempSync(join(temporaryIn, PREFIX)) : made(resolve(cwd, dir)),
  );
  const slack = join(root, 'slack.json');
  const bot = join(root, 'bot');
  if (!existsSync(join(root, OWNER)) && !existsSync(slack) && holdsMore(root, bot))
    throw new HomeForeign(root);
  chmodSync(root, 0o700);
  claim(root);
  mkdirSync(bot, { recursive: true, mode: 0o700 });
  return { root, bot, log: join(root, 'bot.log'), slack, kept: dir !== undefined };
}

/** Files beside the empty folder that a start leaves which came to nothing. */
function holdsMore(root: string, bot: string): boolean {
  return readdirSync(root).some((name) => name !== 'bot') || (existsSync(bot) && readdirSync(bot).length > 0);
}

/** Ends what still runs for a temporary home and removes it; of a kept one nothing but the mark of who is in it. */
export async function leaveHome(home: Pick<Home, 'root' | 'bot' | 'kept'>): Promise<void> {
  if (home.kept) return rm(join(home.root, OWNER), { force: true });
  await endBot(home.root);
  await endStarted(home.bot);
  // The mark goes last: who is stopped in the middle is found by the next start.
  const names = readdirSync(home.root).filter((name) => name !== OWNER);
  for (const path of [...names.map((name) => join(home.root, name)), home.root])
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes temporary homes whose playground was killed, as far as that is possible. */
export async function sweepHomes(temporaryIn: string): Promise<void> {
  for (const name of readdirSync(temporaryIn).filter((one) => one.startsWith(PREFIX))) {
    const root = join(temporaryIn, name);
    if (!isOurs(root) || !isAbandoned(root)) continue;
    await leaveHome({ root, bot: join(root, 'bot'), kept: false }).catch(() => undefined);
  }
}

/** In a folder that everybody writes to, others may have put one that names processes of ours. */
function isOurs(root: string): boolean {
  const found = lstatSync(root, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

function made(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}
