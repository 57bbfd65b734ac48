import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';

/** Makes the folder, and those above it, readable by the bot's user only. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/** Makes an empty file of mode 0600, or gives that mode to the one there is; SQLite's side files copy it. */
export function makePrivateFile(file: string): void {
  try {
    // Never opens a file that exists: closing it again would drop the locks that SQLite holds on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
}
