import { Init1795486718794 } from './sqlite/1795486718794-Init.js';
import { JournalState1795691800000 } from './sqlite/1795691800000-JournalState.js';
import { Events1795731000000 } from './sqlite/1795731000000-Events.js';
import { RunIndexes1795820000000 } from './sqlite/1795820000000-RunIndexes.js';

/** All migrations, oldest first. A list, because TypeORM's globs import past the test runner. */
export const sqlite = [
  Init1795486718794,
  JournalState1795691800000,
  Events1795731000000,
  RunIndexes1795820000000,
];
