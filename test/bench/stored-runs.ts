/** Databases that hold many runs: one is stored as the bot does it, the others are copies of its row. */
import { openWriter } from '../../src/persistence/data-source.js';
import { openStore } from '../../src/persistence/store.js';
import { runOf } from '../persistence/samples.js';

const FIRST = 't-0';

/** Fills the database of a home, all runs in one state. */
export const withRuns =
  (many: number, status: 'intake' | 'closed') =>
  async (home: string): Promise<void> => {
    const url = `sqlite:${home}/metawsm.sqlite`;
    const store = await openStore({ url, home });
    await store.unit.write((tx) => tx.addRun({ ...runOf(FIRST, { ticket: FIRST }), status }));
    await store.close();
    await copied(url, many);
  };

async function copied(url: string, many: number): Promise<void> {
  const writer = await openWriter(url);
  try {
    const columns: { name: string }[] = await writer.query('PRAGMA table_info(runs)');
    const named = columns.map(({ name }) => `"${name}"`);
    const values = columns.map(({ name }) => (RENAMED.has(name) ? replaced(name) : `"${name}"`));
    await writer.query(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO runs (${named.join()}) SELECT ${values.join()} FROM runs, numbers WHERE id = ? AND n < ?`,
      [many - 1, FIRST, many],
    );
  } finally {
    await writer.destroy();
  }
}

/** Columns that name the run. */
const RENAMED = new Set(['id', 'ticket', 'ticket_key', 'snapshot']);
const replaced = (name: string) => `replace("${name}", 't-0', 't-' || n)`;
