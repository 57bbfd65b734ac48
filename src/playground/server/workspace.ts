/** The workspace as tests see it: making people and channels, looking, waiting. */
import type { AgentSession } from './agent-sessions.js';
import { envelope } from './events.js';
import type { Channel, Message, PersonFacts, Screen, UserGroup } from './facts.js';
import { wireUser } from './message-shape.js';
import { type Match, matches, type Where } from './onlooker.js';
import { Person } from './people.js';
import type { Store } from './store.js';
import { transcript, transcriptOfAll } from './transcript.js';
import { buttonsOf, mentionsOf, type ShownButton, searchableText, visibleText } from './visible.js';
import { waitFor } from './waiting.js';
import type { World } from './world.js';

export interface ChannelFacts {
  private?: boolean;
  /** A group direct message. */
  group?: boolean;
  botIsMember?: boolean;
  /** Shared with another organisation. */
  shared?: boolean;
  archived?: boolean;
  members?: Person[];
}

export interface Sought {
  thread?: Message;
  /** The author: the bot, or a person. */
  from?: 'bot' | Person;
  /** Only messages newer than this one. */
  after?: Message;
  timeoutMs?: number;
}

export class Workspace {
  readonly store: Store;
  protected readonly world: World;
  readonly #people = new Map<string, Person>();

  constructor(world: World) {
    this.world = world;
    this.store = world.store;
  }

  /** The bot's user id, bot id and name. */
  get bot(): Store['bot'] {
    return this.store.bot;
  }

  /** A person by name, made on first use with these facts; later facts change them and the bot is told. */
  person(name: string, facts?: PersonFacts): Person {
    const known = this.#people.get(name);
    if (known === undefined) {
      const restored = [...this.store.users.values()].find((user) => user.name === name && !user.is_bot);
      const user = restored ?? this.store.addUser(name, facts ?? {});
      const made = new Person(this.world, user, (where) => this.find(where));
      this.#people.set(name, made);
      return made;
    }
    if (facts !== undefined) this.#changePerson(known, facts);
    return known;
  }

