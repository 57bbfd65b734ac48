/** What is asked again and again never reads all runs that ever were. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Reads } from '../../src/engine/ports.js';
import { openWriter } from '../../src/persistence/data-source.js';
import { runReads } from '../../src/persistence/repositories/runs.js';
import { ACTIVE } from '../../src/run/status.js';
import { type Asked, listenTo } from './gate-trial.js';
import { openTrial, runOf, type Trial } from './samples.js';

type RunReads = ReturnType<typeof runReads>;

let trial: Trial;
let writer: DataSource;
let asked: Asked[];
beforeEach(async () => {
  trial = await openTrial();
  await trial.store.unit.write((tx) => tx.addRun(runOf('a', { ticket: 'ABC-1' })));
  await trial.store.close();
  writer = await openWriter(trial.url);
  asked = listenTo(writer);
});
afterEach(async () => {
  await writer.destroy();
  await trial.end();
});

// Beyond the only run, so that how many there are has to be counted.
const page = { limit: 10, offset: 1 };
const LOOKS: Record<string, (read: RunReads) => ReturnType<Reads[keyof RunReads]>> = {
  'who is waited for': (read) => read.openVersions(),
  'the open runs': (read) => read.openRunIds(),
  'the runs that work': (read) => read.openRunIds(['preparing', 'running']),
  'the active runs, a page of them': (read) => read.list({ statuses: ACTIVE, ...page }),
  'one person’s active runs': (read) => read.list({ requester: 'U1', statuses: ACTIVE, ...page }),
  'one person’s other runs': (read) =>
    read.list({ requester: 'U1', statuses: ['failed', 'closed'], ...page }),
  'runs that may be similar': (read) =>
    read.list({ statuses: ['closed'], outcome: 'merged', channel: 'C1', ...page }),
  'a ticket’s runs': (read) => read.list({ ticket: 'ABC-1', ...page }),
  'names to choose from': (read) => read.activeNames(20),
  'a run by its ticket': (read) => read.find('ABC-1'),
  'a run by its thread': (read) => read.byThread('C1', '1.0'),
};

test.each(Object.keys(LOOKS))('%s: by an index', async (name) => {
  await LOOKS[name]!(runReads(writer.manager));
  const statements = [...asked];
  expect(statements).not.toEqual([]);
  const has = (word: string) => statements.some(({ sql }) => sql.includes(word));
  expect(has('COUNT')).toBe(has('OFFSET'));
  for (const { sql, values } of statements) {
    const steps: { detail: string }[] = await writer.query(`EXPLAIN QUERY PLAN ${sql}`, values);
    expect(steps.filter(({ detail }) => detail.startsWith('SCAN'))).toEqual([]);
    if (/person|similar/u.test(name))
      expect(steps.map(({ detail }) => detail).join()).not.toContain('by_status');
  }
});
