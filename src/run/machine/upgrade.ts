/** Runs that an earlier version of the machine has stored. */
import type { RunContext } from '../context.js';

interface Snapshot {
  context: RunContext;
  value?: unknown;
  [key: string]: unknown;
}

/**
 * Version 1 knew no queue and no notes: a run that was being prepared had its place, and its preparation goes on
 * under the same step.
 */
export function upgraded<S extends Snapshot>(stored: S): S {
  if (Array.isArray(stored.context.notes)) return stored;
  return {
    ...stored,
    ...(stored.value === 'preparing' ? { value: { preparing: 'making' } } : {}),
    context: { ...stored.context, notes: [], worked: { ms: 0 } },
  };
}
