/** Buttons, menus, inputs and forms. */
import type { Screen } from '../../server/facts.js';
import { type Hand, Refused, screenNamed, viewNamed } from './hand.js';

interface OnScreen {
  on: string;
  block: string;
  action: string;
}

/** @throws Refused */
export async function press(hand: Hand, gesture: OnScreen & { value?: string }): Promise<void> {
  const { block, action, value } = gesture;
  const which = { block_id: block, action_id: action, ...(value !== undefined && { value }) };
  await hand.person.presses(which, { on: asSeen(hand, gesture, value) });
}

/** @throws Refused */
export async function choose(hand: Hand, gesture: OnScreen & { values: string[] }): Promise<void> {
  await hand.person.chooses(gesture.values, { on: asSeen(hand, gesture), at: placeOf(gesture) });
}

/** @throws Refused */
export async function put(hand: Hand, gesture: OnScreen & { value: string }): Promise<void> {
  await hand.person.puts(gesture.value, { on: asSeen(hand, gesture), at: placeOf(gesture) });
}

/** What is wrong with the fields comes back in the form. @throws Refused */
export async function submit(hand: Hand, { view }: { view: string }): Promise<void> {
  await hand.person.submits(viewNamed(hand, view));
}

/** @throws Refused */
export async function close(hand: Hand, { view }: { view: string }): Promise<void> {
  await hand.person.closes(viewNamed(hand, view));
}

const placeOf = ({ block, action }: OnScreen) => ({ block_id: block, action_id: action });

/** The screen as the browser showed it when the person did this. */
function asSeen(hand: Hand, { on, block, action }: OnScreen, value?: string): Screen {
  const seen = hand.versions.with(screenNamed(hand, on), block, action, value);
  if (seen) return seen;
  throw new Refused('not_on_screen', 'That is not there any more. Look again, it has changed.');
}
