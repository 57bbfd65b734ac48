/** Headers that were made to be slow. */
import { expect, test } from '@jest/globals';
import { metaOf, withKeys } from '../../../src/stages/tickets/frontmatter.js';
import { TicketFault } from '../../../src/stages/tickets/options.js';

const MOMENT_MS = 5_000;

test('a line with a hole in it is not edited, and said so within a moment', () => {
  const began = performance.now();
  const header = `---\nStatus: a${' '.repeat(100_000)}b\n---\n`;
  expect(() => withKeys(header, { Status: 'complete' })).toThrow(TicketFault);
  expect(performance.now() - began).toBeLessThan(MOMENT_MS);
});

test.each([
  ['a map of a hundred thousand keys', Array.from({ length: 100_000 }, (_, at) => `k${at}:\n`).join('')],
  ['tags without an end', `${'! '.repeat(100_000)}\n`],
  ['brackets', `a: ${'['.repeat(200_000)}\n`],
])('%s is not decoded', (_, lines) => {
  const began = performance.now();
  expect(metaOf(`---\nTicket: ABC-12\n${lines}---\n`)).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(MOMENT_MS);
});

test('what is quoted before it is decoded ends with its last sign', () => {
  expect(metaOf('---\nTitle: @ana: says  \t\nTicket: ABC-12\n---\n')).toEqual({
    Title: '@ana: says',
    Ticket: 'ABC-12',
  });
});
