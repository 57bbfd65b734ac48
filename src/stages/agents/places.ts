/** Where the agent of a run works and speaks. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';

export const workspaceOf = (home: string, run: Pick<RunContext, 'id'>) => join(home, 'workspaces', run.id);
export const contractOf = (home: string, run: Pick<RunContext, 'id'>) =>
  join(workspaceOf(home, run), '.metawsm');
export const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
