/** Texts of others in a document. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sectionsOf } from '../../../src/stages/tickets/markdown.js';
import { code, contained, fenced, oneLine } from '../../../src/stages/tickets/markup.js';

const nasty = fc
  .array(
    fc.constantFrom(
      '# x',
      '## x',
      '===',
      '---',
      '```',
      '~~~',
      '````md',
      '<!--',
      '-->',
      '- a',
      '  ',
      '',
      '> q',
      'text',
      '`',
      '\u2028',
      '\r',
      '\u0000',
      '    # x',
      '- a\n  ```\n# x',
      '<details>',
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n'));

const headings = (document: string) =>
  sectionsOf(document, () => true)
    .filter(({ level }) => level > 0)
    .map(({ title }) => title);

test.each([
  ['contained', contained],
  ['fenced', (text: string) => fenced(text)],
] as const)('what is %s begins no section, and the next one is seen', (_, put) => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(headings(`## before\n\n${put(text)}\n\n## after\n`)).toEqual(['before', 'after']);
    }),
    { numRuns: 500 },
  );
});

test('a person’s paragraphs, lists and code stay as they are', () => {
  const text =
    'Use `Array<string>`:\n\n- one\n- two # three\n\n```sh\n# a comment\n<!-- kept -->\n```\n\nx < y';
  expect(contained(text)).toBe(text);
});

test.each([
  ['# x', '\\# x'],
  ['x\n---', 'x\n\\---'],
  ['x <!-- y', 'x <\\!-- y'],
  ['<details>', '\\<details>'],
  ['x <details>', 'x \\<details>'],
  ['x \\<details>', 'x \\<details>'],
  ['x \\\\<details>', 'x \\\\\\<details>'],
  ['`x` <b> ``y`z <i>`` <u>', '`x` \\<b> ``y`z <i>`` \\<u>'],
  // the backticks are pairs over the line's end, and what seems to be code is not
  ['x `\n` <details> `', 'x `\n` \\<details> `'],
  ['\\` <details> `', '\\` \\<details> `'],
  ['```\n# x', '```\n# x\n```'],
  // the list ends the inner fence, so that the heading would be one
  ['- a\n  ```\n# x', '- a\n  \\```\n\\# x'],
  ['- a\n  ```sh\n  # x\n\n  ```\n# x', '- a\n  ```sh\n  # x\n\n  ```\n\\# x'],
])('%j becomes %j', (text, expected) => {
  expect(contained(text)).toBe(expected);
});

describe('a block', () => {
  test.each([
    ['a ``` b', '````text\na ``` b\n````'],
    ['`````\n# x\n`````', '``````text\n`````\n# x\n`````\n``````'],
    ['a\r\nb\rc\u2028d\u202e\u0000', '```text\na\nb\nc\nd\n```'],
  ])('%j', (text, expected) => {
    expect(fenced(text)).toBe(expected);
  });

  test('keeps its beginning or its end', () => {
    expect(fenced('abcdef', 3)).toBe('```text\nab…\n```');
    expect(fenced('abcdef', 3, 'end')).toBe('```text\n…def\n```');
  });
});

test('one line is one line', () => {
  expect(oneLine('a \\<details> b')).toBe('a \\<details> b');
  expect(oneLine(' a\n\n<!-- b \u0007<b>\t&', 100)).toBe('a <\\!-- b \\<b> &');
  expect(oneLine('abcdef', 4)).toBe('abc…');
  expect([code('a'), code('a `b` c'), code('``')]).toEqual(['`a`', '`` a `b` c ``', '``` `` ```']);
});

test('a hundred thousand signs take a moment', () => {
  const began = performance.now();
  for (const sign of ['`', '<', '#', '- ', '~~~\n', '=\n', '\u200b', 'a ', '`\n'])
    for (const put of [contained, fenced, oneLine, code]) put(sign.repeat(100_000 / sign.length));
  expect(performance.now() - began).toBeLessThan(5_000);
});
