/** The workspace's memory. Every change goes through a method that tells subscribers, so that nobody has to poll. */
import { randomBytes, randomUUID } from 'node:crypto';
import type {
  Block,
  Channel,
  ChannelKind,
  Ephemeral,
  Message,
  PersonFacts,
  Screen,
  StoredFile,
  UserGroup,
  UserRecord,
  Values,
  View,
} from './facts.js';

export type Change =
  | { type: 'message'; message: Message }
  | { type: 'message_changed'; message: Message; previous: Message }
  | { type: 'message_deleted'; message: Message }
  | { type: 'ephemeral'; ephemeral: Ephemeral }
  | { type: 'view'; view: View }
  | { type: 'other' };

export interface Bot {
  userId: string;
  botId: string;
  appId: string;
  name: string;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function newId(prefix: string, length = 9): string {
  return prefix + Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

export class Store {
  readonly teamId: string;
  readonly domain = 'playground';
  readonly bot: Bot;
  readonly users = new Map<string, UserRecord>();
  readonly groups = new Map<string, UserGroup>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message[]>();
  readonly ephemerals: Ephemeral[] = [];
  readonly views: View[] = [];
  readonly files = new Map<string, StoredFile>();
  /** What people have put into input blocks of messages, by person and message. */
  readonly messageValues = new Map<string, Values>();
  /** Time of the newest message that a person has read in a channel, by `person:channel`. */
  readonly readMarks = new Map<string, string>();
  readonly #subscribers = new Set<(change: Change) => void>();
  /** How far the workspace's clock is behind. */
  behindMs = 0;
  #lastMicros = 0;

  /** `known`: ids of a workspace that was there before. */
  constructor(botName: string, known?: { teamId: string; bot: Bot }) {
    this.teamId = known?.teamId ?? newId('T');
    this.bot = known?.bot ?? { userId: newId('U'), botId: newId('B'), appId: newId('A'), name: botName };
    this.users.set(this.bot.userId, {
      id: this.bot.userId,
      name: botName,
      is_bot: true,
      team_id: this.teamId,
    });
  }

  /** Calls back after each change until the returned function is called. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of [...this.#subscribers]) listener(change);
  }

  /** A new message time: now in seconds with microseconds, never given twice, always growing. */
  nextTs(): string {
    this.#lastMicros = Math.max((Date.now() - this.behindMs) * 1000, this.#lastMicros + 1);
    const micros = String(this.#lastMicros);
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }

  addUser(name: string, facts: PersonFacts): UserRecord {
    const user = { id: newId('U'), name, team_id: this.teamId, ...facts };
    this.users.set(user.id, user);
    this.tell({ type: 'other' });
    return user;
  }

  addGroup(handle: string, users: string[]): UserGroup {
    const group = { id: newId('S'), handle, users };
    this.groups.set(group.id, group);
    this.tell({ type: 'other' });
    return group;
  }

  addChannel(name: string, kind: ChannelKind, members: string[]): Channel {
    const prefix = kind === 'im' ? 'D' : 'C';
    const channel = {
      id: newId(prefix),
      name,
      kind,
      members: new Set(members),
      archived: false,
      shared: false,
    };
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, []);
    this.tell({ type: 'other' });
    return channel;
  }

  /** The direct channel of a person with the bot; made on first use. */
  directChannel(userId: string): Channel {
    for (const channel of this.channels.values()) {
      if (channel.kind === 'im' && channel.members.has(userId)) return channel;
    }
    return this.addChannel(userId, 'im', [userId, this.bot.userId]);
  }

  addMessage(fields: Omit<Message, 'ts' | 'reactions' | 'changes'>): Message {
    const message: Message = { ...fields, ts: this.nextTs(), reactions: [], changes: 0 };
    nameBlocks(message.blocks);
    this.messages.get(message.channel)?.push(message);
    this.tell({ type: 'message', message });
    return message;
  }

  changeMessage(message: Message, fields: Partial<Message>): void {
    const previous = structuredClone(message);
    Object.assign(message, fields);
    message.changes += 1;
    nameBlocks(message.blocks);
    this.tell({ type: 'message_changed', message, previous });
  }

  deleteMessage(message: Message): void {
    message.deleted = true;
    this.tell({ type: 'message_deleted', message });
  }

  findMessage(channel: string, ts: string): Message | undefined {
    return this.messages.get(channel)?.find((message) => message.ts === ts && !message.deleted);
  }

  /** The root and its replies in order of time; deleted ones left out. */
  threadOf(channel: string, rootTs: string): Message[] {
    const all = this.messages.get(channel) ?? [];
    return all.filter(
      (message) => !message.deleted && (message.ts === rootTs || message.thread_ts === rootTs),
    );
  }

  addEphemeral(fields: Omit<Ephemeral, 'ts' | 'ephemeral'>): Ephemeral {
    const ephemeral: Ephemeral = { ephemeral: true, ...fields, ts: this.nextTs() };
    nameBlocks(ephemeral.blocks);
    this.ephemerals.push(ephemeral);
    this.tell({ type: 'ephemeral', ephemeral });
    return ephemeral;
  }

  changeEphemeral(ephemeral: Ephemeral, fields: Partial<Ephemeral>): void {
    Object.assign(ephemeral, fields);
    nameBlocks(ephemeral.blocks);
    this.tell({ type: 'ephemeral', ephemeral });
  }

  saveView(view: View): void {
    nameBlocks(view.blocks);
    if (!this.views.includes(view)) this.views.push(view);
    this.tell({ type: 'view', view });
  }

  /** The forms open on a person's screen, the topmost last. */
  openViews(userId: string): View[] {
    return this.views.filter((view) => view.type === 'modal' && view.open && view.user === userId);
  }

  home(userId: string): View | undefined {
    return this.views.find((view) => view.type === 'home' && view.user === userId);
  }

  /** What a person has put into the inputs of a screen; the returned object may be written to. */
  valuesOf(screen: Screen, userId: string): Values {
    if ('values' in screen) return screen.values;
    const key = `${userId}:${screen.channel}:${screen.ts}`;
    const values = this.messageValues.get(key) ?? {};
    this.messageValues.set(key, values);
    return values;
  }

  /** The same to look at only. */
  valuesSeen(screen: Screen, userId: string): Values {
    if ('values' in screen) return screen.values;
    return this.messageValues.get(`${userId}:${screen.channel}:${screen.ts}`) ?? {};
  }

  newClientMessageId(): string {
    return randomUUID();
  }
}

/** Slack names blocks and elements that come without an id. */
function nameBlocks(blocks: Block[] | undefined): void {
  for (const block of blocks ?? []) {
    block.block_id ??= newId('', 5);
    for (const element of [
      block.accessory,
      block.element,
      ...(Array.isArray(block.elements) ? block.elements : []),
    ]) {
      if (isInteractive(element)) element.action_id ??= newId('', 5);
    }
  }
}

const NOT_INTERACTIVE = /^(rich_text_(?!input)|mrkdwn$|plain_text$|image$|card$)/;

function isInteractive(element: unknown): element is { type: string; action_id?: string } {
  const type = (element as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' && !NOT_INTERACTIVE.test(type);
}
