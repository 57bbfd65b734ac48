/** Texts that the parser would follow down until the stack ends. */
import { expect, test } from '@jest/globals';
import { isTooDeep } from '../../src/shell/yaml-depth.js';
import { metaOf } from '../../src/stages/tickets/frontmatter.js';
import { settingsIn } from '../../src/stages/tickets/settings.js';
import { yamlIn } from '../../src/stages/workspace/detect/structured.js';

const DEEP = [
  '!['.repeat(4_000),
  `a:\n  ${'!['.repeat(4_000)}`,
  '['.repeat(8_000),
  '[\n'.repeat(4_000),
  '{a: '.repeat(2_000),
  '- '.repeat(4_000),
  '-\t'.repeat(4_000),
  '? '.repeat(4_000),
  'a: '.repeat(2_000),
  Array.from({ length: 170 }, (_, at) => `${' '.repeat(2 * at)}-`).join('\n'),
];

test.each(DEEP)('what is too deep is known before it is parsed (%#)', (text) => {
  expect(isTooDeep(text)).toBe(true);
  expect(yamlIn(text)).toEqual({});
  expect(metaOf(`---\n${text}\n---\n`)).toBeUndefined();
  expect(() => settingsIn(text)).toThrow('too many levels');
});

test('what people write is read', () => {
  const jobs = Array.from(
    { length: 500 },
    (_, at) => `  job${at}: { steps: [{ run: "npm test" }], needs: [a] }`,
  );
  expect(Object.keys(yamlIn(`jobs:\n${jobs.join('\n')}`).jobs as object)).toHaveLength(500);
  expect(metaOf(`---\nTitle: a - b - c: d [e\n---\n`)).toEqual({ Title: 'a - b - c: d [e' });
});

test('100 kB take no time', () => {
  const begun = performance.now();
  for (const sign of ['[', ' ', '- ', ']', '\n', '[]', ': ']) isTooDeep(sign.repeat(100_000));
  expect(performance.now() - begun).toBeLessThan(15_000);
});
