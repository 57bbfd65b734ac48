/** Runs one attack in a child process and reads back what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Outcome } from './attack.js';
import type { Named } from './found.js';

export interface Done extends Outcome {
  name: string;
  title: string;
  order: number;
  unit: string;
  /** How many were asked for. */
  asked: number;
  seconds: number;
}

/** Longer than any attack may take, also on a slow machine. */
const PATIENCE_MS = 2 * 3_600_000;
const MOST_KEPT = 4_000;

export async function attackInChild(
  { name, title, order, unit }: Named,
  { tries, seed }: { tries: number; seed: number },
  hear: (words: string) => void,
): Promise<Done> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'metawsm-hostile-'));
  const file = join(folder, 'outcome.json');
  const program = resolve('test/hostile/one.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', 'tsx', program, name, `${tries}`, `${seed}`, file],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let last = '';
  const keep = (words: string) => {
    last = (last + words).slice(-MOST_KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', (words: string) => {
    keep(words);
    hear(words);
  });
  child.stderr.setEncoding('utf8').on('data', keep);
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await once(child, 'close');
  clearTimeout(late);
  const outcome = outcomeIn(file) ?? {
    tries: 0,
    figures: {},
    failures: [`it ended by itself (${child.signalCode ?? child.exitCode}): ${last}`],
  };
  rmSync(folder, { recursive: true, force: true });
  return { name, title, order, unit, asked: tries, seconds: (Date.now() - begun) / 1_000, ...outcome };
}

function outcomeIn(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return undefined; // it died before it had one
  }
}
