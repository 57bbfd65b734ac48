/** Who and what there is in the playground's Slack. */
import type { Channel } from '../server/facts.js';
import type { Person } from '../server/people.js';
import type { SlackServer } from '../server/slack-server.js';

export interface Actor {
  person: Person;
  /** What this person may do, in a few words. */
  role: string;
}

export interface Cast {
  ana: Person;
  ben: Person;
  cem: Person;
  /** Where the bot is a member. */
  dev: Channel;
}

/** The three people and the channels, made where they are not there yet. */
export function castOf(slack: SlackServer): Cast {
  const ana = slack.person('ana', { real_name: 'Ana Lindqvist' });
  const ben = slack.person('ben', { real_name: 'Ben Okafor' });
  const cem = slack.person('cem', { real_name: 'Cem Yıldız' });
  const members = [ana, ben, cem];
  slack.channel('general', { members });
  const dev = slack.channel('dev', { members });
  if (!isThere(slack, 'random')) slack.channel('random', { members, botIsMember: false });
  return { ana, ben, cem, dev };
}

/** Whoever has invited the bot there wants to find it there again. */
const isThere = (slack: SlackServer, name: string): boolean =>
  [...slack.store.channels.values()].some((channel) => channel.name === name);
