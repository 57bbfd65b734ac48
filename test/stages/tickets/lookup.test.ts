/** Looking for a ticket among many. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { foldersOf } from '../../../src/stages/tickets/lookup.js';
import type { TicketTree } from '../../../src/stages/tickets/options.js';

const folderOf = (at: number) => `2026/01/02/ABC-${at}--greet`;

function treeOf(count: number): TicketTree {
  const texts = new Map<string, string>();
  for (let at = 1; at <= count; at += 1)
    texts.set(`${folderOf(at)}/index.md`, `---\nTitle: x\nTicket: ABC-${at}\nDocType: index\n---\n`);
  return {
    files: [...texts].map(([path, { length }]) => ({ path, bytes: length })),
    links: [],
    read: async (paths) => new Map([...texts].filter(([path]) => paths.includes(path))),
    settings: async () => undefined,
  };
}

test('hundreds of tickets hold up nothing else', async () => {
  let found: string[] | undefined;
  void foldersOf(treeOf(300), 'abc-7').then((folders) => {
    found = folders;
  });
  let turns = 0;
  for (; !found; turns += 1) await turn();
  expect(found).toEqual([folderOf(7)]);
  expect(turns).toBeGreaterThan(250);
});
