import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { openReader, openWriter } from '../../src/persistence/data-source.js';
import { Gate } from '../../src/persistence/unit-of-work.js';
import { T2 } from './samples.js';

export interface GateTrial {
  url: string;
  writer: DataSource;
  reader: DataSource;
  gate: Gate;
  end(): Promise<void>;
}

/** A gate before a database in a temporary home. */
export async function openGate(): Promise<GateTrial> {
  const home = await mkdtemp(join(tmpdir(), 'metawsm-gate-'));
  const url = `sqlite:${join(home, 'metawsm.sqlite')}`;
  const writer = await openWriter(url);
  await writer.runMigrations({ transaction: 'each' });
  const reader = await openReader(url);
  const gate = new Gate(writer, reader, () => T2);
  return {
    url,
    writer,
    reader,
    gate,
    async end() {
      await gate.close();
      await reader.destroy();
      await writer.destroy();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A statement with its values. */
export interface Asked {
  sql: string;
  values: unknown[];
}

/** What the connection is asked from now on, in order. */
export function listenTo(writer: DataSource): Asked[] {
  const asked: Asked[] = [];
  const silent = () => {};
  writer.logger = {
    logQuery: (sql, values) => asked.push({ sql, values: values ?? [] }),
    logQueryError: silent,
    logQuerySlow: silent,
    logSchemaBuild: silent,
    logMigration: silent,
    log: silent,
  };
  return asked;
}
