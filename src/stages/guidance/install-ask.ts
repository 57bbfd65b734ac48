/** Puts `metawsm-ask` where agents find it. */
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeWhole } from '../../shell/whole-file.js';

/** Writes `<binDir>/metawsm-ask`, which runs with the bot's own Node whatever the agent's PATH says. */
export function installAsk(binDir: string): void {
  mkdirSync(binDir, { recursive: true, mode: 0o700 });
  const words = ['exec', ...[process.execPath, ...programOf()].map(quoted), '"$@"'];
  writeWhole(join(binDir, 'metawsm-ask'), `#!/bin/sh\n${words.join(' ')}\n`, { mode: 0o755 });
}

/** The built program, or its source with the loader that the sources are run with. */
function programOf(): string[] {
  const beside = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const built = beside('metawsm-ask.js');
  if (existsSync(built)) return [built];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href, beside('metawsm-ask.ts')];
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
