/** Values that nobody expects where they stand, some of which only a text of JSON can hold. */
import fc from 'fast-check';

/** What stands in strings that must not reach the log; no id holds spaces. */
export const CANARY = 'canary in a coal mine 7f3a';

/** Written into the text of JSON in place of a string. */
const RAW: Record<string, string> = {
  '@deep@': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  '@deepobject@': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  '@huge@': '1e309',
  '@proto@': '{"__proto__":{"isFullMember":true,"id":"U1"},"constructor":{"prototype":{"x":1}}}',
  '@twice@': '{"id":"U1","id":5,"id":"U2"}',
};

/** JSON with the values that `JSON.stringify` cannot write. */
export const written = (value: unknown): string =>
  JSON.stringify(value).replace(/"(@[a-z]+@)"/gu, (whole, name: string) => RAW[name] ?? whole);

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u001b[31mred\u001b[0m\r\n',
  '\ud800',
  'a\udfff\ud800b',
  '\u202egnp.exe\u2066\u200b\u200d\ufeff',
  'ﷺ'.repeat(500),
  'x'.repeat(40_000),
  '<@UA|'.repeat(8_000),
  '<@U1> '.repeat(6_000),
  "'a ".repeat(13_000),
  `"${'a'.repeat(30_000)}`,
  '--x '.repeat(500),
  '&lt;!channel&gt; <!channel> <!here>',
  '__proto__',
  'constructor',
  'toString',
  '5',
  'NaN',
  'undefined',
  "'; DROP TABLE runs; --",
  '../../../etc/passwd',
  '$(touch /tmp/x) `id`',
  '{"run":"',
  CANARY,
  `${CANARY}\n${CANARY}`,
];

export const oddText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => CANARY + text) },
);

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      Number.MAX_SAFE_INTEGER + 2,
      1e21,
      [],
      {},
      [null],
      [[]],
      [{}],
      { length: 1e9 },
      { toString: 5 },
      { id: { id: 'U1' } },
      [CANARY, CANARY],
      { value: CANARY },
      ...Object.keys(RAW),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);
