/** One person's hand on the page: what a gesture has to do with, and how it finds what it names. */
import type { Channel, Ephemeral, Message, Screen, View } from '../../server/facts.js';
import { isView } from '../../server/facts.js';
import type { Person } from '../../server/people.js';
import type { PageParts } from '../ports.js';
import { seesChannel } from '../sight.js';
import type { Versions } from '../versions.js';

export interface Hand {
  parts: PageParts;
  person: Person;
  versions: Versions;
}

/** A gesture that Slack's client refuses, with what it would show. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, shown: string) {
    super(shown);
    this.code = code;
  }
}

/** A channel that the person sees. @throws Refused */
export function seenChannel({ parts, person }: Hand, id: string): Channel {
  const { store } = parts.slack;
  const channel = store.channels.get(id);
  if (channel && seesChannel(store.users.get(person.id), channel)) return channel;
  throw new Refused('channel_not_found', 'That channel is not there for you.');
}

/** A channel in which the person may do something. @throws Refused */
export function ownChannel(hand: Hand, id: string): Channel {
  const channel = seenChannel(hand, id);
  if (!channel.members.has(hand.person.id))
    throw new Refused('not_in_channel', `You are not in #${channel.name}. Join it first.`);
  if (channel.archived) throw new Refused('is_archived', `#${channel.name} is archived.`);
  return channel;
}

/** A screen by the name of its piece, where the person may use it. @throws Refused */
export function screenNamed(hand: Hand, name: string): Screen {
  const [kind, first = '', ts = ''] = name.split(':');
  if (kind === 'message') return messageNamed(hand, name);
  const screen =
    kind === 'ephemeral' ? ephemeralAt(hand, first) : kind === 'view' ? viewNamed(hand, first) : undefined;
  const found = screen ?? (name === 'home' ? hand.parts.slack.store.home(hand.person.id) : undefined);
  if (found === undefined || ts !== '') throw new Refused('not_found', 'That is not on your screen.');
  if (!isView(found)) ownChannel(hand, found.channel);
  return found;
}

/** @throws Refused */
export function messageNamed(hand: Hand, name: string): Message {
  const [, id = '', ts = ''] = /^message:(\w+):([\d.]+)$/.exec(name) ?? [];
  const channel = ownChannel(hand, id);
  const message = hand.parts.slack.store.findMessage(channel.id, ts);
  if (message === undefined) throw new Refused('message_not_found', 'That message was deleted.');
  return message;
}

/** An open form of this person. @throws Refused */
export function viewNamed({ parts, person }: Hand, id: string): View {
  const view = parts.slack.store.openViews(person.id).find((one) => one.id === id);
  if (view === undefined) throw new Refused('not_found', 'That form is closed.');
  return view;
}

/** @throws Refused */
export function ephemeralAt({ parts, person }: Hand, ts: string): Ephemeral {
  const found = parts.slack.store.ephemerals.find(
    (one) => one.ts === ts && one.to === person.id && !one.deleted,
  );
  if (found === undefined) throw new Refused('not_found', 'That message is not on your screen any more.');
  return found;
}
