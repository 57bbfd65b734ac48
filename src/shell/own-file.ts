/**
 * Files that metawsm itself wrote, read back. An agent without `wrap` can put something else in their place: that counts as
 * none, and never makes the bot wait for a writer, follow a link or fill its memory. Throws what the disk says.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

const { O_RDONLY, O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
/** No file of ours comes near it, and a text cannot hold much more. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A link, a pipe without a reader, a socket, a folder; nothing at all. */
const NO_FILE = ['ENOENT', 'ELOOP', 'ENXIO', 'EISDIR', 'ENODEV'];

/** Undefined where there is none of at most `mostBytes`. */
export function readText(path: string, mostBytes = MOST_BYTES): string | undefined {
  const file = openRegular(path, O_RDONLY);
  if (file === undefined) return undefined;
  try {
    return fstatSync(file).size > mostBytes ? undefined : readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Undefined where there is none, or what is there is no JSON: they are written whole, so that somebody else has done that. */
export function readJson<T>(path: string): T | undefined {
  const text = readText(path);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
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

/** The descriptor of a regular file, to be read; undefined for anything else. */
export const openToRead = (path: string): number | undefined => openRegular(path, O_RDONLY);

/** The descriptor of a regular file, to be appended to; what stands in its place is removed first. */
export function openToAppend(path: string): number {
  const append = O_WRONLY | O_APPEND | O_CREAT;
  const file = openRegular(path, append);
  if (file !== undefined) return file;
  rmSync(path, { recursive: true, force: true });
  return openSync(path, append | O_NOFOLLOW | O_NONBLOCK, 0o600);
}

export function appendBytes(path: string, bytes: Buffer): void {
  const file = openToAppend(path);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

export const appendText = (path: string, text: string): void => appendBytes(path, Buffer.from(text));

function openRegular(path: string, flags: number): number | undefined {
  let file: number;
  try {
    file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o600);
  } catch (error) {
    if (NO_FILE.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  return undefined;
}
