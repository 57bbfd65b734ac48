/** Files that other programs read: written under another name and renamed, so that nobody sees half of one. */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** True for the name of what a killed `writeWhole` leaves. */
export const isDraft = (name: string): boolean => /.\.[0-9a-f]{12}\.tmp$/u.test(name);

/**
 * Writes `path` whole, mode 0600 unless told otherwise; `durable` also survives a power cut. Throws what the disk says.
 * What a killed bot has left of the same file is gone afterwards; only one process may write it.
 */
export function writeWhole(
  path: string,
  text: string,
  { mode = 0o600, durable = false }: { mode?: number; durable?: boolean } = {},
): void {
  const { draft, file } = openDraft(path, mode);
  try {
    fill(file, text, durable);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function openDraft(path: string, mode: number): { draft: string; file: number } {
  // Always the same, so that the next try finds what the last one has left.
  const known = draftOf(path, createHash('sha256').update(path).digest('hex').slice(0, 12));
  try {
    return { draft: known, file: openSync(known, NEW, mode) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(known, { force: true, recursive: true });
    // Whoever puts something there again at once hinders nobody.
    const draft = draftOf(path, randomBytes(6).toString('hex'));
    return { draft, file: openSync(draft, NEW, mode) };
  }
}

const draftOf = (path: string, mark: string): string => `${path}.${mark}.tmp`;

function fill(file: number, text: string, durable: boolean): void {
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
