/** Folders in which nobody can write: rights of folders mean nothing to root, but a mount does. */
import { execFileSync } from 'node:child_process';

/** Makes it so; gives what ends it, or undefined where nobody may mount. */
export function makeReadOnly(folder: string): (() => void) | undefined {
  try {
    run('mount', '--bind', folder, folder);
    run('mount', '-o', 'remount,ro,bind', folder);
    return () => run('umount', '-l', folder);
  } catch {
    return undefined;
  }
}

const run = (program: string, ...args: string[]) => void execFileSync(program, args, { stdio: 'ignore' });
