// Builds before `npm start` when dist/ is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Written by a build that succeeded, as old as its beginning; names the Node.js for which it was compiled.
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'scripts', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'];

/** Folders count as well: a file that was deleted or renamed shows only there. */
function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

const builtMs = existsSync(stamp) ? statSync(stamp).mtimeMs : -1;
const isOfThisNode = builtMs >= 0 && readFileSync(stamp, 'utf8') === process.version;
const isCurrent = isOfThisNode && builtMs >= Math.max(...sources.map((name) => newestMs(join(root, name))));
const isDeployed = !existsSync(join(root, 'src')) && existsSync(join(root, 'dist', 'src', 'main.js'));

if (!isCurrent && !isDeployed) {
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    console.error(
      'metawsm has to be built, but its build tools are not installed: run `npm ci`, then again.',
    );
    process.exit(1);
  }
  console.error('Building metawsm…');
  const build = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  if (build.status !== 0) {
    console.error('metawsm could not be built; the messages above say why.');
    process.exit(1);
  }
}
