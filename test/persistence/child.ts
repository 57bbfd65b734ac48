import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** Resolves once the program has printed a line that is `mark`; rejects when it ends before. */
  said(mark: string): Promise<void>;
  /** What it has printed so far. */
  lines(): string[];
  /** SIGKILL, and the end of the process. */
  kill(): Promise<void>;
}

/** Starts `test/fixtures/persistence/<name>` as a process of its own. */
export function startChild(name: string, args: string[]): Child {
  const script = fileURLToPath(new URL(`../fixtures/persistence/${name}`, import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', script, ...args], {
    // tsx takes its settings from the folder it is started in.
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let out = '';
  let noise = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    noise += chunk;
  });
  return {
    lines: () => out.split('\n'),
    said: (mark) =>
      new Promise((done, fail) => {
        const look = () => out.split('\n').includes(mark) && done();
        child.stdout.on('data', look);
        child.once('close', () => fail(new Error(`${name} ended without "${mark}": ${out}${noise}`)));
        look();
      }),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
