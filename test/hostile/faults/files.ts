/** What may befall the files of a home: each is refused in clear words, or mended, and nothing is lost by it. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../src/persistence/store.js';
import { writing } from '../../fixtures/persistence/writing.js';
import { runOf } from '../../persistence/samples.js';
import { makeReadOnly } from './read-only.js';

interface Place {
  home: string;
  file: string;
  open(): Promise<Store>;
}

interface Fault {
  what: string;
  /** Throws where the bot did not bear it. */
  tried(place: Place): Promise<void>;
}

export const FILES: Fault[] = [
  {
    what: 'a home that everybody may read',
    async tried({ home, open }) {
      chmodSync(home, 0o777);
      await (await open()).close();
      holds((statSync(home).mode & 0o777) === 0o700, 'it stayed open to everybody');
    },
  },
  {
    what: 'a lock that was left by a killed bot',
    async tried({ home, open }) {
      writeFileSync(join(home, 'instance.lock-journal'), '');
      await keeps(await open());
    },
  },
  {
    what: 'a lock file that holds nonsense',
    async tried({ home, open }) {
      writeFileSync(join(home, 'instance.lock'), 'what is this? '.repeat(500));
      await keeps(await open());
    },
  },
  {
    what: 'a home that is a file',
    async tried({ home, open }) {
      renameSync(home, `${home}.away`);
      writeFileSync(home, '');
      await refused(open(), /EEXIST|ENOTDIR/);
      rmSync(home);
      renameSync(`${home}.away`, home);
      await keeps(await open());
    },
  },
  {
    what: 'a home that cannot be written',
    async tried({ home, open }) {
      const end = makeReadOnly(home);
      // The disks of this attack say loudly that nothing of the kind was tried.
      if (!end) return;
      try {
        await refused(open(), /home.*cannot be written|EROFS|EACCES/);
      } finally {
        end();
      }
      await keeps(await open());
    },
  },
  {
    what: 'a database that is none',
    tried: (place) => spoiltFile(place, Buffer.from('what is this? '.repeat(2_000)), /SQLITE_NOTADB/),
  },
  {
    what: 'a database with a page that was overwritten',
    async tried(place) {
      const bytes = readFileSync(place.file);
      bytes.fill(0xa5, 4_096 * 1, 4_096 * 6);
      await spoiltFile(place, bytes, /SQLITE_CORRUPT|malformed/);
    },
  },
  {
    what: 'a database of a newer version',
    async tried({ file, open }) {
      await writing(
        file,
        `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')`,
      );
      await refused(open(), /newer metawsm.*Future9999999999999/);
      await writing(file, `DELETE FROM migrations WHERE name = 'Future9999999999999'`);
      await keeps(await open());
    },
  },
  {
    what: 'a database that is removed under the running bot',
    async tried({ file, open }) {
      const store = await open();
      renameSync(file, `${file}.away`);
      await refused(
        store.unit.write((tx) => tx.addRun(runOf('late'))),
        /removed or replaced/,
      );
      renameSync(`${file}.away`, file);
      await keeps(store);
    },
  },
  {
    what: 'a database that is replaced under the running bot',
    async tried({ file, open }) {
      const store = await open();
      renameSync(file, `${file}.away`);
      writeFileSync(file, readFileSync(`${file}.away`));
      await refused(
        store.unit.write((tx) => tx.addRun(runOf('late'))),
        /removed or replaced/,
      );
      renameSync(`${file}.away`, file);
      await keeps(store);
    },
  },
  {
    what: 'a home that vanishes under the running bot',
    async tried({ home, open }) {
      const store = await open();
      renameSync(home, `${home}.away`);
      await refused(
        store.unit.write((tx) => tx.addRun(runOf('late'))),
        /removed or replaced/,
      );
      renameSync(`${home}.away`, home);
      await keeps(store);
    },
  },
];

/** Each in a home of its own that holds one run. */
export async function befall({ what, tried }: Fault): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'metawsm-faults-'));
  const home = join(root, 'home');
  const file = join(home, 'metawsm.sqlite');
  const opened: Store[] = [];
  const open = async () => {
    const store = await openStore({ url: `sqlite:${file}`, home });
    opened.push(store);
    return store;
  };
  try {
    mkdirSync(home);
    const first = await open();
    await first.unit.write((tx) => tx.addRun(runOf('kept')));
    await first.close();
    await tried({ home, file, open });
    return [];
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`];
  } finally {
    for (const store of opened) await store.close().catch(() => undefined);
    rmSync(root, { recursive: true, force: true });
  }
}

/** As docs/operating.md says: the copy takes the place of database, log and index. */
async function spoiltFile({ file, open }: Place, bytes: Buffer, words: RegExp): Promise<void> {
  const backup = readFileSync(file);
  writeFileSync(file, bytes);
  await refused(
    open().then((store) => keeps(store)),
    words,
  );
  for (const end of ['', '-wal', '-shm']) if (existsSync(`${file}${end}`)) rmSync(`${file}${end}`);
  writeFileSync(file, backup);
  await keeps(await open());
}

/** What was stored is there, and more can be. */
async function keeps(store: Store): Promise<void> {
  await store.unit.write((tx) => tx.addRun(runOf('new')));
  const ids = (await store.unit.read.openRunIds()).sort();
  await store.close();
  holds(ids.join() === 'kept,new', `it holds ${ids.join() || 'nothing'} instead of what was stored`);
}

async function refused(work: Promise<unknown>, words: RegExp): Promise<void> {
  const said = await work.then(
    () => 'nothing: it was taken',
    (error: unknown) => String(error),
  );
  holds(words.test(said), `what is said is ${said.slice(0, 200)}`);
}

function holds(is: boolean, words: string): void {
  if (!is) throw new Error(words);
}
