/** Which document of a ticket is read for its brief, from both kinds of tree, and what is said of the others. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ticketStage } from '../../../src/stages/tickets/tickets.js';
import { commit, git, makeRemote, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { optionsFor } from './closed-run.js';

afterEach(removeTemporary);

const FOLDER = '2026/01/02/ABC-12--greet';
const HEADER = '---\nTitle: Greet people\nTicket: ABC-12\nStatus: active\nDocType: index\n---\n\n';
const INDEX = `${HEADER}# Greet people\n\n## Goal\n\nGreet by name\n`;
const GOAL = { fields: { goal: 'Greet by name' }, unread: [] };
const NOTHING = { fields: {}, unread: [] };
const forever = new AbortController().signal;

/** Both trees with the same files; `link` makes links as well. */
const TREES = ['plain', 'git'] as const;
function reader(kind: (typeof TREES)[number], files: Record<string, string | Buffer>, links: string[] = []) {
  const home = temporary();
  const lay = (root: string) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    for (const path of links) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      symlinkSync('/etc/hosts', join(root, path));
    }
  };
  if (kind === 'plain') {
    lay(join(home, 'tickets', 'ttmp'));
    const stage = ticketStage(optionsFor(home));
    return (ticket = 'ABC-12') => stage.read(ticket, forever);
  }
  const { clone } = makeRemote(temporary(), { 'a.txt': 'one\n' });
  lay(join(clone, 'docs', 'ttmp'));
  commit(clone, {});
  git(clone, 'push', '-q', 'origin', 'HEAD');
  const tickets = { repo: 'docs', root: 'docs/ttmp' };
  const stage = ticketStage(optionsFor(home, { repos: [{ name: 'docs', path: clone }], tickets }));
  return (ticket = 'ABC-12') => stage.read(ticket, forever);
}

describe.each(TREES)('%s', (kind) => {
  test('the index of the ticket, in any letter case', async () => {
    const read = reader(kind, {
      [`${FOLDER}/index.md`]: INDEX,
      [`${FOLDER}/reference/01-brief.md`]: '# x\n\n## Scope\n\nnever read\n',
      '2026/01/02/ABC-123--other/index.md': INDEX.replace('ABC-12', 'ABC-123').replace('by name', 'all'),
    });
    expect(await read()).toEqual(GOAL);
    expect(await read('abc-12')).toEqual(GOAL);
    expect(await read('ABC-1')).toEqual(NOTHING);
  });

  test('a folder without one says nothing', async () => {
    expect(await reader(kind, { [`${FOLDER}/tasks.md`]: '# Tasks\n' })()).toEqual(NOTHING);
  });

  test('two folders for one ticket are named, and neither is read', async () => {
    const other = '2026/01/03/ABC-12--again';
    const read = reader(kind, { [`${FOLDER}/index.md`]: INDEX, [`${other}/index.md`]: INDEX });
    expect(await read()).toEqual({
      fields: {},
      unread: [FOLDER, other].map((path) => ({ path, why: 'claimed_twice' })),
    });
  });

  test.each<[string, string | Buffer, string]>([
    ['a header that does not decode', '---\nTitle: [\n---\n## Goal\n\nx y\n', 'no_header'],
    ['a header with a key twice', `${HEADER.replace('Status', 'Title')}## Goal\n\nx y\n`, 'no_header'],
    ['a header that never ends', '---\nTitle: x\n\n## Goal\n\nx y\n', 'no_header'],
    [
      'a header as long as a document',
      `${HEADER.replace('Status', `Notes: ${'x'.repeat(16_384)}\nStatus`)}## Goal\n\nx y\n`,
      'no_header',
    ],
    ['no header', '# Greet people\n\n## Goal\n\nx y\n', 'no_header'],
    ['bytes that are no text', Buffer.from([0x2d, 0xff, 0xfe, 0x00]), 'no_text'],
    ['more than a megabyte', INDEX + 'x'.repeat(1024 * 1024), 'too_large'],
  ])('%s', async (_, content, why) => {
    const path = `${FOLDER}/index.md`;
    expect(await reader(kind, { [path]: content })()).toEqual({ fields: {}, unread: [{ path, why }] });
  });

  test('a megabyte is read', async () => {
    const text = INDEX + 'x'.repeat(1024 * 1024 - INDEX.length);
    expect((await reader(kind, { [`${FOLDER}/index.md`]: text })()).fields.goal).toMatch(
      /^Greet by name x+…$/u,
    );
  });

  test('links are named and not followed', async () => {
    const index = `${FOLDER}/index.md`;
    expect(await reader(kind, { [`${FOLDER}/tasks.md`]: 'x' }, [index])()).toEqual({
      fields: {},
      unread: [{ path: index, why: 'link' }],
    });
    const read = reader(kind, { 'a.md': 'x' }, [FOLDER, '2026/01/02/ABC-123--x']);
    expect(await read()).toEqual({ fields: {}, unread: [{ path: FOLDER, why: 'link' }] });
  });
});

