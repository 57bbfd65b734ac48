/** Answers to gestures: what comes with the ack of a command, and what is posted to a response_url. */
import { Refusal } from './api.js';
import { contentOf } from './api-chat.js';
import { isRecord, type Json, text, truthy } from './json.js';
import { LIMITS } from './limits.js';
import type { ResponseTarget } from './triggers.js';
import type { World } from './world.js';

/** Status and body of the answer to a POST at a response_url. */
export function answerResponseUrl(
  world: World,
  key: string,
  body: unknown,
): { status: number; body: Json | string } {
  const target = world.triggers.respond(key);
  if (typeof target === 'string') return { status: 404, body: { ok: false, error: target } };
  try {
    respond(world, target, isRecord(body) ? body : {});
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 400, body: { ok: false, error: error.message, ...error.extra } };
  }
}

/**
 * Shows an answer: new or in place of the original, to one person or to all.
 * @throws Refusal like chat.postMessage
 */
export function respond(world: World, target: ResponseTarget, sent: Json): void {
  if (truthy(sent.delete_original)) {
    takeAway(world, target);
    return;
  }
  const content = contentOf(sent, LIMITS.messageText);
  if (truthy(sent.replace_original) && target.original !== undefined) {
    replace(world, target, content);
    return;
  }
  const { store } = world;
  const thread = text(sent.thread_ts) === '' ? {} : { thread_ts: text(sent.thread_ts) };
  if (sent.response_type === 'in_channel') {
    const { userId: user, botId: bot_id } = store.bot;
    const message = store.addMessage({ channel: target.channel, user, bot_id, ...content, ...thread });
    target.original ??= { ts: message.ts, ephemeral: false };
    return;
  }
  const ephemeral = store.addEphemeral({ channel: target.channel, to: target.user, ...content, ...thread });
  target.original ??= { ts: ephemeral.ts, ephemeral: true };
}

function replace(world: World, target: ResponseTarget, content: { text: string; blocks?: unknown }): void {
  const { store } = world;
  const fresh = { text: content.text, blocks: content.blocks as never };
  const { message, ephemeral } = originalOf(world, target);
  if (ephemeral !== undefined) store.changeEphemeral(ephemeral, fresh);
  else if (message !== undefined) store.changeMessage(message, fresh);
  else throw new Refusal('message_not_found');
}

function takeAway(world: World, target: ResponseTarget): void {
  const { message, ephemeral } = originalOf(world, target);
  if (ephemeral !== undefined) world.store.changeEphemeral(ephemeral, { deleted: true });
  if (message !== undefined) world.store.deleteMessage(message);
}

function originalOf({ store }: World, { original, channel, user }: ResponseTarget) {
  if (original === undefined) return {};
  if (!original.ephemeral) return { message: store.findMessage(channel, original.ts) };
  return { ephemeral: store.ephemerals.find((one) => one.ts === original.ts && one.to === user) };
}