  #changePerson(person: Person, facts: PersonFacts): void {
    const user = this.store.users.get(person.id);
    if (user === undefined) return;
    Object.assign(user, facts);
    this.store.tell({ type: 'other' });
    this.#event('user_change', { user: wireUser(this.store, user, false), event_ts: this.store.nextTs() });
  }

  /** A channel by name, made on first use; the bot is a member unless said otherwise. */
  channel(name: string, facts: ChannelFacts = {}): Channel {
    for (const channel of this.store.channels.values()) {
      if (channel.name === name && channel.kind !== 'im') return this.#changeChannel(channel, facts);
    }
    const kind = facts.group ? 'mpim' : facts.private ? 'private' : 'public';
    const members = facts.botIsMember === false ? [] : [this.bot.userId];
    return this.#changeChannel(this.store.addChannel(name, kind, members), facts);
  }

  #changeChannel(channel: Channel, facts: ChannelFacts): Channel {
    if (facts.botIsMember === true) channel.members.add(this.bot.userId);
    if (facts.botIsMember === false && channel.members.has(this.bot.userId)) this.removeFrom(channel, 'bot');
    for (const person of facts.members ?? []) channel.members.add(person.id);
    channel.shared = facts.shared ?? channel.shared;
    const archiving = facts.archived === true && !channel.archived;
    channel.archived = facts.archived ?? channel.archived;
    if (archiving)
      this.#event('channel_archive', { channel: channel.id, event_ts: this.store.nextTs() }, channel);
    return channel;
  }

  /** `/invite`: the bot or a person becomes a member. */
  inviteTo(where: Where, who: 'bot' | { id: string }): void {
    this.find(where).members.add(who === 'bot' ? this.bot.userId : who.id);
    this.store.tell({ type: 'other' });
  }

  /** `/remove`: the bot or a person leaves; the bot is told. */
  removeFrom(where: Where, who: 'bot' | Person): void {
    const channel = this.find(where);
    const user = who === 'bot' ? this.bot.userId : who.id;
    const heard = channel.members.has(this.bot.userId);
    if (!channel.members.delete(user) || !heard) return;
    const channel_type = channel.kind === 'private' ? 'G' : 'C';
    this.#event(
      'member_left_channel',
      { user, channel: channel.id, channel_type, event_ts: this.store.nextTs() },
      channel,
    );
    this.store.tell({ type: 'other' });
  }

  /** A user group by handle with these members; a change is told to the bot. */
  userGroup(handle: string, members: Person[]): UserGroup {
    const users = members.map((person) => person.id);
    for (const group of this.store.groups.values()) {
      if (group.handle !== handle) continue;
      const removed = group.users.filter((id) => !users.includes(id));
      const added = users.filter((id) => !group.users.includes(id));
      group.users = users;
      this.#event('subteam_members_changed', {
        subteam_id: group.id,
        team_id: this.store.teamId,
        added_users: added,
        removed_users: removed,
        event_ts: this.store.nextTs(),
      });
      return group;
    }
    return this.store.addGroup(handle, users);
  }

  #event(type: string, fields: Record<string, unknown>, channel?: Channel): void {
    if (!this.world.grants.events.has(type)) return;
    this.world.deliverEvent(envelope(this.store, { type, ...fields }, channel));
  }

  /** A channel by object, id or name (with or without #). @throws when there is none */
  find(where: Where): Channel {
    if (typeof where !== 'string') return where;
    const name = where.replace(/^#/, '');
    for (const channel of this.store.channels.values()) {
      if (channel.id === where || channel.name === name) return channel;
    }
    throw new Error(`There is no channel ${where}.`);
  }

  /** Messages of a channel (of one thread with `thread`) in order of time, deleted ones left out. */
  messages(where: Where, sought: Sought = {}): Message[] {
    const channel = this.find(where);
    const root = sought.thread && (sought.thread.thread_ts ?? sought.thread.ts);
    const author = sought.from === 'bot' ? this.bot.userId : sought.from?.id;
    return (this.store.messages.get(channel.id) ?? []).filter(
      (message) =>
        !message.deleted &&
        (root === undefined || message.thread_ts === root || message.ts === root) &&
        (author === undefined || message.user === author) &&
        (sought.after === undefined || message.ts > sought.after.ts),
    );
  }

  /** Waits for the newest message whose text or blocks match. @throws with the channel's transcript */
  async message(
    where: Where,
    match: Match | ((message: Message) => boolean),
    sought: Sought = {},
  ): Promise<Message> {
    const channel = this.find(where);
    const fits = (message: Message): boolean =>
      typeof match === 'function' ? match(message) : matches(searchableText(this.store, message), match);
    return await waitFor(
      this.store,
      () => this.messages(channel, sought).findLast(fits),
      `a message matching ${String(match)} in ${channel.name}${sought.thread ? ` (thread ${sought.thread.ts})` : ''}`,
      sought.timeoutMs,
      () => transcript(this.store, channel),
    );
  }

  /** Waits until `look` answers something; the error says `what` and shows every channel. */
  async waitFor<T>(
    look: (store: Store) => T | undefined | null | false,
    what: string,
    timeoutMs?: number,
  ): Promise<T> {
    return await waitFor(this.store, look, what, timeoutMs);
  }

  /** All messages of a thread, the root first. */
  thread(message: Message): Message[] {
    return this.store.threadOf(message.channel, message.thread_ts ?? message.ts);
  }

  /** The agent session of a message's thread as people see it now. */
  session(message: Message): AgentSession | undefined {
    return this.world.sessions.of({ channel: message.channel, thread: message.thread_ts ?? message.ts });
  }

  /** Files shared in a channel, oldest first: their names and contents. */
  files(where: Where): { name: string; text: string }[] {
    const shared = this.messages(where).flatMap((message) => message.files ?? []);
    return shared.map(({ id, name }) => ({
      name: String(name),
      text: this.store.files.get(String(id))?.content.toString() ?? '',
    }));
  }

  visibleText(screen: Screen): string {
    return visibleText(this.store, screen);
  }

  buttons(screen: Screen): ShownButton[] {
    return buttonsOf(this.store, screen);
  }

  /** Whom Slack would notify: ids, and `here`, `channel`, `everyone`. */
  mentions(screen: Screen): string[] {
    return mentionsOf(this.store, screen);
  }

  /** A trigger id as a gesture of this person would carry it now. */
  triggerOf(person: Person): string {
    return this.world.triggers.newTrigger({ user: person.id });
  }

  /** The screen as it is now; a button pressed on it is the one that stood there then. */
  snapshot<T extends Screen>(screen: T): T {
    return structuredClone(screen);
  }

  /** Readable text of a channel, or of everything. */
  transcript(where?: Where): string {
    return where === undefined ? transcriptOfAll(this.store) : transcript(this.store, this.find(where));
  }
}
