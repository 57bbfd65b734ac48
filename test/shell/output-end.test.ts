import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { endOf, readEnd } from '../../src/shell/output-end.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterAll(removeTemporary);

const plain = { characters: 100, redact: (text: string) => text };

test.each([
  ['escape sequences', '\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007', 'red link'],
  ['overwritten progress', '10%\r50%\r100%\ndone\r\n', '100%\ndone'],
  ['other control characters', 'a\u0000b\u0007c\td', 'abc\td'],
  ['nothing', '', ''],
])('without %s', (_, output, text) => {
  expect(endOf(output, plain)).toBe(text);
});

test('the last lines, the last characters, never half a character', () => {
  expect(endOf('1\n2\n3\n4\n\n', { ...plain, lines: 2 })).toBe('3\n4');
  expect(endOf(`${'x'.repeat(50)}end`, { ...plain, characters: 5 })).toBe('xxend');
  expect(endOf('😀😀😀', { ...plain, characters: 3 })).toBe('😀');
});

test('redacts before it cuts', () => {
  const redact = (text: string) => text.replaceAll('secret-value', '[redacted]');
  expect(endOf('the secret-value', { characters: 5, redact })).toBe('cted]');
});

test('the end of a file begins at a whole line, and never before its mark', () => {
  const path = join(temporary(), 'log');
  expect(readEnd(path, 0, 100)).toBe('');
  writeFileSync(path, 'old life\n');
  appendFileSync(path, `${'a'.repeat(30)}\nlast line\n`);
  expect(readEnd(path, 9, 1_000)).toBe(`${'a'.repeat(30)}\nlast line\n`);
  expect(readEnd(path, 0, 15)).toBe('last line\n');
  expect(readEnd(path, 5_000, 100)).toBe('');
});

test('signs of the second range of control signs, and those that turn the direction, reached who reads a log', () => {
  expect(
    endOf('a\u009b31mred\u0085b\u202egnp.exe\u202c', { characters: 100, redact: (text) => text }),
  ).not.toMatch(/[\u0080-\u009f\u202a-\u202e]/);
});
