/** Whatever a header looks like: an edit changes the lines that it names, or is refused. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bodyOf,
  metaOf,
  valueIn,
  withKeys,
  withStatusLine,
} from '../../../src/stages/tickets/frontmatter.js';
import { TicketFault } from '../../../src/stages/tickets/options.js';

const VALUES = { Status: 'complete', LastUpdated: '2026-11-24T12:00:00.250000000Z' };

const blank = fc.constantFrom('', ' ', '   ', '\t');
const word = fc.constantFrom(
  'active',
  "'in review'",
  '"draft"',
  '@home',
  'a: b',
  'it # 5',
  '42',
  '-',
  '~',
  '',
);
const remark = fc.constantFrom('', ' # ours', '\t# by hand', '   ');
const named = fc.constantFrom('Status', 'LastUpdated');
const other = fc.constantFrom('Title', 'Ticket', 'Custom-1', 'x', 'status', 'Status2', 'LastUpdated-by');

const scalarLine = (key: fc.Arbitrary<string>) =>
  fc.tuple(key, blank, fc.constantFrom(' ', '  ', '\t'), word, remark).map((parts) => {
    const [name, before, after, value, end] = parts;
    return `${name}${before}:${after}${value}${end}`;
  });
const several = fc.constantFrom(
  ['Summary: |', '  Status: text', '', '  # more'],
  ['Owners:', '    - &a ana', 'More:', '    - *a'],
  ['Topics: [a,', '  b]'],
  ['Notes: >-', '  LastUpdated: no', '  Status: no'],
  ['Map: {Status: inner}'],
  ['# Status: a comment'],
  [''],
  ['"Status": quoted'],
  ['? Status', ': odd'],
);
const header = fc.array(
  fc.oneof(
    scalarLine(named).map((line) => [line]),
    scalarLine(other).map((line) => [line]),
    several,
  ),
  { maxLength: 8 },
);
const ends = fc.infiniteStream(fc.constantFrom('\n', '\r\n'));
const body = fc.constantFrom(
  '',
  '\n# x\n',
  '\n---\nStatus: body\n',
  'no end',
  '\n\nCurrent status: **active**\n',
);

const document = fc
  .tuple(fc.constantFrom('', '\ufeff'), header, ends, body)
  .map(([mark, groups, end, rest]) => {
    const lines = ['---', ...groups.flat(), '---'].map((line) => line + (end.next().value ?? '\n'));
    return mark + lines.join('') + rest;
  });

const linesOf = (text: string) => text.slice(0, text.length - bodyOf(text).length).split(/(?<=\n)/u);

test('an edit changes only the lines of its keys, or nothing at all', () => {
  let edited = 0;
  fc.assert(
    fc.property(document, (text) => {
      let after: string;
      try {
        after = withKeys(text, VALUES);
      } catch (error) {
        expect(error).toBeInstanceOf(TicketFault);
        return;
      }
      edited += 1;
      const meta = metaOf(after);
      expect([valueIn(meta, 'Status'), valueIn(meta, 'LastUpdated')]).toEqual(Object.values(VALUES));
      expect(bodyOf(after)).toBe(bodyOf(text));
      const own = (line: string) => /^(?:Status|LastUpdated)[ \t]*:[ \t\r\n]/u.test(line);
      const rest = (one: string) => linesOf(one).filter((line) => !own(line));
      expect(rest(after)).toEqual(rest(text));
      // a second edit finds nothing to do
      expect(withKeys(after, VALUES)).toBe(after);
    }),
    { numRuns: 600 },
  );
  expect(edited).toBeGreaterThan(60);
});

test('the line of the body changes by its word alone', () => {
  fc.assert(
    fc.property(document, (text) => {
      expect(withStatusLine(text, 'complete')).toBe(
        text.replace(/(?<=\n)Current status: \*\*active\*\*/u, 'Current status: **complete**'),
      );
    }),
  );
});
