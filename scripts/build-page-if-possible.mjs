// Runs after an installation: builds the playground's page, so that its first start takes seconds less. Where it cannot
// be built (no development packages, no sources yet) nothing happens; the playground builds what is missing, and says why
// where it cannot.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = 'src/playground/scene/build-page.ts';
const needed = [program, 'src/playground/page/index.html', 'node_modules/vite', 'node_modules/tsx'];

if (needed.every((path) => existsSync(join(root, path))))
  spawnSync(process.execPath, ['--import', 'tsx', program], { cwd: root, stdio: 'ignore' });
