/** A bare client of the Agent Client Protocol, to see what an agent itself does. It shares nothing with the product. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// biome-ignore lint/suspicious/noExplicitAny: foreign messages are looked at as they are
export type Json = any;

export interface Probe {
  stderr: () => string;
  /** A request; rejects with the error object of the agent. */
  ask(method: string, params: Json): Promise<Json>;
  ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts an agent; `on` answers its requests (undefined leaves one open). */
export function probe(
  [program = '', ...args]: string[],
  env: Record<string, string>,
  cwd: string,
  on: (method: string, params: Json) => Json = () => undefined,
  trace: (line: string) => void = () => undefined,
): Probe {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting = new Map<string, { resolve: (value: Json) => void; reject: (error: Json) => void }>();
  let errors = '';
  let number = 0;
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const write = (message: Json): void => {
    const line = JSON.stringify({ jsonrpc: '2.0', ...message });
    trace(`>> ${line}`);
    child.stdin.write(`${line}\n`);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    trace(`<< ${line}`);
    let message: Json;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    if (message.method && message.id !== undefined) {
      const result = on(message.method, message.params);
      if (result !== undefined) write({ id: message.id, result });
    } else if (message.id !== undefined) {
      const asked = waiting.get(String(message.id));
      if (message.error) asked?.reject(message.error);
      else asked?.resolve(message.result);
    }
  });
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => {
      for (const { reject } of waiting.values()) reject({ message: `ended ${code ?? signal}` });
      resolve(String(code ?? signal));
    });
  });
  return {
    stderr: () => errors,
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        const id = `p-${number++}`;
        waiting.set(id, { resolve, reject });
        write({ id, method, params });
      }),
    ended,
    kill: (signal) => {
      try {
        process.kill(-(child.pid as number), signal);
      } catch {}
    },
  };
}
