// Starts the bot from V8's own form of it. Where that belongs to another Node.js, V8 reads the script instead.
import { isAscii } from 'node:buffer';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { constants, Script } from 'node:vm';

// V8 would compile the parser of HTTP a second time, which takes 30 MiB for good, to gain microseconds an answer.
setFlagsFromString('--liftoff-only');

const filename = fileURLToPath(new URL('bot.cjs', import.meta.url));
const compiled = `${filename}.compiled`;
const script = read();
if (process.env.METAWSM_COMPILES)
  process.on('exit', () => writeFileSync(compiled, script.createCachedData()));
script.runInThisContext()(createRequire(filename), filename, dirname(filename));

/** A function, so that nothing of what is read stays in memory twice. */
function read() {
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const bytes = readFileSync(filename);
  // Decoding takes longer than reading.
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  return new Script(text, { filename, cachedData, importModuleDynamically });
}
