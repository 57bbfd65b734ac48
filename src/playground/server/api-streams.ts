/** chat.*Stream: a message that is written while people read it. metawsm does not stream; the rules stand here for whoever tries. */
import { SESSION_STATUSES, type SessionStatus } from './agent-sessions.js';
import { type Call, invalidArguments, type Methods, Refusal } from './api.js';
import { contentOf, metadataOf, ownMessage } from './api-chat.js';
import { channelToWrite } from './channel-rules.js';
import { chunkFaults, textOf, written } from './chunks.js';
import type { Block, Channel, Message } from './facts.js';
import { type Json, list, records, text } from './json.js';
import { LIMITS } from './limits.js';

/** What a call writes, as chunks. */
function chunksOf({ args }: Call): Json[] {
  if (args.markdown_text !== undefined && args.chunks !== undefined)
    throw invalidArguments('markdown_text and chunks exclude each other');
  if (args.chunks === undefined) {
    const markdown = text(args.markdown_text);
    if (markdown.length > LIMITS.markdownTotal) throw new Refusal('msg_too_long');
    return markdown === '' ? [] : [{ type: 'markdown_text', text: markdown }];
  }
  const faults = chunkFaults(args.chunks);
  if (faults.length > 0) throw new Refusal('invalid_chunks', { response_metadata: { messages: faults } });
  return records(args.chunks);
}

function rootOf(call: Call, channel: Channel): string | undefined {
  const asked = text(call.args.thread_ts);
  if (asked === '' && channel.kind !== 'im') return undefined;
  const root = call.world.store.findMessage(channel.id, asked);
  if (root === undefined || (root.thread_ts ?? root.ts) !== root.ts) throw new Refusal('invalid_thread_ts');
  return root.ts;
}

function start(call: Call): Json {
  const { args, world } = call;
  const { store, sessions, grants } = world;
  const channel = channelToWrite(call, { member: true });
  const user = text(args.recipient_user_id);
  if (channel.kind !== 'im') {
    if (user === '') throw new Refusal('missing_recipient_user_id');
    if (!text(args.recipient_team_id)) throw new Refusal('missing_recipient_team_id');
    if (!store.users.has(user)) throw new Refusal('user_not_found');
  }
  const root = rootOf(call, channel);
  const inPlan = args.task_display_mode === 'plan';
  const { blocks, warning } = written([], chunksOf(call), inPlan);
  const { userId, botId: bot_id } = store.bot;
  const message = store.addMessage({
    channel: channel.id,
    user: userId,
    bot_id,
    text: textOf(blocks),
    blocks,
    ...(root && { thread_ts: root }),
  });
  const thread = root ?? message.ts;
  sessions.streams.begin(message, thread, inPlan);
  if (grants.isAgent) sessions.set({ channel: channel.id, thread, status: 'processing', title: '' });
  return { channel: channel.id, ts: message.ts, ...(warning && { warning }) };
}

/** The bot's message that is still being written. */
function openMessage(call: Call): Message {
  const { streams } = call.world.sessions;
  const message = ownMessage(call, channelToWrite(call), 'message_not_owned_by_app');
  if (!streams.isOpen(message)) throw new Refusal('message_not_in_streaming_state');
  return message;
}

function write(call: Call, message: Message, more: Json[], atTheEnd: Block[] = []): Json {
  const { store, sessions } = call.world;
  const { blocks, warning } = written(message.blocks ?? [], more, sessions.streams.inPlan(message));
  const metadata = metadataOf(call.args);
  const all = [...blocks, ...structuredClone(atTheEnd)];
  store.changeMessage(message, { text: textOf(blocks), blocks: all, ...(metadata && { metadata }) });
  return { channel: message.channel, ts: message.ts, ...(warning && { warning }) };
}

function append(call: Call): Json {
  const { channel, ts } = call.args;
  if (call.world.sessions.streams.isStopped({ channel: text(channel), ts: text(ts) }))
    throw new Refusal('stopped_by_user');
  const message = openMessage(call);
  const more = chunksOf(call);
  if (more.length === 0) throw new Refusal('no_text');
  return write(call, message, more);
}

function stop(call: Call): Json {
  const { args, world } = call;
  const status = (args.session_status ?? 'active') as SessionStatus;
  if (!SESSION_STATUSES.includes(status))
    throw invalidArguments(`must be one of: ${SESSION_STATUSES.join(', ')} [json-pointer:/session_status]`);
  const message = openMessage(call);
  if (list(args.blocks).length > LIMITS.messageBlocks) throw new Refusal('msg_blocks_too_many');
  const { blocks = [] } = contentOf({ text: ' ', blocks: args.blocks }, LIMITS.messageText);
  const answer = write(call, message, chunksOf(call), blocks);
  world.sessions.streams.end(message);
  if (world.grants.isAgent)
    world.sessions.set({
      channel: message.channel,
      thread: message.thread_ts ?? message.ts,
      status,
      title: '',
    });
  return answer;
}

export const streams: Methods = {
  'chat.startStream': { scope: 'chat:write', required: ['channel'], run: start },
  'chat.appendStream': { scope: 'chat:write', required: ['channel', 'ts'], run: append },
  'chat.stopStream': { scope: 'chat:write', required: ['channel', 'ts'], run: stop },
};
