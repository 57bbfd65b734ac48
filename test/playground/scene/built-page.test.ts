/** The page is built when it has to be, once, and several starts at once do not disturb each other. */
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'project-'));
  write('package-lock.json', '{}');
  write('src/playground/page/index.html', '<div></div><script type="module" src="./main.ts"></script>');
  write(
    'src/playground/page/main.ts',
    "import { word } from '../scene/word.js';\nimport './page.css';\ndocument.title = word;\n",
  );
  write('src/playground/page/page.css', 'div { color: red }');
  write('src/playground/page/tsconfig.json', '{}');
  write('src/playground/page/vite.config.ts', "export default { base: './' };\n");
  write('src/playground/scene/word.ts', "export const word: string = 'first word';\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Vite runs in a process of its own: it does not like a test runner's module loader. */
const build = async (module = resolve('src/playground/scene/built-page.ts')): Promise<string> => {
  const code = `const { builtPage } = await import(${JSON.stringify(pathToFileURL(module).href)});
    console.log(await builtPage(${JSON.stringify(root)}).catch((error) => 'fault: ' + error.message));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    code,
  ]);
  return stdout.trim();
};
const page = () => join(root, 'dist/page');
const script = () => {
  const [name = ''] = readdirSync(join(page(), 'assets')).filter((file) => file.endsWith('.js'));
  return readFileSync(join(page(), 'assets', name), 'utf8');
};
const builtAt = () => statSync(join(page(), 'index.html')).ino;

test('builds what is new, and only then, whatever the times of the files say', async () => {
  expect(await build()).toBe(page());
  expect(script()).toContain('first word');
  const first = builtAt();
  write('src/playground/scene/word.ts', "export const word: string = 'first word';\n");
  write('src/playground/scene/unused.ts', 'export {};\n');
  expect(await build()).toBe(page());
  expect(builtAt()).toBe(first);

  write('src/playground/scene/word.ts', "export const word: string = 'second word';\n");
  await build();
  expect(script()).toContain('second word');
  const second = builtAt();
  expect(second).not.toBe(first);
  write('package-lock.json', '{ "lockfileVersion": 3 }');
  await build();
  expect(builtAt()).not.toBe(second);
  expect(readdirSync(join(root, 'dist'))).toEqual(['page']);
}, 60_000);

test('several starts at once each get a whole page, and leave one', async () => {
  write('dist/page/index.html', 'an old build');
  const folders = await Promise.all([build(), build()]);
  expect(folders).toEqual([page(), page()]);
  expect(script()).toContain('first word');
  expect(readdirSync(join(root, 'dist'))).toEqual(['page']);
}, 60_000);

test('says what is wrong, and keeps the build that was there', async () => {
  await build();
  write('src/playground/page/main.ts', "import './nothing.js';\n");
  expect(await build()).toMatch(/^fault: The page could not be built\. .*nothing\.js/);
  expect(script()).toContain('first word');
  expect(readdirSync(join(root, 'dist'))).toEqual(['page']);
}, 60_000);

test('without Vite says what to type', async () => {
  const alone = join(root, 'src/playground/scene/built-page.ts');
  copyFileSync('src/playground/scene/built-page.ts', alone);
  write('package.json', '{ "type": "module" }');
  expect(await build(alone)).toBe(
    'fault: The page has to be built, and Vite is not installed. Run `npm ci` without `--omit=dev`.',
  );
  expect(readdirSync(root)).not.toContain('dist');
}, 60_000);

test('what a build left behind that was killed long ago is removed, what is being built stays', async () => {
  for (const name of ['page-0123456789ab', 'page-0123456789ab-old', 'page-ba9876543210', 'page-mine'])
    write(`dist/${name}/index.html`, 'half a page');
  for (const name of ['page-0123456789ab', 'page-0123456789ab-old', 'page-mine'])
    utimesSync(join(root, 'dist', name), 0, 0);
  expect(await build()).toBe(page());
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['page', 'page-ba9876543210', 'page-mine']);
}, 60_000);
