/** What a person can use on a screen, and what they are told when it is not there. */
import { type Channel, isEphemeral, isView, type Screen, type UserRecord } from './facts.js';
import { text } from './json.js';
import type { Store } from './store.js';
import { type Placed, placedElements, visibleText } from './visible.js';

/** A button by its visible label, or by what the app gave it. */
export type Which = string | { label?: string; block_id?: string; action_id?: string; value?: string };

/** An element by the ids that the app or Slack gave it. */
export interface Place {
  block_id: string;
  action_id: string;
}

/** Public channels are joined on first use; members of private ones are set by `slack.channel`. */
export function entered(user: UserRecord, channel: Channel): Channel {
  if (channel.members.has(user.id)) return channel;
  if (channel.kind !== 'public') throw new Error(`${user.name} is no member of ${channel.name}.`);
  channel.members.add(user.id);
  return channel;
}

/** The elements that this person can use. @throws where they do not see the screen */
export function inReach(store: Store, user: UserRecord, on: Screen): Placed[] {
  if (isView(on) && !on.open) throw new Error('That form is closed.');
  if (!isView(on) && on.deleted) throw new Error('That message is deleted.');
  if (isView(on) && on.user !== user.id) throw new Error(`${user.name} does not see that form.`);
  if (isEphemeral(on) && on.to !== user.id)
    throw new Error(`${user.name} does not see that private message.`);
  const channel = isView(on) ? undefined : store.channels.get(on.channel);
  if (channel !== undefined) entered(user, channel);
  return placedElements(store, on.blocks ?? []);
}

/** @throws where there is no such button, naming what there is */
export function buttonInReach(store: Store, user: UserRecord, on: Screen, which: Which): Placed {
  const { label, block_id, action_id, value }: Exclude<Which, string> =
    typeof which === 'string' ? { label: which } : which;
  const found = inReach(store, user, on).find(
    ({ block, element, label: shown }) =>
      /button$/.test(text(element.type)) &&
      (label === undefined || shown === label) &&
      (block_id === undefined || block.block_id === block_id) &&
      (action_id === undefined || element.action_id === action_id) &&
      (value === undefined || element.value === value),
  );
  if (found === undefined) throw notInReach(store, user, on, `button ${JSON.stringify(which)}`);
  return found;
}

/** @throws where no element has these ids */
export function elementInReach(store: Store, user: UserRecord, on: Screen, place: Place): Placed {
  const found = inReach(store, user, on).find(
    ({ block, element }) => block.block_id === place.block_id && element.action_id === place.action_id,
  );
  if (found === undefined) throw notInReach(store, user, on, `element ${JSON.stringify(place)}`);
  return found;
}

export function notInReach(store: Store, user: UserRecord, on: Screen, what: string): Error {
  const offered = inReach(store, user, on).map(
    ({ label, element }) => `${label || '?'} (${text(element.action_id)})`,
  );
  const names = offered.join(', ') || 'none';
  return new Error(`There is no ${what} on screen. There are: ${names}.\n${visibleText(store, on)}`);
}
