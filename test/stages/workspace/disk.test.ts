import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { diskOf, sizes } from '../../../src/stages/workspace/disk.js';
import { removeTemporary, temporary, write } from '../../fixtures/git-repos.js';

afterEach(removeTemporary);

test('each move of a run started a program for every workspace there was', async () => {
  const root = temporary();
  const folder = join(root, 'workspaces');
  const counted = join(root, 'counted');
  write(root, { 'bin/du': `#!/bin/sh\necho x >> ${counted}\nPATH=\${PATH#*:}\nexec du "$@"\n` });
  chmodSync(join(root, 'bin', 'du'), 0o755);
  for (let n = 0; n < 30; n++) write(folder, { [`abc-${n}-aaaaaa/file`]: 'x'.repeat(10_000) });
  mkdirSync(join(folder, 'def-1-bbbbbb'));
  const path = [join(root, 'bin'), process.env.PATH].join(delimiter);
  const found = await sizes(folder, path, new AbortController().signal);
  expect(found.size).toBe(31);
  expect(found.get('abc-7-aaaaaa')).toBeGreaterThan(10_000);
  expect(found.get('def-1-bbbbbb')).toBeLessThan(10_000);
  expect(readFileSync(counted, 'utf8').trim().split('\n')).toHaveLength(1);
});

test('moves that follow each other are measured once, and not while the first of them goes on', async () => {
  const home = temporary();
  write(join(home, 'workspaces'), { 'abc-1-aaaaaa/file': 'x' });
  let measured = 0;
  const disk = diskOf({
    home,
    environment: { PATH: process.env.PATH ?? '' },
    onMeasured: () => {
      measured += 1;
    },
    onFault: (error) => {
      throw error;
    },
    onSettled: () => {},
  });
  for (let n = 0; n < 20; n++) disk.measureSoon();
  expect(disk.bytes()).toBeUndefined();
  const end = Date.now() + 10_000;
  while (measured === 0 && Date.now() < end) await pause(20);
  expect(disk.bytes()?.get('abc-1-aaaaaa')).toBeGreaterThan(0);
  await pause(200);
  expect(measured).toBe(1);
  await disk.stop();
});

test('what is owed is measured at once where somebody asks, and is owed until its consequences are drawn', async () => {
  const home = temporary();
  write(join(home, 'workspaces'), { 'abc-1-aaaaaa/file': 'x' });
  let drawn = () => {};
  let settled = 0;
  const disk = diskOf({
    home,
    environment: { PATH: process.env.PATH ?? '' },
    onMeasured: () =>
      new Promise((resolve) => {
        drawn = resolve;
      }),
    onFault: (error) => {
      throw error;
    },
    onSettled: () => {
      settled += 1;
    },
  });
  expect(disk.isOwed()).toBe(false);
  disk.measureSoon();
  expect([disk.isOwed(), disk.isOwed()]).toEqual([true, true]);
  const end = Date.now() + 10_000;
  while (!disk.bytes() && Date.now() < end) await pause(5);
  expect([disk.isOwed(), settled]).toEqual([true, 0]);
  drawn();
  while (settled === 0 && Date.now() < end) await pause(5);
  expect(disk.isOwed()).toBe(false);
  // Longer than it waits unasked.
  await pause(1_200);
  expect(settled).toBe(1);
  await disk.stop();
});
