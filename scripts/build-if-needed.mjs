// Builds before `npm start` when dist/ is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Written after a build that succeeded, since tsc leaves files behind also when it fails.
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'ormconfig.ts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Folders count as well: a file that was deleted or renamed shows only there. */
function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

const builtMs = existsSync(stamp) ? statSync(stamp).mtimeMs : -1;
const isCurrent = builtMs >= Math.max(...sources.map((name) => newestMs(join(root, name))));
const isDeployed = !existsSync(join(root, 'src')) && existsSync(join(root, 'dist', 'src', 'main.js'));

if (!isCurrent && !isDeployed) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) {
    console.error('metawsm has to be built, but the compiler is not installed: run `npm ci`, then again.');
    process.exit(1);
  }
  console.error('Building metawsm…');
  const begun = new Date();
  const build = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    console.error('metawsm could not be built; the messages above say why.');
    process.exit(1);
  }
  writeFileSync(stamp, '');
  // What was saved during the build is newer than this.
  utimesSync(stamp, begun, begun);
}
