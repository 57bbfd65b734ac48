import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { metaOf, newHeader, withKeys } from '../../../src/stages/tickets/frontmatter.js';
import { nextNumber, slugOf, stampOf, titleOf } from '../../../src/stages/tickets/names.js';

test.each([
  ['Add Ünïcode & more!', 'add-n-code-more'],
  ['ABC-12: fix it', 'fix-it'],
  ['abc-12 — fix it', 'fix-it'],
  ['ABC-123 fix', 'abc-123-fix'],
  ['…', 'document'],
  ['ABC-12', 'abc-12'],
])('the slug of %s is %s', (title, slug) => {
  expect(slugOf(title, 'ABC-12')).toBe(slug);
});

test.each([
  ['Fix it.', 'Fix it'],
  ['  one\ntwo', 'one'],
  ['', 'Bootstrap work'],
  ['x'.repeat(80), 'x'.repeat(72)],
  [`${'word '.repeat(13)}international trade`, `${'word '.repeat(13).trim()}…`],
  [`${'é🙂 '.repeat(40)}`, `${'é🙂 '.repeat(23).trim()}…`],
])('the title of %j is %j', (goal, title) => {
  expect(titleOf(goal)).toBe(title);
});

test.each([
  [[], '01'],
  [['01-a.md', '07-b.md', 'x.md'], '08'],
  [['99-operator-feedback.md'], '100'],
  [['1-a.md', '1234-b.md'], '01'],
])('after %j comes %s', (names, number) => {
  expect(nextNumber(names)).toBe(number);
});

test('a stamp has nanoseconds and an offset, and is the same instant', () => {
  const stamp = stampOf('2026-11-24T12:00:00.250Z');
  expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.250000000(Z|[+-]\d\d:\d\d)$/u);
  expect(new Date(stamp.replace('000000', '')).toISOString()).toBe('2026-11-24T12:00:00.250Z');
});

describe('a header', () => {
  test('comes back as it was written, whatever the values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (title, owners) => {
        const text = newHeader({ Title: title, Owners: owners, Ticket: '123' });
        expect(metaOf(text)).toEqual({ Title: title, Owners: owners, Ticket: '123' });
      }),
      { numRuns: 300 },
    );
  });

  test('is read like docmgr reads it', () => {
    const meta = metaOf('---\nTitle: a: b #c\nTicket: @x\nSummary: |\n  two\n  lines\nOwners: [a]\n---\n');
    expect(meta).toEqual({ Title: 'a: b #c', Ticket: '@x', Summary: 'two\nlines\n', Owners: ['a'] });
    expect(metaOf('no header\n---\n')).toBeUndefined();
    expect(metaOf('---\nnever: closed\n')).toBeUndefined();
    expect(metaOf('---\n- a list\n---\n')).toBeUndefined();
  });

  test('changes by the value alone', () => {
    const edit = (line: string) => withKeys(`---\n${line}\n---\n`, { Status: 'complete' }).split('\n')[1];
    expect(edit('Status: active')).toBe('Status: complete');
    expect(edit('Status:active: no key')).toBe('Status:active: no key');
    expect(edit('Status:')).toBe('Status: complete');
    expect(edit('Status:   # later')).toBe('Status: complete   # later');
    expect(edit('Status: "a # b" # c')).toBe('Status: "complete" # c');
    expect(edit('Status: in review  ')).toBe('Status: complete  ');
    expect(() => edit('Status: >\n  folded')).toThrow('Status');
    expect(() => edit('Status: "open')).toThrow('cannot be read');
  });
});
