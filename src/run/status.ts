/** The states of a run and how it may end, in the words of the product. */

export type Status =
  | 'intake'
  | 'preparing'
  | 'running'
  | 'awaiting_guidance'
  | 'checking'
  | 'merge_ready'
  | 'closing'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'closed';

export type Outcome = 'merged' | 'discarded' | 'cancelled' | 'lapsed';

/** Not closed, failed or stopped. */
export const ACTIVE: readonly Status[] = [
  'intake',
  'preparing',
  'running',
  'awaiting_guidance',
  'checking',
  'merge_ready',
  'closing',
  'paused',
];

/** Not closed. */
export const OPEN: readonly Status[] = [...ACTIVE, 'stopped', 'failed'];

/** Past their intake and not closed: what these have left outside of the database has to be seen to. */
export const BEGUN: readonly Status[] = OPEN.filter((status) => status !== 'intake');
