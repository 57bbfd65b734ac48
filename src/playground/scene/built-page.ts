/** The page as a browser takes it: built by Vite when there is no build, or one of other sources. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig, Plugin } from 'vite';

/** Beside the build: what it was made of. */
const STAMP = '.made-of.json';

interface Stamp {
  /** Relative to the project, without packages. */
  files: string[];
  /** Of the contents of these files and of those that every build depends on. */
  hash: string;
}

/** The folder of the built page. `root`: the project. @throws Error in plain words where it cannot be built */
export async function builtPage(root = projectRoot()): Promise<string> {
  const current = await currentPage(root);
  if (current !== undefined) return current;
  const folder = join(root, 'dist/page');
  await removeStale(join(root, 'dist'));
  const fresh = join(root, `dist/page-${randomBytes(6).toString('hex')}`);
  try {
    const files = await buildInto(root, fresh);
    const stamp: Stamp = { files, hash: await hashOf(root, files) };
    await writeFile(join(fresh, STAMP), JSON.stringify(stamp));
    await putInPlace(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** The folder of the built page where it is up to date, undefined where it has to be built. */
export async function currentPage(root = projectRoot()): Promise<string | undefined> {
  const folder = join(root, 'dist/page');
  try {
    const { files, hash } = JSON.parse(await readFile(join(folder, STAMP), 'utf8')) as Stamp;
    return hash === (await hashOf(root, files)) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What every build depends on besides the files that it is made of. */
const ALWAYS = [
  'package-lock.json',
  'src/playground/page/vite.config.ts',
  'src/playground/page/tsconfig.json',
];

async function hashOf(root: string, files: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...ALWAYS, ...files])
    hash
      .update(`${file}\0`)
      .update(await readFile(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/** @returns the files that went into the build */
async function buildInto(root: string, outDir: string): Promise<string[]> {
  const { build } = await vite();
  const page = join(root, 'src/playground/page');
  const sources = new Set<string>();
  const config: InlineConfig = {
    configFile: join(page, 'vite.config.ts'),
    root: page,
    logLevel: 'silent',
    build: { outDir, emptyOutDir: true },
    plugins: [noting(root, sources)],
  };
  await mkdir(outDir, { recursive: true });
  await build(config).catch((error: unknown) => {
    throw new Error(`The page could not be built. ${error instanceof Error ? error.message : String(error)}`);
  });
  return [...sources].sort();
}

function noting(root: string, sources: Set<string>): Plugin {
  return {
    name: 'note-sources',
    generateBundle() {
      for (const id of this.getModuleIds()) {
        const file = relative(root, id.replace(/[?#].*$/, ''));
        const isOwn = !file.startsWith('..') && !file.split(sep).includes('node_modules');
        if (isOwn && !id.startsWith('\0') && existsSync(join(root, file))) sources.add(file);
      }
    },
  };
}

async function vite(): Promise<typeof import('vite')> {
  try {
    return await import('vite');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'The page has to be built, and Vite is not installed. Run `npm ci` without `--omit=dev`.',
    );
  }
}

const STALE_MS = 10 * 60_000;

/** What a build has left that was ended in the middle. */
async function removeStale(dist: string): Promise<void> {
  const names = await readdir(dist).catch(() => []);
  for (const name of names.filter((one) => /^page-[0-9a-f]{12}(?:-old)?$/.test(one))) {
    const found = await stat(join(dist, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_MS)
      await rm(join(dist, name), { recursive: true, force: true });
  }
}

/** Somebody else may do the same at the same time: whoever comes last leaves the build. */
async function putInPlace(fresh: string, folder: string): Promise<void> {
  const old = `${fresh}-old`;
  for (let tries = 0; ; tries += 1) {
    await rename(folder, old).catch(ignoring('ENOENT'));
    const isThere = await rename(fresh, folder).then(() => true, ignoring('ENOTEMPTY', 'EEXIST'));
    await rm(old, { recursive: true, force: true });
    if (isThere) return;
    if (tries === 20) throw new Error(`The built page could not be put into ${folder}.`);
  }
}

function ignoring(...codes: string[]) {
  return (error: NodeJS.ErrnoException): void => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}

/** The nearest folder above with the page's sources: this file runs from `src` and from `dist`. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'src/playground/page/index.html'))) {
    const above = resolve(folder, '..');
    if (above === folder) throw new Error('The sources of the page are not here.');
    folder = above;
  }
  return folder;
}
