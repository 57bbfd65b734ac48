/** Looking for a ticket among many. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { foldersOf } from '../../../src/stages/tickets/lookup.js';
import type { TicketTree } from '../../../src/stages/tickets/options.js';

const folderOf = (at: number) => `2026/01/02/ABC-${at}--greet`;

function treeOf(count: number, more: Record<string, string> = {}): TicketTree {
  const texts = new Map<string, string>(Object.entries(more));
  for (let at = 1; at <= count; at += 1)
    texts.set(`${folderOf(at)}/index.md`, `---\nTitle: x\nTicket: ABC-${at}\nDocType: index\n---\n`);
  return {
    files: [...texts].map(([path, text]) => ({ path, bytes: text.length, version: `${path}:${text}` })),
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

test('what has not changed since the last look is not read again', async () => {
  const read: string[] = [];
  const texts: Record<string, string> = {};
  const looked = async (ticket: string) => {
    const tree = treeOf(3, texts);
    const counted: TicketTree['read'] = (paths) => {
      read.push(...paths);
      return tree.read(paths);
    };
    const folders = await foldersOf({ ...tree, read: counted }, ticket);
    return { folders, read: read.splice(0).filter((path) => path.endsWith('index.md')).length };
  };
  await foldersOf(treeOf(0), 'ABC-1');
  texts['2026/01/03/first/index.md'] = '---\nTicket: NEW-1\nDocType: index\n---\n';
  expect(await looked('NEW-1')).toEqual({ folders: ['2026/01/03/first'], read: 4 });
  expect(await looked('NEW-1')).toEqual({ folders: ['2026/01/03/first'], read: 0 });
  texts['2026/01/03/first/index.md'] = '---\nTicket: NEW-2\nDocType: index\n---\n';
  expect(await looked('NEW-1')).toEqual({ folders: [], read: 1 });
  expect(await looked('NEW-2')).toEqual({ folders: ['2026/01/03/first'], read: 0 });
});

test.each([
  ['*', false],
  ['*BC-*--*', false],
  ['2026/**/ABC-7*', false],
  ['/20*/*/02/*greet', false],
  ['**/ABC-7*/**', false],
  ['AB?-7--g*t', false],
  ['*/ABC-7*', true],
  ['/ABC*7*', true],
  ['*AB*C*8*', true],
  ['[A]*7*', true],
])('.docmgrignore with %s: found %s', async (line, isFound) => {
  const folders = await foldersOf(treeOf(7, { '.docmgrignore': `# x\n${line}\n` }), 'ABC-7');
  expect(folders).toEqual(isFound ? [folderOf(7)] : []);
});

test('stars upon stars in .docmgrignore are followed within a moment', async () => {
  const began = performance.now();
  const tree = treeOf(1, { '.docmgrignore': `${'*a'.repeat(20)}*b\n`, [`x/${'a'.repeat(4_000)}`]: '' });
  expect(await foldersOf(tree, 'ABC-1')).toEqual([folderOf(1)]);
  expect(performance.now() - began).toBeLessThan(5_000);
});
