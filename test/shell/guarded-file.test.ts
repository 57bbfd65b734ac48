import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { readGuarded } from '../../src/shell/guarded-file.js';
import { writeWhole } from '../../src/shell/whole-file.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

test('a regular file within the limit, with a stamp that survives a rename and not a rewrite', async () => {
  const path = join(temporary(), 'file');
  writeFileSync(path, 'äö');
  const first = await readGuarded(path, 4);
  expect(first).toMatchObject({ kind: 'file', bytes: Buffer.from('äö') });
  renameSync(path, `${path}2`);
  expect(await readGuarded(`${path}2`, 4)).toEqual(first);
  writeFileSync(`${path}2`, 'äöü');
  expect(await readGuarded(`${path}2`, 4)).toMatchObject({
    kind: 'refused',
    reason: 'it is larger than 0 KiB',
  });
  expect(await readGuarded(path, 4)).toEqual({ kind: 'absent' });
  expect(await readGuarded(join(`${path}2`, 'inside'), 4)).toEqual({ kind: 'absent' });
});

test('links, folders, pipes and sockets are refused without waiting', async () => {
  const folder = temporary();
  const path = (name: string) => join(folder, name);
  writeFileSync(path('target'), 'x');
  symlinkSync(path('target'), path('link'));
  mkdirSync(path('folder'));
  execFileSync('mkfifo', [path('pipe')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path('socket'), resolve));
  for (const [name, words] of [
    ['link', 'a link'],
    ['folder', 'a folder'],
    ['pipe', 'a pipe'],
    ['socket', 'something else'],
  ] as const)
    expect(await readGuarded(path(name), 10)).toMatchObject({
      kind: 'refused',
      reason: `it is ${words}, not a regular file`,
    });
  await new Promise((resolve) => server.close(resolve));
});

test('writing whole replaces a link instead of following it, and leaves nothing else', () => {
  const folder = temporary();
  const path = join(folder, 'file');
  writeFileSync(join(folder, 'victim'), 'precious');
  symlinkSync(join(folder, 'victim'), path);
  writeWhole(path, 'new', { durable: true });
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('precious');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'x'), '');
  expect(() => writeWhole(join(folder, 'sub'), 'x')).toThrow();
  expect(readdirSync(folder).sort()).toEqual(['file', 'sub', 'victim']);
});
