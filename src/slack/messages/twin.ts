/** A ticket that has an active run already: what its author is asked before another one begins. */
import type { Status } from '../../run/status.js';
import { code, join, type Mrkdwn, say } from '../escape.js';

/** The labels are fixed: people learn them. */
export const TWIN_LABELS = { open: 'Open that run', anyway: 'Start anyway', cancel: 'Cancel' } as const;

export const activeAlready = (run: { id: string; ticket: string; status: Status }): Mrkdwn =>
  say`Ticket ${run.ticket} already has an active run, ${code(run.id)}, which is ${code(run.status)}. Nothing was started.`;

/** Where the texts of the command are too long to travel with a button. */
export const tooLongForAnyway = (run: { id: string; ticket: string; status: Status }): Mrkdwn =>
  join(
    [
      activeAlready(run),
      say`To start another one, type the command with its repositories only and give the texts in the thread.`,
    ],
    ' ',
  );

export const nothingStarted = (): Mrkdwn => say`All right, nothing was started.`;
