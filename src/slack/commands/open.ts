import type { RunSight } from '../../engine/look.js';

/** Id of the oldest question or guidance request that an answer would go to; undefined when nothing is open. */
export function openIn(run: Pick<RunSight, 'views'>): string | undefined {
  const card = run.views.get('card');
  if (card?.kind !== 'card') return undefined;
  return (card.waitingFor?.request ?? card.waitingFor?.question)?.id;
}
