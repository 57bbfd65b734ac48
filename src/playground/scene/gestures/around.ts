/** What people do around messages: shortcuts, the App Home, Stop, reading, putting away. */
import { markRead } from '../reading.js';
import { ephemeralAt, type Hand, messageNamed, Refused, seenChannel } from './hand.js';

/** @throws Refused */
export async function shortcut(
  hand: Hand,
  { callbackId, on }: { callbackId: string; on?: string },
): Promise<void> {
  const type = on === undefined ? 'global' : 'message';
  const known = hand.parts.manifest.features?.shortcuts ?? [];
  if (!known.some((one) => one.callback_id === callbackId && one.type === type))
    throw new Refused('no_shortcut', 'The app has no such shortcut.');
  const message = on === undefined ? {} : { on: messageNamed(hand, on) };
  await hand.person.usesShortcut(callbackId, message);
}

export async function openHome(hand: Hand, { tab }: { tab: 'home' | 'messages' }): Promise<void> {
  await hand.person.opensHome(tab);
}

/** @throws Refused */
export function stopSession(hand: Hand, { on }: { on: string }): void {
  hand.person.stopsSession(messageNamed(hand, on));
}

/** @throws Refused */
export function read(hand: Hand, { channel, ts }: { channel: string; ts: string }): void {
  markRead(hand.parts.slack.store, hand.person.id, seenChannel(hand, channel), ts);
}

/** @throws Refused */
export function dismiss(hand: Hand, { ephemeral }: { ephemeral: string }): void {
  const shown = ephemeralAt(hand, ephemeral.replace(/^ephemeral:/, ''));
  hand.parts.slack.store.changeEphemeral(shown, { deleted: true });
}

export function killBot(hand: Hand): void {
  hand.parts.bot.kill();
}
