/**
 * Environment and metawsm.yml become one frozen, checked `Config`. The only reader of the environment; all faults
 * are told at once. The parts stand in `configuration/`.
 */
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type ParsedFile, parseFile } from './configuration/document.js';
import { databaseOf, homeOf, readEnvironment } from './configuration/environment.js';
import { ConfigFault, type Fault } from './configuration/faults.js';
import { faultsOf } from './configuration/issues.js';
import { environmentToHandOn } from './configuration/program-environment.js';
import { referenceFaults } from './configuration/references.js';
import { configurationSchema, type WrittenConfiguration } from './configuration/schema.js';
import { settingsOf } from './configuration/settings.js';
import type { Config } from './configuration/types.js';
import type { Environment } from './configuration/variables.js';

export { ConfigFault } from './configuration/faults.js';
export { presetOf } from './configuration/presets.js';
export { programEnvironment } from './configuration/program-environment.js';
export type { AgentConfig, Config } from './configuration/types.js';
export { warningsOf } from './configuration/warnings.js';

export interface ConfigSource {
  /** The environment, `.env` read into it already. */
  env: Environment;
  /** The folder that relative places in the environment count from. */
  cwd: string;
}

/** Reads and checks everything; throws `ConfigFault` with every fault that there is. */
export function loadConfig({ env, cwd }: ConfigSource): Config {
  const faults: Fault[] = [];
  const part = readEnvironment(env, cwd, faults);
  const written = readFile(part.file, cwd, faults);
  if (faults.length > 0 || !written) throw new ConfigFault(faults);
  return freeze({
    ...part,
    ...settingsOf(written, { base: dirname(part.file), env }),
    environment: environmentToHandOn(env),
  });
}

/** The database's address alone, for tools that need no more; throws `ConfigFault`. */
export function databaseUrl(env: Environment = process.env, cwd: string = process.cwd()): string {
  const faults: Fault[] = [];
  const url = databaseOf(env, cwd, homeOf(env, cwd), faults);
  if (faults.length > 0) throw new ConfigFault(faults);
  return url;
}

function readFile(path: string, cwd: string, faults: Fault[]): WrittenConfiguration | undefined {
  const label = labelOf(path, cwd);
  const bytes = bytesOf(path, label, faults);
  if (!bytes) return undefined;
  const file = parseFile(bytes, label);
  faults.push(...file.faults);
  return file.value && check(file, faults);
}

function check(file: ParsedFile, faults: Fault[]): WrittenConfiguration | undefined {
  const parsed = configurationSchema.safeParse(file.value);
  const found = parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(issue, file));
  faults.push(...[...found, ...referenceFaults(file)].sort(byPlace));
  return parsed.data;
}

/** From the top of the file to its end. */
function byPlace(one: Fault, other: Fault): number {
  return one.place.localeCompare(other.place, 'en', { numeric: true });
}

/** As people would name it: relative where it lies below `cwd`. */
function labelOf(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}

function bytesOf(path: string, label: string, faults: Fault[]): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    faults.push(
      code === 'ENOENT'
        ? {
            place: label,
            what: 'is missing: it names repositories, agents and who may do what',
            remedy:
              'copy the example and edit it: `cp examples/metawsm.yml metawsm.yml`; or name another file in METAWSM_CONFIG',
          }
        : {
            place: label,
            what: `cannot be read (${code})`,
            remedy: 'check that it is a file that the bot’s user may read',
          },
    );
    return undefined;
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
