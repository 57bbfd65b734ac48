/** Where a visit lives: a temporary folder that is removed at the end, or one that is kept. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { endGroup, isAlive, type ProcessRecord, recordOf } from '../../shell/process-record.js';
import { writeWhole } from '../../shell/whole-file.js';

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
const OWNER = 'owner.json';
const GRACE_MS = 2_000;

/** Another playground lives in the folder that the message names. */
export class HomeTaken extends Error {}

/** The folder that the message names holds somebody else's files. */
export class HomeForeign extends Error {}

/** Makes the folders, mode 0700. `dir` counts from `cwd`. Throws `HomeTaken`, `HomeForeign` and what the disk says. */
export function openHome(dir: string | undefined, cwd: string, temporaryIn: string): Home {
  const root = realpathSync(
    dir === undefined ? mkdtempSync(join(temporaryIn, PREFIX)) : made(resolve(cwd, dir)),
  );
  const owner = ownerOf(root);
  if (owner && isAlive(owner)) throw new HomeTaken(root);
  const slack = join(root, 'slack.json');
  if (!owner && !existsSync(slack) && readdirSync(root).length > 0) throw new HomeForeign(root);
  const bot = join(root, 'bot');
  mkdirSync(bot, { recursive: true, mode: 0o700 });
  chmodSync(root, 0o700);
  writeWhole(join(root, OWNER), `${JSON.stringify(recordOf(process.pid))}\n`);
  return { root, bot, log: join(root, 'bot.log'), slack, kept: dir !== undefined };
}

/** Ends what still runs for a temporary home and removes it; of a kept one nothing but the mark of who is in it. */
export async function leaveHome(home: Pick<Home, 'root' | 'bot' | 'kept'>): Promise<void> {
  if (home.kept) return rm(join(home.root, OWNER), { force: true });
  await endAgents(home.bot);
  await rm(home.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes temporary homes whose playground was killed. */
export async function sweepHomes(temporaryIn: string): Promise<void> {
  for (const name of readdirSync(temporaryIn).filter((one) => one.startsWith(PREFIX))) {
    const root = join(temporaryIn, name);
    if (!isOurs(root)) continue;
    const owner = ownerOf(root);
    if (owner && !isAlive(owner)) await leaveHome({ root, bot: join(root, 'bot'), kept: false });
  }
}

/** Agents outlive the bot; here nobody comes back for them. */
async function endAgents(bot: string): Promise<void> {
  const runs = join(bot, 'runs');
  const lives = (existsSync(runs) ? readdirSync(runs) : []).map((run) =>
    recordIn(join(runs, run, 'agent.json')),
  );
  await Promise.all(lives.map((life) => life && endGroup(life, GRACE_MS)));
}

/** In a folder that everybody writes to, others may have put one that names processes of ours. */
function isOurs(root: string): boolean {
  const found = lstatSync(root, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

const ownerOf = (root: string) => recordIn(join(root, OWNER));

function recordIn(path: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as ProcessRecord | null;
    return typeof record?.pid === 'number' ? record : undefined;
  } catch {
    return undefined;
  }
}

function made(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}
