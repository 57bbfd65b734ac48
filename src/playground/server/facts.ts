/** What the workspace holds. Ids have Slack's form; `ts` is Slack's message time, unique in the workspace. */
import type { Json } from './json.js';

export interface PersonFacts {
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  is_admin?: boolean;
  deleted?: boolean;
  real_name?: string;
  email?: string;
  team_id?: string;
}

export interface UserRecord extends PersonFacts {
  id: string;
  name: string;
}

export interface UserGroup {
  id: string;
  handle: string;
  users: string[];
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  /** User ids, the bot's among them. */
  members: Set<string>;
  archived: boolean;
  /** Shared with another organisation. */
  shared: boolean;
}

export type Block = Json & { type: string; block_id?: string };

export interface Metadata {
  event_type: string;
  event_payload: Json;
}

/** A message that everyone in the channel sees. The object stays the same while its content changes. */
export interface Message {
  channel: string;
  ts: string;
  /** Author; for the bot its user id. */
  user: string;
  bot_id?: string;
  /** Slack's form: escaped, mentions as `<@U…>`. */
  text: string;
  blocks?: Block[];
  thread_ts?: string;
  reply_broadcast?: boolean;
  metadata?: Metadata;
  client_msg_id?: string;
  edited?: { user: string; ts: string };
  reactions: { name: string; users: string[] }[];
  files?: Json[];
  unfurl_links?: boolean;
  unfurl_media?: boolean;
  deleted?: boolean;
  /** How often it was changed by `chat.update` or an edit. */
  changes: number;
}

/** What only one person sees. */
export interface Ephemeral {
  ephemeral: true;
  channel: string;
  ts: string;
  /** Who sees it. */
  to: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
  deleted?: boolean;
}

export interface View {
  id: string;
  type: 'modal' | 'home';
  /** Whose screen it is on. */
  user: string;
  callback_id: string;
  external_id: string;
  private_metadata: string;
  hash: string;
  title?: Json;
  submit?: Json;
  close?: Json;
  blocks: Block[];
  clear_on_close: boolean;
  notify_on_close: boolean;
  root_view_id: string;
  previous_view_id: string | null;
  /** Channel from which the form was opened; fills `default_to_current_conversation`. */
  from?: string;
  /** What the person has put in, by block_id and action_id. */
  values: Values;
  /** Field errors as shown, by block_id. */
  errors: Record<string, string>;
  open: boolean;
}

export type Values = Record<string, Record<string, Json>>;

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  content: Buffer;
  /** Declared length in bytes. */
  length: number;
  /** `private`: complete, but shown nowhere. */
  state: 'announced' | 'uploaded' | 'private' | 'shared';
  channel?: string;
  thread_ts?: string;
}

/** Anything that carries blocks a person can act on. */
export type Screen = Message | Ephemeral | View;

export function isView(screen: Screen): screen is View {
  return 'root_view_id' in screen;
}

export function isEphemeral(screen: Screen): screen is Ephemeral {
  return 'ephemeral' in screen;
}
