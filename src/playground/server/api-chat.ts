/** chat.*: posting, editing, deleting. */

import { type Call, type Methods, Refusal } from './api.js';
import { blockFaults, characters } from './block-checks.js';
import { channelToWrite } from './channel-rules.js';
import type { Block, Channel, Message, Metadata } from './facts.js';
import { isRecord, type Json, list, text, truthy } from './json.js';
import { LIMITS } from './limits.js';
import { wireMessage } from './message-shape.js';
import { stored } from './typed-text.js';

interface Content {
  text: string;
  blocks?: Block[];
}

/** Text and blocks of a call, judged as Slack does. */
export function contentOf(args: Json, maxText: number): Content {
  if (args.markdown_text !== undefined) return markdownContent(args);
  const words = args.text === undefined ? '' : String(args.text);
  if (args.blocks !== undefined && !Array.isArray(args.blocks)) throw new Refusal('invalid_blocks_format');
  const blocks = list(args.blocks) as Block[];
  if (words === '' && blocks.length === 0 && list(args.attachments).length === 0)
    throw new Refusal('no_text');
  if (words.length > maxText) throw new Refusal('msg_too_long');
  const faults = blockFaults(blocks, 'message');
  if (faults.length > 0)
    throw new Refusal('invalid_blocks', { errors: faults, response_metadata: { messages: faults } });
  if (characters(blocks) > LIMITS.blocksTotal) throw new Refusal('msg_blocks_too_long');
  return { text: stored(words), ...(blocks.length > 0 && { blocks: structuredClone(blocks) }) };
}

function markdownContent(args: Json): Content {
  if (args.text !== undefined || args.blocks !== undefined) throw new Refusal('markdown_text_conflict');
  const markdown = String(args.markdown_text);
  if (markdown === '') throw new Refusal('no_text');
  if (markdown.length > LIMITS.markdownTotal) throw new Refusal('msg_too_long');
  return { text: stored(markdown), blocks: [{ type: 'markdown', text: markdown }] };
}

export function metadataOf(args: Json): Metadata | undefined {
  if (args.metadata === undefined) return undefined;
  const { metadata } = args;
  if (!isRecord(metadata)) throw new Refusal('invalid_metadata_format');
  if (
    typeof metadata.event_type !== 'string' ||
    metadata.event_type === '' ||
    !isRecord(metadata.event_payload)
  ) {
    throw new Refusal('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > LIMITS.metadata) throw new Refusal('metadata_too_large');
  return { event_type: metadata.event_type, event_payload: metadata.event_payload };
}

/** The root of the thread that a post goes to. */
export function threadRoot(call: Call, channel: Channel): string | undefined {
  const ts = call.args.thread_ts;
  if (ts === undefined || ts === '') return undefined;
  const root = call.world.store.findMessage(channel.id, String(ts));
  if (root === undefined) throw new Refusal('cannot_reply_to_message');
  if (root.thread_ts !== undefined && root.thread_ts !== root.ts)
    throw new Refusal('cannot_reply_to_message');
  return root.ts;
}

export function ownMessage(call: Call, channel: Channel, refusal: string): Message {
  const { store } = call.world;
  const message = store.findMessage(channel.id, text(call.args.ts));
  if (message === undefined) throw new Refusal('message_not_found');
  if (message.bot_id !== store.bot.botId) throw new Refusal(refusal);
  return message;
}

/** Slack cuts what it posts after so many characters, and says nothing. */
function shortened(args: Json): Json {
  if (typeof args.text !== 'string') return args;
  return { ...args, text: args.text.slice(0, LIMITS.messageText) };
}

function postMessage(call: Call): Json {
  const { store } = call.world;
  const channel = channelToWrite(call, { userId: true });
  const content = contentOf(shortened(call.args), LIMITS.messageText);
  const metadata = metadataOf(call.args);
  const root = threadRoot(call, channel);
  const message = store.addMessage({
    channel: channel.id,
    user: store.bot.userId,
    bot_id: store.bot.botId,
    ...content,
    ...(root && { thread_ts: root }),
    ...(root && truthy(call.args.reply_broadcast) && { reply_broadcast: true }),
    ...(metadata && { metadata }),
    ...(call.args.unfurl_links !== undefined && { unfurl_links: truthy(call.args.unfurl_links) }),
    ...(call.args.unfurl_media !== undefined && { unfurl_media: truthy(call.args.unfurl_media) }),
  });
  return { channel: channel.id, ts: message.ts, message: wireMessage(store, message, { metadata: true }) };
}

function update(call: Call): Json {
  const { store } = call.world;
  const channel = channelToWrite(call, { archived: 'is_inactive' });
  const message = ownMessage(call, channel, 'cant_update_message');
  if (call.world.sessions.streams.isOpen(message)) throw new Refusal('streaming_state_conflict');
  const content = contentOf(call.args, LIMITS.updateText);
  const metadata = metadataOf(call.args);
  const isRichText = (message.blocks ?? []).some((block) => block.type === 'rich_text');
  const turnsToOther =
    content.blocks !== undefined && !content.blocks.some((block) => block.type === 'rich_text');
  if (isRichText && message.blocks?.length === 1 && turnsToOther) throw new Refusal('block_mismatch');
  store.changeMessage(message, { text: content.text, blocks: content.blocks, ...(metadata && { metadata }) });
  return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(store, message) };
}

function postEphemeral(call: Call): Json {
  const { store } = call.world;
  const channel = channelToWrite(call, { member: true });
  const user = text(call.args.user);
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
  const content = contentOf(call.args, LIMITS.messageText);
  const thread = call.args.thread_ts ? { thread_ts: text(call.args.thread_ts) } : {};
  const ephemeral = store.addEphemeral({ channel: channel.id, to: user, ...content, ...thread });
  return { message_ts: ephemeral.ts };
}

function remove(call: Call): Json {
  const channel = channelToWrite(call);
  const message = ownMessage(call, channel, 'cant_delete_message');
  call.world.store.deleteMessage(message);
  return { channel: channel.id, ts: message.ts };
}

function getPermalink(call: Call): Json {
  const { store } = call.world;
  const channel = store.channels.get(text(call.args.channel));
  if (channel === undefined) throw new Refusal('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(store.bot.userId))
    throw new Refusal('channel_not_found');
  const message = store.findMessage(channel.id, text(call.args.message_ts));
  if (message === undefined) throw new Refusal('message_not_found');
  const base = `https://${store.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  const permalink = isReply ? `${base}?thread_ts=${message.thread_ts}&cid=${channel.id}` : base;
  return { channel: channel.id, permalink };
}

export const chat: Methods = {
  'chat.postMessage': { scope: 'chat:write', required: ['channel'], run: postMessage },
  'chat.update': { scope: 'chat:write', required: ['channel', 'ts'], run: update },
  'chat.postEphemeral': { scope: 'chat:write', required: ['channel', 'user'], run: postEphemeral },
  'chat.delete': { scope: 'chat:write', required: ['channel', 'ts'], run: remove },
  'chat.getPermalink': { required: ['channel', 'message_ts'], run: getPermalink },
};
