import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openWriter } from '../../src/persistence/data-source.js';
import { AlreadyRunning, isHeld, lockInstance } from '../../src/persistence/instance-lock.js';
import { sqlite } from '../../src/persistence/migrations/sqlite.js';
import { openStore } from '../../src/persistence/store.js';
import { type Child, startChild } from './child.js';
import { runOf } from './samples.js';

let root: string;
let home: string;
let url: string;
const children: Child[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'metawsm-store-'));
  home = join(root, 'home');
  url = `sqlite:${join(home, 'metawsm.sqlite')}`;
});

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  await rm(root, { recursive: true, force: true });
});

function child(name: string, ...args: string[]): Child {
  const one = startChild(name, args);
  children.push(one);
  return one;
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

async function check(): Promise<unknown> {
  const writer = await openWriter(url);
  try {
    return await writer.query('PRAGMA integrity_check');
  } finally {
    await writer.destroy();
  }
}

describe('opening', () => {
  test('makes a private home with private files', async () => {
    const store = await openStore({ url, home });
    await store.unit.write((tx) => tx.addRun(runOf('a')));
    expect(await modeOf(home)).toBe('700');
    const files = await readdir(home);
    expect(files).toEqual(expect.arrayContaining(['instance.lock', 'metawsm.sqlite', 'metawsm.sqlite-wal']));
    for (const file of files) expect([file, await modeOf(join(home, file))]).toEqual([file, '600']);
    await store.close();
    await chmod(home, 0o755);
    await chmod(join(home, 'metawsm.sqlite'), 0o644);
    await (await openStore({ url, home })).close();
    expect(await modeOf(home)).toBe('700');
    expect(await modeOf(join(home, 'metawsm.sqlite'))).toBe('600');
  });

  test('leaves the folder of a database elsewhere as it is', async () => {
    await chmod(root, 0o755);
    const store = await openStore({ url: `sqlite:${join(root, 'new', 'runs.sqlite')}`, home });
    await store.close();
    expect(await modeOf(root)).toBe('755');
    expect(await modeOf(join(root, 'new', 'runs.sqlite'))).toBe('600');
  });

  test('refuses what is no SQLite file, without telling the address', async () => {
    for (const bad of ['postgres://u:secret@host/db', 'sqlite:', 'sqlite::memory:', '']) {
      const refused = openStore({ url: bad, home });
      await expect(refused).rejects.toThrow('sqlite:<path>');
      await expect(refused).rejects.not.toThrow('secret');
    }
    await (await openStore({ url, home })).close();
  });

  test('that fails frees the home', async () => {
    const broken = join(root, 'broken.sqlite');
    await writeFile(broken, 'this is no database'.repeat(500));
    await expect(openStore({ url: `sqlite:${broken}`, home })).rejects.toThrow('SQLITE_NOTADB');
    await (await openStore({ url, home })).close();
  });

  test('refuses a database that a newer version has changed', async () => {
    await (await openStore({ url, home })).close();
    const writer = await openWriter(url);
    await writer.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')`,
    );
    await writer.destroy();
    await expect(openStore({ url, home })).rejects.toThrow('newer metawsm');
    await expect(openStore({ url, home })).rejects.toThrow('Future9999999999999');
  });

  test('a newer database was brought up to date before it was refused', async () => {
    await (await openStore({ url, home })).close();
    const writer = await openWriter(url);
    await writer.query(
      `UPDATE migrations SET timestamp = 9999999999999, name = 'Future9999999999999' WHERE id = ${sqlite.length}`,
    );
    await writer.query('DROP VIEW metawsm_events');
    await writer.query('ALTER TABLE journal DROP COLUMN code');
    const before = await writer.query('SELECT sql FROM sqlite_master');
    await writer.destroy();
    await expect(openStore({ url, home })).rejects.toThrow('newer metawsm');
    const after = await openWriter(url);
    expect(await after.query('SELECT sql FROM sqlite_master')).toEqual(before);
    await after.destroy();
  });

  test('writes went into a database file that was removed, and were gone at the next start', async () => {
    const store = await openStore({ url, home });
    await store.unit.write((tx) => tx.addRun(runOf('kept')));
    const file = url.slice('sqlite:'.length);
    await rename(file, `${file}.away`);
    await expect(store.unit.write((tx) => tx.addRun(runOf('a')))).rejects.toThrow(/removed or replaced/);
    await writeFile(file, '');
    await expect(store.unit.write((tx) => tx.addRun(runOf('b')))).rejects.toThrow(/removed or replaced/);
    await rename(`${file}.away`, file);
    await store.unit.write((tx) => tx.addRun(runOf('c')));
    expect((await store.unit.read.openRunIds()).sort()).toEqual(['c', 'kept']);
    await store.close();
  });

  test('closing finishes the writes and leaves one file without a log', async () => {
    const store = await openStore({ url, home });
    const writes = Array.from({ length: 20 }, (_, n) => store.unit.write((tx) => tx.addRun(runOf(`r${n}`))));
    await store.close();
    await Promise.all(writes);
    await Promise.all([store.close(), store.close()]);
    await expect(store.unit.write((tx) => tx.addRun(runOf('x')))).rejects.toThrow('closed');
    expect((await readdir(home)).filter((file) => /-(wal|shm|journal)$/.test(file))).toEqual([]);
    const again = await openStore({ url, home });
    expect(await again.unit.read.openRunIds()).toHaveLength(20);
    await again.close();
  });
});

