/** What the row of an effect says. */
import type { Lane } from '../run/effects.js';
import type { EffectRow, StoredRun } from './ports.js';

/** The step of the run that it belongs to. */
export const stepIn = (row: EffectRow): number | undefined =>
  'step' in row.params ? row.params.step : undefined;

/** Work of a step that the run has left behind. */
export function isObsolete(row: EffectRow, run: StoredRun): boolean {
  const step = stepIn(row);
  return step !== undefined && step !== run.snapshot.context.step;
}

/** The message that it is about. */
const targetOf = (row: EffectRow) =>
  'ref' in row.params
    ? row.params.ref
    : 'place' in row.params
      ? `${row.params.place.ts} ${row.params.name}`
      : row.id;

export const wordsOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Stands for the effects of a lane that could not be read. */
export const lost = (runId: string, lane: Lane): EffectRow => ({
  id: `${runId}/${lane}`,
  runId,
  seq: 0,
  k: 0,
  kind: 'slack.post',
  lane,
  params: { ref: lane },
  status: 'pending',
  attempts: 0,
});

/**
 * An edit draws the newest state, so of several edits of one message only one is carried out: the one that was begun,
 * since only under its id is found what it may have posted, else the last. These are the others.
 */
export function supersededIn(edits: readonly EffectRow[]): EffectRow[] {
  const chosen = new Map<string, EffectRow>();
  for (const row of edits)
    if (chosen.get(targetOf(row))?.status !== 'started') chosen.set(targetOf(row), row);
  return edits.filter((row) => chosen.get(targetOf(row)) !== row);
}
