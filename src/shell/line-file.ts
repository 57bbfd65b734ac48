/** A file to which one writer appends whole lines, whatever interrupts it. */
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';

const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
const NEWLINE = 0x0a;
/** Ends a line that was cut off so that it is no JSON, wherever that happened: also one that lacks but its line break. */
const SPOILT = '#\n';

/**
 * Appends `line`, a JSON text. One that a full disk or a death cut off is spoilt first: nobody takes it for whole, and it is
 * not there twice when it is written again. Throws what the disk says.
 */
export function appendLine(path: string, line: string): void {
  const file = openSync(path, APPEND, 0o600);
  try {
    const bytes = Buffer.from(`${isTorn(file) ? SPOILT : ''}${line}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

function isTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}
