import type { RunSight } from '../../engine/look.js';
import { type GuidanceRequest, takesText } from '../../run/guidance-request.js';

export type Open =
  /** The oldest question or request that a text answers. */
  | { kind: 'takes_text'; id: string }
  /** The oldest request, where none takes a text: its buttons answer it. */
  | { kind: 'needs_button'; request: GuidanceRequest };

/** What an answer would go to; undefined when nothing is open. */
export function openIn({ views, run }: Pick<RunSight, 'views' | 'run'>): Open | undefined {
  const card = views.get('card');
  const waiting = card?.kind === 'card' ? card.waitingFor : undefined;
  if (waiting?.question) return { kind: 'takes_text', id: waiting.question.id };
  if (!waiting?.request) return undefined;
  const open = run.guidance.filter(({ state }) => state === 'open');
  const spoken = open.find(takesText);
  if (spoken) return { kind: 'takes_text', id: spoken.id };
  return { kind: 'needs_button', request: open[0] ?? waiting.request };
}

/** The question or request concerned. */
export const idOf = (open: Open | undefined): string | undefined =>
  open?.kind === 'needs_button' ? open.request.id : open?.id;
