/** The end of what a program printed, as people can read it. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { openToRead } from './own-file.js';

export interface EndLimits {
  /** At most this many characters, cut at the front. */
  characters: number;
  /** At most this many lines. */
  lines?: number;
  /** Applied before anything is cut, so that half a secret never gets past it. */
  redact: (text: string) => string;
}

/** Without escape sequences, overwritten progress lines, other control characters and trailing space. */
export function endOf(output: string, limits: EndLimits): string {
  const lines = limits.redact(readable(output)).trimEnd().split('\n');
  const text = lines.slice(-(limits.lines ?? lines.length)).join('\n');
  if (text.length <= limits.characters) return text;
  // A cut through a surrogate pair would leave half a character.
  return text.slice(-limits.characters).replace(/^[\uDC00-\uDFFF]/, '');
}

/**
 * The end of a file from byte `from` on, at most `maxBytes`, begun at a whole line where there is one; empty when there
 * is no file.
 */
export function readEnd(path: string, from: number, maxBytes: number): string {
  const file = openLog(path);
  if (file === undefined) return '';
  try {
    const { size } = fstatSync(file);
    const start = Math.max(Math.min(from, size), size - maxBytes);
    const buffer = Buffer.alloc(size - start);
    const length = readSync(file, buffer, 0, buffer.length, start);
    if (start <= from) return buffer.toString('utf8', 0, length);
    let whole = 0;
    while (whole < length && ((buffer[whole] ?? 0) & 0xc0) === 0x80) whole++;
    const text = buffer.toString('utf8', whole, length);
    const line = text.indexOf('\n') + 1;
    return line < text.length ? text.slice(line) : text;
  } finally {
    closeSync(file);
  }
}

function openLog(path: string): number | undefined {
  try {
    return openToRead(path);
  } catch {
    return undefined;
  }
}

function readable(output: string): string {
  const plain = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  return (
    plain
      .split('\n')
      .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1))
      .join('\n')
      // Those of the second range (U+009B begins a sequence, too) and what turns the direction as well.
      .replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
  );
}
