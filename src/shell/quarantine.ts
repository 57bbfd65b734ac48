/**
 * A folder outside of the home in which merges are built that nobody will see: it borrows the objects that the bot
 * has, and is removed afterwards. Nothing in the home, in a mirror or in a person's clone changes, but for the time
 * stamp that git gives an object in the home when it would write the same one.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureMirror } from './lens.js';
import { writeWhole } from './whole-file.js';

/** How the folders are called. */
export const QUARANTINE = 'metawsm-plan-';

/** One that is older was left by a bot that was killed. */
const STALE_MS = 60 * 60_000;

/** Works in a quarantine that takes the place of `home` for the bot's own repositories of `names`. */
export async function inQuarantine<T>(
  home: string,
  names: readonly string[],
  work: (quarantine: string) => Promise<T>,
): Promise<T> {
  await dropStale();
  const folder = await mkdtemp(join(tmpdir(), QUARANTINE));
  try {
    for (const name of names) await borrow(home, folder, name);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Objects through `alternates`, refs as copies, so that nothing is fetched that the bot has already. */
async function borrow(home: string, folder: string, name: string): Promise<void> {
  const real = join(home, 'merge', `${name}.git`);
  const own = join(folder, 'merge', `${name}.git`);
  ensureMirror(own);
  if (!existsSync(join(real, 'HEAD'))) return;
  writeWhole(join(own, 'objects', 'info', 'alternates'), `${join(real, 'objects')}\n`);
  const filter = (path: string) => !path.endsWith('.lock');
  await cp(join(real, 'refs'), join(own, 'refs'), { recursive: true, filter });
  // `shallow`: where the history of a clone that was cut off ends
  for (const file of ['packed-refs', 'shallow'])
    if (existsSync(join(real, file))) await cp(join(real, file), join(own, file));
}

async function dropStale(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(QUARANTINE)) continue;
    const path = join(tmpdir(), name);
    const found = await stat(path).catch(() => undefined);
    // another user's folder stays
    if (found && Date.now() - found.mtimeMs > STALE_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
