/** Reading a file that an untrusted program wrote: no links, no pipes, no devices, no more than a limit. */
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';

export type GuardedFile =
  | { kind: 'absent' }
  /** `stamp` identifies this very file: inode, time of change, size. */
  | { kind: 'file'; bytes: Buffer; stamp: string }
  | { kind: 'refused'; reason: string; stamp: string };

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Never follows a link, never waits for a writer, never throws for what the file is. */
export async function readGuarded(path: string, maxBytes: number): Promise<GuardedFile> {
  let seen: BigIntStats | undefined;
  let file: FileHandle | undefined;
  try {
    seen = await lstat(path, { bigint: true });
    if (!seen.isFile()) return refused(seen, `it is ${kindOf(seen)}, not a regular file`);
    file = await open(path, READ);
    return await readOpen(file, maxBytes);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || !seen) return { kind: 'absent' };
    return refused(seen, `it cannot be read (${code})`);
  } finally {
    await file?.close();
  }
}

/** The same for every reader: a file that was replaced has another stamp. */
export const stampOf = (stats: BigIntStats) => `${stats.ino}:${stats.mtimeNs}:${stats.size}`;

async function readOpen(file: FileHandle, maxBytes: number): Promise<GuardedFile> {
  const stats = await file.stat({ bigint: true });
  // Looked at again after opening: the path may have been replaced in between.
  if (!stats.isFile()) return refused(stats, `it is ${kindOf(stats)}, not a regular file`);
  const buffer = Buffer.alloc(Math.min(Number(stats.size), maxBytes) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (length > maxBytes) return refused(stats, `it is larger than ${Math.floor(maxBytes / 1024)} KiB`);
  return { kind: 'file', bytes: buffer.subarray(0, length), stamp: stampOf(stats) };
}

function refused(stats: BigIntStats, reason: string): GuardedFile {
  return { kind: 'refused', reason, stamp: stampOf(stats) };
}

function kindOf(stats: BigIntStats): string {
  if (stats.isSymbolicLink()) return 'a link';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return 'something else';
}
