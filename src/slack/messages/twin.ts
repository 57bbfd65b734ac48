/** A ticket that has an active run already: what its author is asked before another one begins. */
import type { Status } from '../../run/status.js';
import { code, join, type Mrkdwn, say } from '../escape.js';
import { person } from './words.js';

/** The labels are fixed: people learn them. */
export const TWIN_LABELS = { open: 'Open that run', anyway: 'Start anyway', cancel: 'Cancel' } as const;

export const activeAlready = ({ id, ticket, status, run: { requester } }: Twin): Mrkdwn =>
  say`Ticket ${ticket} already has an active run, ${code(id)} by ${person(requester)}, which is ${code(status)}. Nothing was started.`;

interface Twin {
  id: string;
  ticket: string;
  status: Status;
  run: { requester: string };
}

/** Where the texts of the command are too long to travel with a button. */
export const tooLongForAnyway = (run: Twin): Mrkdwn =>
  join(
    [
      activeAlready(run),
      say`To start another one, type the command with its repositories only and give the texts in the thread.`,
    ],
    ' ',
  );

export const nothingStarted = (): Mrkdwn => say`All right, nothing was started.`;
