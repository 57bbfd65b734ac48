/** Copies of git's index. */
import { copyFile, stat, utimes } from 'node:fs/promises';

/**
 * Copies an index so that it is no younger than the original. Git looks into a file, instead of trusting its size and
 * times, only where the file is not older than the index: a copy with the time of its copying would hide a change
 * made in the second in which the index was written ("racy git", in git's own documentation).
 */
export async function copyIndex(from: string, to: string): Promise<void> {
  const { mtimeMs } = await stat(from);
  await copyFile(from, to);
  const second = Math.floor(mtimeMs / 1_000);
  await utimes(to, second, second);
}
