// Makes the programs in dist/src, or in another folder here that is named: the bot as one script that V8 has compiled
// beforehand, and the small ones beside it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, process.argv[2] ?? 'dist/src');
const out = (name) => join(folder, name);
// What is saved during the build is newer than it.
const begun = new Date();
// A build that fails leaves none, so that the next start builds again.
const stamp = process.argv[2] === undefined ? join(root, 'dist', '.built') : undefined;

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The database knows entities, and people know errors, by the names of their classes.
  keepNames: true,
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

if (stamp) rmSync(stamp, { force: true });
rmSync(folder, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: ['src/events.ts', 'src/metawsm-ask.ts', 'src/metawsm-operator.ts'],
  outdir: folder,
  format: 'esm',
  packages: 'external',
});
await build({
  ...common,
  entryPoints: ['src/main.ts'],
  outfile: out('bot.cjs'),
  format: 'cjs',
  // It is compiled for the machine, and finds its binary by its own place.
  external: ['sqlite3'],
  define: { 'import.meta.url': 'bundle_url' },
  banner: {
    js: "(function (require, __filename, __dirname) { const bundle_url = require('node:url').pathToFileURL(__filename).href;",
  },
  footer: { js: '})' },
});
writeFileSync(out('bot.cjs'), inAscii(readFileSync(out('bot.cjs'), 'utf8')));
copyFileSync(join(root, 'scripts/start-compiled.mjs'), out('main.js'));
compile();
if (stamp) {
  // Tells build-if-needed.mjs when this was built, and for which Node.js.
  writeFileSync(stamp, process.version);
  utimesSync(stamp, begun, begun);
}

/** A script with other letters takes twice the memory. They are left in regular expressions alone, where escapes mean the same. */
function inAscii(script) {
  return script.replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a start has needed is kept in V8's own form. */
function compile() {
  const { status } = spawnSync(process.execPath, [out('main.js'), '--help'], {
    env: { ...process.env, METAWSM_COMPILES: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the bot that was built does not run');
}
