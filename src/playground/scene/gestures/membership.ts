/** Who is in a channel. */
import type { Channel } from '../../server/facts.js';
import { type Hand, ownChannel, Refused, seenChannel } from './hand.js';

/** @throws Refused */
export function join(hand: Hand, { channel: id }: { channel: string }): void {
  const channel = seenChannel(hand, id);
  if (channel.archived) throw new Refused('is_archived', `#${channel.name} is archived.`);
  hand.parts.slack.inviteTo(channel, hand.person);
}

/** @throws Refused */
export function inviteBot(hand: Hand, { channel }: { channel: string }): void {
  invite(hand, ownChannel(hand, channel), [`@${hand.parts.slack.bot.name}`]);
}

/** Slack's own `/invite @name …`. @throws Refused where nobody comes in by it */
export function invite({ parts: { slack } }: Hand, channel: Channel, words: string[]): void {
  if (channel.kind === 'im') throw new Refused('not_in_dm', '/invite does not work in direct messages.');
  const names = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1));
  if (names.length === 0) throw new Refused('no_user', 'Whom do you want to invite? Type /invite @name.');
  const users = names.map((name) => {
    const user = [...slack.store.users.values()].find((one) => one.name === name);
    if (user === undefined) throw new Refused('user_not_found', `There is nobody called @${name}.`);
    return user;
  });
  const fresh = users.filter((user) => !channel.members.has(user.id));
  if (fresh.length === 0)
    throw new Refused('already_in_channel', `@${names.join(', @')} is already in this channel.`);
  for (const user of fresh) slack.inviteTo(channel, user);
}
