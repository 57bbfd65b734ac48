import { Init1795486718794 } from './sqlite/1795486718794-Init.js';

/** All migrations, oldest first. A list, because TypeORM's globs import past the test runner. */
export const sqlite = [Init1795486718794];
