/** The workspace stage: reads repositories, prepares workspaces, removes them. */
import type { Handlers } from '../../engine/ports.js';
import { Turns } from '../../shell/turns.js';
import { cleaning } from './clean.js';
import type { WorkspaceOptions } from './options.js';
import { preparing } from './prepare.js';
import { reading } from './read.js';
import { removing } from './remove.js';
import { type RenewBases, renewing } from './renew.js';

export function workspaceStage(options: WorkspaceOptions): Pick<
  Handlers,
  'repositories.read' | 'workspace.prepare' | 'workspace.remove' | 'workspace.clean'
> & {
  renewBases: RenewBases;
} {
  const turns = new Turns();
  return {
    'repositories.read': reading(options, turns),
    'workspace.prepare': preparing(options, turns),
    'workspace.remove': removing(options, turns),
    'workspace.clean': cleaning(options, turns),
    renewBases: renewing(options, turns),
  };
}
