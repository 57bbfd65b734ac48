/** Bundles a bot once and keeps it compiled: it starts in a quarter of the time, and edits meanwhile do not reach it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { FLAGS } from './flags.js';
import { type Visitor, visitor } from './person.js';
import { seeded } from './random.js';
import { type CrashWorld, makeCrashWorld } from './world.js';

export interface Built {
  /** The program, for `node`. */
  program: string;
  remove(): void;
}

/** Below node_modules, where imports of packages resolve and git does not look. */
const FOLDER = resolve('node_modules/.cache/metawsm-crash', String(process.pid));

const STARTS_MS = 120_000;

const BUNDLE = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The database knows entities by the names of their classes.
  keepNames: true,
  // Each start reads all of it.
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'error',
} as const;

/** Starts the bundle from V8's own form of it, which `compile` has kept. */
const STARTER = `
const fs = require('node:fs');
const vm = require('node:vm');
const filename = require('node:path').join(__dirname, 'bundle.cjs');
const compiled = filename + '.compiled';
const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const bytes = fs.readFileSync(filename);
const text = bytes.toString(require('node:buffer').isAscii(bytes) ? 'latin1' : 'utf8');
const script = new vm.Script(text, { filename, cachedData, importModuleDynamically });
script.runInThisContext()(require, module, filename, __dirname);
if (process.env.CRASH_COMPILED) {
  process.on('SIGUSR2', () => fs.writeFileSync(process.env.CRASH_COMPILED, script.createCachedData()));
}
`;

/** The bot of `test/crash`, compiled. */
export async function buildBot(): Promise<Built> {
  const { program, remove } = await bundleBot('test/crash/bot.ts');
  try {
    await compile(program, compiledOf(program));
    return { program, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A bot that begins with `entry`, in one file. It needs less memory so, and starts its children the faster for it. */
export async function bundleBot(entry: string): Promise<Built> {
  const remove = () => rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'test/crash'), { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }\n');
  await build({
    ...BUNDLE,
    entryPoints: ['src/metawsm-ask.ts', 'src/metawsm-operator.ts'],
    outdir: FOLDER,
    format: 'esm',
  });
  await build({
    ...BUNDLE,
    entryPoints: [entry],
    outfile: join(FOLDER, 'test/crash/bundle.cjs'),
    format: 'cjs',
    external: ['sqlite3'],
    define: { 'import.meta.url': 'bundle_url' },
    banner: {
      js: "(function (require, module, __filename, __dirname) { const bundle_url = require('node:url').pathToFileURL(__filename).href;",
    },
    footer: { js: '})' },
  });
  const program = join(FOLDER, 'test/crash/bot.cjs');
  writeFileSync(program, STARTER);
  return { program, remove };
}

const compiledOf = (program: string): string => join(dirname(program), 'bundle.cjs.compiled');

/** Lets it work through one run, and keeps V8's form of all that it needed for that. */
async function compile(program: string, compiled: string): Promise<void> {
  const world = await makeCrashWorld(seeded(1), true);
  const person = visitor(world, seeded(2), () => 1);
  const bot = spawn(process.execPath, [...FLAGS, program], {
    cwd: world.root,
    env: { ...world.env, CRASH_COMPILED: compiled },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  bot.stderr.setEncoding('utf8').on('data', (more: string) => {
    words += more;
  });
  const ended = once(bot, 'close').then(() => {
    throw new Error(`The bot does not start.\n${words}`);
  });
  try {
    await Promise.race([ended, oneRun(world, person)]);
    bot.kill('SIGUSR2');
    while (!existsSync(compiled)) await Promise.race([ended, pause(20)]);
    bot.kill('SIGTERM');
    await ended.catch(() => undefined);
  } finally {
    person.stop();
    bot.kill('SIGKILL');
    await world.slack.close();
    world.remove();
  }
}

async function oneRun({ slack }: CrashWorld, person: Visitor): Promise<void> {
  await slack.connected(1, STARTS_MS);
  void person.work();
  await person.bootstrap('CRASH-1');
  const isOver = () => [...person.cards().values()].some((card) => /closed/i.test(slack.visibleText(card)));
  await slack.waitFor(isOver, 'the first run is over', STARTS_MS);
}
