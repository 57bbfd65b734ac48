/** Compiles the bot once: it starts faster than from source, and edits meanwhile do not reach it. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Built {
  /** The program, for `node`. */
  program: string;
  remove(): void;
}

/** Below node_modules, where imports of packages resolve and git does not look. */
const FOLDER = resolve('node_modules/.cache/metawsm-crash', String(process.pid));

/** Throws with the compiler's words where no program came out. */
export async function buildBot(): Promise<Built> {
  const remove = () => rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }\n');
  await compile(['-p', 'test/crash/tsconfig.json', '--outDir', FOLDER]);
  return { program: join(FOLDER, 'test/crash/bot.js'), remove };
}

function compile(args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), ...args],
      (error, stdout, stderr) =>
        error ? fail(new Error(`The bot does not compile.\n${stdout}${stderr}`)) : done(),
    );
  });
}
