/** Where a person is on the page, and how that stands in the address. */
import type { ChannelPiece } from '../../scene/scene.js';

export type AppTab = 'home' | 'messages';

export type Place =
  | { at: 'channel'; channel: string; thread?: string }
  | { at: 'app'; tab: AppTab; thread?: string };

/** What is on screen for a place. */
export interface Shown {
  /** Undefined while the direct channel with the bot does not exist yet, and where there is no channel at all. */
  channel: ChannelPiece | undefined;
  /** The direct channel with the bot; `tab` counts only there. */
  isApp: boolean;
  tab: AppTab;
  thread: string | undefined;
}

/** `#/C1`, `#/C1/<thread>`, `#/app/home`, `#/app/messages/<thread>`; undefined for anything else. */
export function placeOf(hash: string): Place | undefined {
  const [, first = '', second = '', third = ''] = hash.replace(/^#/, '').split('/');
  if (first === 'app') {
    if (second === 'home') return { at: 'app', tab: 'home' };
    if (second === 'messages') return { at: 'app', tab: 'messages', ...threadOf(third) };
    return undefined;
  }
  return /^[CDG]\w+$/.test(first) ? { at: 'channel', channel: first, ...threadOf(second) } : undefined;
}

export function hashOf(place: Place): string {
  const thread = place.thread ? `/${place.thread}` : '';
  return place.at === 'app' ? `#/app/${place.tab}${thread}` : `#/${place.channel}${thread}`;
}

const threadOf = (ts: string) => (/^\d+\.\d+$/.test(ts) ? { thread: ts } : {});

/** The direct channel with the bot. */
export const appChannel = (channels: ChannelPiece[]): ChannelPiece | undefined =>
  channels.find((channel) => channel.kind === 'im' && channel.botIsMember);

/** What this person can be shown for a wish; a channel that is not theirs becomes the first one that is. */
export function shownFor(wish: Place | undefined, channels: ChannelPiece[]): Shown {
  const app = appChannel(channels);
  if (wish?.at === 'app') return { channel: app, isApp: true, tab: wish.tab, thread: wish.thread };
  const wanted = channels.find((channel) => channel.id === wish?.channel);
  const channel = wanted ?? inOrder(channels)[0];
  const isApp = channel !== undefined && channel === app;
  return { channel, isApp, tab: 'messages', thread: wanted && wish?.thread };
}

/** Place of a channel; the one with the bot is a place of its own, so that it means the same for everybody. */
export function placeIn(channel: ChannelPiece, thread?: string): Place {
  const where = thread === undefined ? {} : { thread };
  return channel.kind === 'im' && channel.botIsMember
    ? { at: 'app', tab: 'messages', ...where }
    : { at: 'channel', channel: channel.id, ...where };
}

/** Channels for the side bar: where the person is a member first, by name. */
export function inOrder(channels: ChannelPiece[]): ChannelPiece[] {
  return channels
    .filter((channel) => channel.kind !== 'im' && !channel.archived)
    .sort((a, b) => Number(b.isMember) - Number(a.isMember) || a.name.localeCompare(b.name));
}
