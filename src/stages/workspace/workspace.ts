/** The workspace stage: reads repositories, prepares workspaces, removes them. */
import type { Handlers } from '../../engine/ports.js';
import { Turns } from '../../shell/turns.js';
import type { WorkspaceOptions } from './options.js';
import { preparing } from './prepare.js';
import { reading } from './read.js';
import { removing } from './remove.js';
import { type RenewBases, renewing } from './renew.js';

export function workspaceStage(options: WorkspaceOptions): Pick<
  Handlers,
  'repositories.read' | 'workspace.prepare' | 'workspace.remove'
> & {
  renewBases: RenewBases;
} {
  const turns = new Turns();
  return {
    'repositories.read': reading(options, turns),
    'workspace.prepare': preparing(options, turns),
    'workspace.remove': removing(options, turns),
    renewBases: renewing(options, turns),
  };
}