describe('documents that cannot be reached', () => {
  const tickets = { repo: 'docs', root: 'docs/ttmp' };

  test('are named with the words of git, redacted', async () => {
    const redact = (text: string) => text.replaceAll('gone', '[secret]');
    const repos = [{ name: 'docs', path: join(temporary(), 'gone') }];
    const { fields, unread } = await ticketStage(optionsFor(temporary(), { repos, tickets, redact })).read(
      'ABC-12',
      forever,
    );
    expect(fields).toEqual({});
    expect(unread).toMatchObject([{ path: 'docs/docs/ttmp', why: 'unreachable' }]);
    expect(unread[0]?.detail).toMatch(/\[secret\]/u);
  });

  test('a root that is a link', async () => {
    const home = temporary();
    mkdirSync(join(home, 'tickets'));
    symlinkSync('/etc', join(home, 'tickets', 'ttmp'));
    const { unread } = await ticketStage(optionsFor(home)).read('ABC-12', forever);
    expect(unread).toMatchObject([{ path: 'tickets/ttmp', why: 'unreachable' }]);
    expect(unread[0]?.detail).toMatch(/is no folder/u);
  });

  test('no folder, and no branch, are no ticket', async () => {
    expect(await ticketStage(optionsFor(temporary())).read('ABC-12', forever)).toEqual(NOTHING);
    const { clone } = makeRemote(temporary(), { 'a.txt': 'one\n' });
    const repos = [{ name: 'docs', path: clone, base: 'nowhere' }];
    const stage = ticketStage(optionsFor(temporary(), { repos, tickets }));
    expect(await stage.read('ABC-12', forever)).toEqual(NOTHING);
  });

  test('an end while it reads is an end, whoever reads before', async () => {
    const { clone } = makeRemote(temporary(), { 'a.txt': 'one\n' });
    const stage = ticketStage(optionsFor(temporary(), { repos: [{ name: 'docs', path: clone }], tickets }));
    const first = stage.documents('ABC-12');
    const ending = new AbortController();
    const second = stage.read('ABC-12', ending.signal);
    ending.abort(new Error('the bot ends'));
    await expect(second).rejects.toThrow('the bot ends');
    expect(await first).toEqual([]);
    expect(await stage.read('ABC-12', forever)).toEqual(NOTHING);
  });
});

test('what stands on the remote is read, whatever a checkout holds', async () => {
  const { clone, push } = makeRemote(temporary(), { 'a.txt': 'one\n' });
  push({ [`docs/ttmp/${FOLDER}/index.md`]: INDEX });
  write(join(clone, 'docs/ttmp', FOLDER), { 'index.md': INDEX.replace('by name', 'nobody') });
  const before = git(clone, 'rev-parse', 'HEAD');
  const repos = [{ name: 'docs', path: clone }];
  const tickets = { repo: 'docs', root: 'docs/ttmp' };
  expect(await ticketStage(optionsFor(temporary(), { repos, tickets })).read('ABC-12', forever)).toEqual(
    GOAL,
  );
  expect(git(clone, 'rev-parse', 'HEAD')).toBe(before);
  expect(readFileSync(join(clone, 'docs/ttmp', FOLDER, 'index.md'), 'utf8')).toContain('nobody');
  expect(existsSync(join(clone, '.git', 'FETCH_HEAD'))).toBe(false);
  expect(readdirSync(clone).sort()).toEqual(['.git', 'a.txt', 'docs']);
});
