import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { appendLine } from '../../src/shell/line-file.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

const readable = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        return [];
      }
    });

test.each([
  ['nothing', ''],
  ['a whole line', '{"a":1}\n'],
])('a line after %s stands by itself', (_, before) => {
  const file = join(temporary(), 'lines');
  writeFileSync(file, before);
  appendLine(file, '{"b":2}');
  expect(readFileSync(file, 'utf8')).toBe(`${before}{"b":2}\n`);
});

test.each(['{', '{"b"', '{"b":2', '{"b":2}', '{"b":"é', '{"b":"\\'])(
  'what was cut off as %s is nothing, and the line is there once',
  (torn) => {
    const file = join(temporary(), 'lines');
    writeFileSync(file, `{"a":1}\n${torn}`);
    appendLine(file, '{"b":2}');
    expect(readable(file)).toEqual([{ a: 1 }, { b: 2 }]);
  },
);
