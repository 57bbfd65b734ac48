/** Files that metawsm itself wrote, read back. Throws what the disk says, but for a file that is not there. */
import { readFileSync } from 'node:fs';

/** Undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined where there is none. */
export function readJson<T>(path: string): T | undefined {
  const text = readText(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** One record a line. What is none was cut off by a death or a full disk, and counts as never written. */
export function readRecords<T>(path: string): T[] {
  return (readText(path) ?? '').split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as T];
    } catch {
      return [];
    }
  });
}
