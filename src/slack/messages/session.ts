/** What Slack shows in a person's list of agent sessions. */
import type { RunContext } from '../../run/context.js';
import { cut, oneLine } from '../escape.js';

/** Slack takes 200 characters. */
export const sessionTitle = (run: Pick<RunContext, 'ticket' | 'id'>): string =>
  cut(oneLine(`${run.ticket} · ${run.id}`), 200);
