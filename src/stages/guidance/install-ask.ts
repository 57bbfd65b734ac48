/** Puts the programs with which agents ask where agents find them. */
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeWhole } from '../../shell/whole-file.js';

/** For a shell, and for agents that call tools of the Model Context Protocol. */
const PROGRAMS = ['metawsm-ask', 'metawsm-operator'];

/** Writes both into `binDir`; they run with the bot's own Node whatever the agent's PATH says. */
export function installAsk(binDir: string): void {
  mkdirSync(binDir, { recursive: true, mode: 0o700 });
  for (const name of PROGRAMS) {
    const words = ['exec', ...[process.execPath, ...programOf(name)].map(quoted), '"$@"'];
    writeWhole(join(binDir, name), `#!/bin/sh\n${words.join(' ')}\n`, { mode: 0o755 });
  }
}

/** The built program, or its source with the loader that the sources are run with. */
function programOf(program: string): string[] {
  const file = programFile(program);
  if (file.endsWith('.js')) return [file];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href, file];
}

/** Above this file: a build makes one script of many files. */
function programFile(program: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = ['js', 'ts'].map((kind) => join(folder, `${program}.${kind}`)).find(existsSync);
    if (found) return found;
    if (folder === dirname(folder)) throw new Error(`${program} is not there; build metawsm again.`);
  }
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
