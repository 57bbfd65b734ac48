/** conversations.*: what there is, who is in it, what was said. */
import { type Call, type Methods, page, Refusal } from './api.js';
import { channelToRead, scopeFor, visibleChannel } from './channel-rules.js';
import type { ChannelKind, Message } from './facts.js';
import { type Json, text, truthy } from './json.js';
import { wireChannel, wireMessage } from './message-shape.js';

function info(call: Call): Json {
  const channel = visibleChannel(call);
  call.need(scopeFor(channel.kind, 'read'));
  return { channel: wireChannel(call.world.store, channel) };
}

const TYPES: Record<string, ChannelKind> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

function listAll(call: Call): Json {
  const { store } = call.world;
  const wanted = (text(call.args.types) || 'public_channel').split(',').map((type) => TYPES[type.trim()]);
  if (wanted.includes(undefined)) throw new Refusal('invalid_types');
  const kinds = wanted as ChannelKind[];
  for (const kind of kinds) call.need(scopeFor(kind, 'read'));
  const seen = [...store.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'public' || channel.members.has(store.bot.userId)) &&
      !(truthy(call.args.exclude_archived) && channel.archived),
  );
  const { items, next } = page(seen, call.args, 100, 1_000);
  return {
    channels: items.map((channel) => wireChannel(store, channel)),
    response_metadata: { next_cursor: next },
  };
}

function members(call: Call): Json {
  const channel = visibleChannel(call);
  call.need(scopeFor(channel.kind, 'read'));
  const { items, next } = page([...channel.members], call.args, 100, 1_000);
  return { members: items, response_metadata: { next_cursor: next } };
}

const MOST_IN_A_GROUP = 8;

function open(call: Call): Json {
  const { store } = call.world;
  const raw = call.args.users;
  const ids = (Array.isArray(raw) ? raw.map(String) : text(raw).split(',')).filter(Boolean);
  if (ids.length === 0) throw new Refusal('users_list_not_supplied');
  if (ids.length > MOST_IN_A_GROUP) throw new Refusal('too_many_users');
  for (const id of ids) {
    const user = store.users.get(id);
    if (user === undefined) throw new Refusal('user_not_found');
    if (user.deleted) throw new Refusal('user_disabled');
    if (user.is_bot) throw new Refusal('cannot_dm_bot');
  }
  const [only] = ids;
  if (ids.length > 1 || only === undefined) {
    call.need('mpim:write');
    const channel = store.addChannel(`mpdm-${ids.length}`, 'mpim', [...ids, store.bot.userId]);
    return { channel: { id: channel.id } };
  }
  call.need('im:write');
  const channel = store.directChannel(only);
  return { channel: truthy(call.args.return_im) ? wireChannel(store, channel) : { id: channel.id } };
}

function join(call: Call): Json {
  const { store } = call.world;
  const channel = visibleChannel(call);
  if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
  if (channel.archived) throw new Refusal('is_archived');
  channel.members.add(store.bot.userId);
  store.tell({ type: 'other' });
  return { channel: wireChannel(store, channel) };
}

interface Range {
  oldest: string;
  latest: string;
  inclusive: boolean;
}

function rangeOf(args: Json): Range {
  for (const name of ['oldest', 'latest']) {
    const value = args[name];
    if (value !== undefined && !/^\d+(\.\d+)?$/.test(String(value))) throw new Refusal(`invalid_ts_${name}`);
  }
  return {
    oldest: String(args.oldest ?? '0'),
    latest: String(args.latest ?? '99999999999'),
    inclusive: truthy(args.inclusive),
  };
}

function within(message: Message, range: Range): boolean {
  const [at, oldest, latest] = [micros(message.ts), micros(range.oldest), micros(range.latest)];
  return range.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function micros(ts: string): bigint {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** Newest first. With `oldest` alone the pages begin at the oldest end, as Slack documents it. */
function history(call: Call): Json {
  const { store } = call.world;
  const channel = channelToRead(call);
  const range = rangeOf(call.args);
  const shown = (store.messages.get(channel.id) ?? []).filter(
    (message) =>
      !message.deleted &&
      (message.thread_ts === undefined || message.thread_ts === message.ts || message.reply_broadcast) &&
      within(message, range),
  );
  const forward = call.args.oldest !== undefined && call.args.latest === undefined;
  const ordered = forward ? shown : shown.toReversed();
  const { items, next } = page(ordered, call.args, 100, 999);
  const newestFirst = forward ? items.toReversed() : items;
  const metadata = truthy(call.args.include_all_metadata);
  return {
    messages: newestFirst.map((message) => wireMessage(store, message, { metadata })),
    has_more: next !== '',
    pin_count: 0,
    ...(next && { response_metadata: { next_cursor: next } }),
  };
}

/** The root stands on every page; `oldest` and `latest` choose among the replies. */
function replies(call: Call): Json {
  const { store } = call.world;
  const channel = channelToRead(call);
  const range = rangeOf(call.args);
  const asked = store.findMessage(channel.id, text(call.args.ts));
  if (asked === undefined) throw new Refusal('thread_not_found');
  const metadata = truthy(call.args.include_all_metadata);
  const isReply = asked.thread_ts !== undefined && asked.thread_ts !== asked.ts;
  const rest = isReply ? [] : store.threadOf(channel.id, asked.ts).filter((reply) => reply.ts !== asked.ts);
  const { items, next } = page(
    rest.filter((reply) => within(reply, range)),
    call.args,
    999,
    1_000,
  );
  return {
    messages: [asked, ...items].map((message) => wireMessage(store, message, { metadata })),
    has_more: next !== '',
    ...(next && { response_metadata: { next_cursor: next } }),
  };
}

export const conversations: Methods = {
  'conversations.info': { required: ['channel'], run: info },
  'conversations.list': { run: listAll },
  'conversations.members': { required: ['channel'], run: members },
  'conversations.open': { run: open },
  'conversations.join': { scope: 'channels:join', required: ['channel'], run: join },
  'conversations.history': { required: ['channel'], run: history },
  'conversations.replies': { required: ['channel', 'ts'], run: replies },
};
