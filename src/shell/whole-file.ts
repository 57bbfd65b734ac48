/** Files that other programs read: written under another name and renamed, so that nobody sees half of one. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** True for the name of what a killed `writeWhole` leaves. */
export const isDraft = (name: string): boolean => /.\.[0-9a-f]{12}\.tmp$/u.test(name);

/** Writes `path` whole, mode 0600 unless told otherwise; `durable` also survives a power cut. Throws what the disk says. */
export function writeWhole(
  path: string,
  text: string,
  options: { mode?: number; durable?: boolean } = {},
): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    fill(draft, text, options);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function fill(
  path: string,
  text: string,
  { mode = 0o600, durable }: { mode?: number; durable?: boolean },
): void {
  const file = openSync(path, NEW, mode);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
