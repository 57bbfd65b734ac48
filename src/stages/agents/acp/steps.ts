/** The agent's own plan, from whatever it tells it by. */
import type { PlanStep } from '../../../run/progress.js';
import { inside, oneLine, textAt } from './plain.js';

const MOST_STEPS = 50;
const MOST_TITLE = 200;

/** The whole plan of an update, which replaces the one before; undefined where the update tells none. */
export function stepsIn(update: unknown): PlanStep[] | undefined {
  const listed =
    textAt(update, 'sessionUpdate') === 'plan'
      ? inside(update, 'entries')
      : inside(update, 'rawInput', 'todos');
  return Array.isArray(listed) ? listed.slice(0, MOST_STEPS).flatMap(stepOf) : undefined;
}

function stepOf(entry: unknown): PlanStep[] {
  const title = oneLine(textAt(entry, 'content') ?? textAt(entry, 'description') ?? '', MOST_TITLE);
  const status = textAt(entry, 'status');
  if (title === '' || status === 'cancelled') return [];
  return [{ title, status: status === 'in_progress' || status === 'completed' ? status : 'pending' }];
}
