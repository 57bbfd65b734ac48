/** The end of what a program printed, as people can read it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

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
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
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

function readable(output: string): string {
  const plain = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  return (
    plain
      .split('\n')
      .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1))
      .join('\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '')
  );
}
