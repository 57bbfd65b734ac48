/** Which processes live in a home: its playground, its bot, and what the bot has started. */
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { endGroup, isAlive, type ProcessRecord, recordOf } from '../../shell/process-record.js';
import { writeWhole } from '../../shell/whole-file.js';

/** The file that says whose home it is. */
export const OWNER = 'owner.json';
const BOT = 'bot.json';
/** What the bot notes of each run: its agent, its checks, its git. */
const NOTES = /^(?:agent|checks|preparing-.*)\.json$/u;
const GRACE_MS = 2_000;

/** Another playground lives in the folder that the message names. */
export class HomeTaken extends Error {}

/** Writes who lives in the home. Of several who do so at once one succeeds. Throws `HomeTaken`. */
export function claim(root: string): void {
  const draft = join(root, `.${process.pid}.${OWNER}`);
  const former = `${draft}.former`;
  if (isOwned(join(root, OWNER))) throw new HomeTaken(root);
  writeWhole(draft, recordText(process.pid));
  try {
    putAway(join(root, OWNER), former);
    // Somebody has come in since the first look.
    if (isOwned(former)) linkSync(former, join(root, OWNER));
    linkSync(draft, join(root, OWNER));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new HomeTaken(root);
    throw error;
  } finally {
    for (const path of [draft, former]) rmSync(path, { force: true });
  }
}

/** True where the playground that made the home, and wrote so, is gone. */
export function isAbandoned(root: string): boolean {
  const owner = recordsIn(join(root, OWNER))[0];
  return owner !== undefined && !isAlive(owner);
}

/** Notes the bot of a home, so that whoever finds the home without its playground ends it. */
export function noteBot(root: string, pid: number): void {
  writeWhole(join(root, BOT), recordText(pid));
}

/** Ends a bot whose playground was killed: it may still be bringing something to an end. */
export async function endBot(root: string): Promise<void> {
  await endAll(recordsIn(join(root, BOT)));
}

/** Agents outlive the bot, and checks one that was killed. `bot`: METAWSM_HOME. */
export async function endStarted(bot: string): Promise<void> {
  const runs = join(bot, 'runs');
  const files = existsSync(runs) ? readdirSync(runs, { recursive: true, encoding: 'utf8' }) : [];
  const notes = files.filter((file) => NOTES.test(basename(file)) && dirname(dirname(file)) === '.');
  await endAll(notes.flatMap((file) => recordsIn(join(runs, file))));
}

async function endAll(records: ProcessRecord[]): Promise<void> {
  await Promise.all(records.map((record) => endGroup(record, GRACE_MS)));
}

const isOwned = (path: string): boolean => recordsIn(path).some(isAlive);

const recordText = (pid: number): string => `${JSON.stringify(recordOf(pid))}\n`;

function putAway(path: string, former: string): void {
  try {
    renameSync(path, former);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** One record or a list of them; none where the file is none. */
function recordsIn(path: string): ProcessRecord[] {
  try {
    const found = [JSON.parse(readFileSync(path, 'utf8'))].flat() as (ProcessRecord | null)[];
    return found.filter((record) => typeof record?.pid === 'number') as ProcessRecord[];
  } catch {
    return [];
  }
}
