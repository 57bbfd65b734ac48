/** The buttons of what an agent asks: a decision on a permission, several options that were ticked. */
import type { RunContext } from '../../run/context.js';
import type { Gesture, PersonEvent } from '../../run/events.js';
import { type Clicked, type Press, permitIn, tickedIn } from '../views/press.js';

/** Undefined for every other button, and where the run no longer has what it names. */
export function eventOfRequest(
  clicked: Clicked,
  press: Press,
  { guidance }: Pick<RunContext, 'guidance'>,
  gesture: Gesture,
): PersonEvent | 'nothing_ticked' | undefined {
  const { target } = press;
  if (target === undefined) return undefined;
  const choice = permitIn(clicked);
  if (choice) return { type: 'permit', ...gesture, target, choice };
  if (clicked.action_id !== 'choose') return undefined;
  const request = guidance.find((one) => one.id === target);
  if (request?.state !== 'open' || !request.multiple) return undefined;
  const options = (tickedIn(clicked, press) ?? []).flatMap((at) => request.options[at] ?? []);
  if (options.length === 0) return 'nothing_ticked';
  return { type: 'answer', ...gesture, target, text: options.join(', '), values: { options } };
}
