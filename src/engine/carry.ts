/** Stores what a decision wants done, in its own transaction: a row for each effect, a row for each timer. */
import type { Decided } from '../run/decide.js';
import { LANES, type Lane } from '../run/effects.js';
import type { Tx } from './ports.js';

/** `seq`: of the decision; `at`: its instant, from which timers count. */
export async function carry(
  tx: Tx,
  { id, seq }: { id: string; seq: number },
  { effects, timers }: Decided,
  at: string,
): Promise<void> {
  await tx.addEffects(
    effects.map((effect, k) => ({
      id: `${id}/${seq}/${k}`,
      runId: id,
      seq,
      k,
      kind: effect.kind,
      lane: LANES[effect.kind],
      params: effect.params,
      status: 'pending',
      attempts: 0,
    })),
  );
  const now = Date.parse(at);
  for (const [k, change] of timers.entries()) {
    const { name } = change.params;
    if (change.kind === 'timer.clear') await tx.clearTimer(id, name);
    else {
      const dueAt = new Date(now + change.params.afterMs).toISOString();
      await tx.setTimer({ id: `${id}/${seq}/t${k}`, runId: id, name, event: change.params.event, dueAt });
    }
  }
}

/** The lanes that get work by it. */
export const lanesOf = ({ effects }: Decided): Lane[] => [...new Set(effects.map(({ kind }) => LANES[kind]))];