describe('the instance lock', () => {
  test('a second process is refused at once; after SIGKILL of the first it is free at once', async () => {
    const first = child('holds-the-store.ts', url, home);
    await first.said('open');
    const begun = Date.now();
    await expect(openStore({ url, home })).rejects.toThrow(AlreadyRunning);
    expect(Date.now() - begun).toBeLessThan(20_000);
    await expect(openStore({ url, home })).rejects.toThrow(join(home, 'instance.lock'));
    await first.kill();
    await (await openStore({ url, home })).close();
  });

  test('can be seen from outside without being taken, also where its holder was killed', async () => {
    const file = join(home, 'instance.lock');
    expect(await isHeld(file)).toBe(false);
    expect(existsSync(file)).toBe(false);
    const holder = child('holds-the-store.ts', url, home);
    await holder.said('open');
    expect(await isHeld(file)).toBe(true);
    await holder.kill();
    expect(await isHeld(file)).toBe(false);
    await (await openStore({ url, home })).close();
  });

  test('holds within one process too, and closing frees it once', async () => {
    const file = join(root, 'x.lock');
    const release = await lockInstance(file);
    await expect(lockInstance(file)).rejects.toThrow(AlreadyRunning);
    // The refused attempt has not loosened it.
    await child('holds-the-store.ts', `sqlite:${file.replace('.lock', '')}`, home).said('already running');
    await release();
    await release();
    await (await lockInstance(file))();
  });

  test('a lock file that held nonsense kept the bot from starting', async () => {
    await (await openStore({ url, home })).close();
    await writeFile(join(home, 'instance.lock'), 'what is this? '.repeat(500));
    const store = await openStore({ url, home });
    await expect(openStore({ url, home })).rejects.toThrow(AlreadyRunning);
    await store.close();
  });

  test('two homes cannot share a database, nor by another name', async () => {
    const store = await openStore({ url, home });
    const other = join(root, 'other');
    await expect(openStore({ url, home: other })).rejects.toThrow(AlreadyRunning);
    await symlink(join(home, 'metawsm.sqlite'), join(root, 'alias.sqlite'));
    const alias = `sqlite:${join(root, 'alias.sqlite')}`;
    await expect(openStore({ url: alias, home: other })).rejects.toThrow(AlreadyRunning);
    await store.close();
    await (await openStore({ url: alias, home: other })).close();
  });
});

describe('after SIGKILL', () => {
  test('in the middle of a transaction none of its rows is there', async () => {
    const half = child('stops-inside-a-transaction.ts', url, home);
    await half.said('half');
    await half.kill();
    const store = await openStore({ url, home });
    expect(await store.unit.read.openRunIds()).toEqual([]);
    expect(await store.unit.read.runsWithOpenEffects()).toEqual([]);
    await store.unit.write((tx) => tx.addRun(runOf('abc-12-half')));
    await store.close();
    expect(await check()).toEqual([{ integrity_check: 'ok' }]);
  });

  test('while writing, all that was told to be stored is there, whole', async () => {
    const committed: string[] = [];
    for (const first of ['a', 'b']) {
      const busy = child('dies-while-writing.ts', url, home, first);
      await busy.said(`committed abc-12-${first}${first === 'a' ? 3 : 25}`);
      await busy.kill();
      committed.push(...busy.lines().flatMap((line) => line.match(/^committed (\S+)$/)?.[1] ?? []));
    }
    const store = await openStore({ url, home });
    const { read } = store.unit;
    const ids = await read.openRunIds();
    expect(ids).toEqual(expect.arrayContaining(committed));
    // At most the one whose commit was not told any more.
    expect(ids.length - committed.length).toBeLessThanOrEqual(2);
    for (const id of ids) {
      expect(await read.journal(id)).toHaveLength(1);
      expect(await read.openEffects(id, 'posts')).toHaveLength(2);
    }
    await store.close();
    expect(await check()).toEqual([{ integrity_check: 'ok' }]);
  });
});
