import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { isDraft, writeWhole } from '../../src/shell/whole-file.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

/** The name under which a killed try has left the file. */
async function killedWhileWriting(path: string): Promise<string> {
  const program = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.renameSync = () => process.kill(process.pid, 'SIGKILL');
    syncBuiltinESMExports();
    const { writeWhole } = await import(${JSON.stringify(resolve('src/shell/whole-file.ts'))});
    writeWhole(${JSON.stringify(path)}, 'half');
  `;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { env });
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
  const [draft = ''] = readdirSync(resolve(path, '..')).filter(isDraft);
  expect(draft).not.toBe('');
  return draft;
}

test('what a killed try has left is gone after the next one', async () => {
  const folder = temporary();
  const path = join(folder, 'exclude');
  await killedWhileWriting(path);
  writeWhole(path, 'whole');
  expect(readdirSync(folder)).toEqual(['exclude']);
  expect(readFileSync(path, 'utf8')).toBe('whole');
});

test('a folder or a link in the place of the draft hinders nobody and leads nowhere', async () => {
  const folder = temporary();
  const path = join(folder, 'config');
  const draft = join(folder, await killedWhileWriting(path));
  const elsewhere = join(temporary(), 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'kept'), 'kept');
  for (const put of [
    () => {
      mkdirSync(draft);
      symlinkSync(elsewhere, join(draft, 'link'));
    },
    () => symlinkSync(join(elsewhere, 'kept'), draft),
  ]) {
    execFileSync('rm', ['-rf', draft]);
    put();
    writeWhole(path, 'whole', { mode: 0o644 });
    expect(readdirSync(folder)).toEqual(['config']);
    expect(readFileSync(path, 'utf8')).toBe('whole');
    expect(statSync(path).mode & 0o777).toBe(0o644);
  }
  expect(readFileSync(join(elsewhere, 'kept'), 'utf8')).toBe('kept');
});

test('where it cannot be put in its place, nothing is left', () => {
  const folder = temporary();
  mkdirSync(join(folder, 'file', 'full'), { recursive: true });
  expect(() => writeWhole(join(folder, 'file'), 'text')).toThrow(/EISDIR|ENOTEMPTY/);
  expect(readdirSync(folder)).toEqual(['file']);
});
