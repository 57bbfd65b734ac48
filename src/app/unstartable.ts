/** What keeps the bot from starting and only a person can change, in words that say what to do in place of a stack. */
import { dirname, sep } from 'node:path';
import type { Config } from '../config.js';
import { fileOf } from '../persistence/data-source.js';

const MAY_NOT = ['EACCES', 'EPERM', 'EROFS'];
const NO_FOLDER = ['ENOTDIR', 'EEXIST'];
const ELSEWHERE = 'or name another place in METAWSM_HOME, or in DATABASE_URL where that is set.';

/** Undefined for what is none of these: a defect. */
export function unstartable(
  error: unknown,
  { home, database }: Pick<Config, 'home' | 'database'>,
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall, path, port } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall === 'listen' && code === 'EADDRINUSE')
    return `PORT: ${port} is in use by another program. End that one, or set another PORT and give Slack the new address.`;
  if (syscall === 'listen' && MAY_NOT.includes(code))
    return `PORT: ${port} may not be used by this user (${code}). Set a PORT above 1023 and let a proxy take what comes to the other.`;
  const isOurs = [home, dirname(fileOf(database.url))].some((place) => isAlong(path ?? '', place));
  if (isOurs && MAY_NOT.includes(code))
    return `${path} cannot be written by this user (${code}). Give it to the user that runs metawsm, ${ELSEWHERE}`;
  if (isOurs && NO_FOLDER.includes(code))
    return `${path} is a file where a folder is needed (${code}). Move it away, ${ELSEWHERE}`;
  return undefined;
}

/** On the way to the place, or in it. */
const isAlong = (path: string, place: string): boolean =>
  path === place || path.startsWith(place + sep) || (path !== '' && place.startsWith(path + sep));
