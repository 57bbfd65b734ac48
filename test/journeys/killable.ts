/** The program as a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { World } from './world.js';

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href;

/** One at a time, in the world that `worldNow` gives. */
export function killable(worldNow: () => World) {
  let child: ChildProcess | undefined;
  return {
    /** Starts it, until it is connected to Slack. */
    async begin(): Promise<void> {
      const world = worldNow();
      child = spawn(process.execPath, ['--import', TSX, resolve('src/main.ts')], {
        cwd: world.root,
        env: { ...world.env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') },
        stdio: 'ignore',
      });
      await world.slack.connected(1, 60_000);
    },
    /** SIGKILL, where it lives. */
    async kill(): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
      // A click must not go to a socket at whose other end nobody is any more.
      const { slack } = worldNow();
      await slack.waitFor(() => slack.sockets === 0, 'the sockets of the dead bot to close');
    },
  };
}
