/** What people type: commands, messages, replies, changes of their own messages. */
import type { Channel, Message } from '../../server/facts.js';
import { markRead } from '../reading.js';
import { type Hand, messageNamed, ownChannel, Refused } from './hand.js';
import { invite } from './membership.js';

/** Slack's client sends no longer messages. */
const LONGEST = 12_000;

/** A line of the composer that begins with a slash. @throws Refused */
export async function type(hand: Hand, { channel, line }: { channel: string; line: string }): Promise<void> {
  const where = ownChannel(hand, channel);
  const [command = '', ...words] = line.trim().split(/\s+/);
  if (command === '/invite') return invite(hand, where, words);
  demandCommand(hand, command);
  await hand.person.types(line, { in: where });
}

/** A message or a reply. @throws Refused */
export async function say(
  hand: Hand,
  { channel, text, thread }: { channel: string; text: string; thread?: string },
): Promise<void> {
  const where = ownChannel(hand, channel);
  const root = thread === undefined ? undefined : rootOf(hand, where, thread);
  const command = /^\/[^\s/]\S*/.exec(text)?.[0];
  if (command !== undefined) {
    if (root === undefined) return await type(hand, { channel, line: text });
    demandCommand(hand, command);
    throw new Refused('not_in_threads', `${command} is not supported in threads. Sorry!`);
  }
  const said = await hand.person.says(sendable(text), { in: where, ...(root && { thread: root }) });
  if (root === undefined) markRead(hand.parts.slack.store, hand.person.id, where, said.ts);
}

/** @throws Refused */
export async function edit(hand: Hand, { on, text }: { on: string; text: string }): Promise<void> {
  await hand.person.edits(ownMessage(hand, on, 'cant_update_message', 'edit'), sendable(text));
}

/** @throws Refused */
export async function remove(hand: Hand, { on }: { on: string }): Promise<void> {
  await hand.person.deletes(ownMessage(hand, on, 'cant_delete_message', 'delete'));
}

function sendable(text: string): string {
  if (text.trim() === '') throw new Refused('no_text', 'A message needs a text.');
  if (text.length > LONGEST)
    throw new Refused('msg_too_long', `A message has at most ${LONGEST.toLocaleString('en')} characters.`);
  return text;
}

function demandCommand({ parts }: Hand, command: string): void {
  const known = parts.manifest.features?.slash_commands ?? [];
  if (known.some((one) => one.command === command)) return;
  throw new Refused(
    'not_a_command',
    `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands. If you are trying to send a message and not run a command, try preceding the "/" with an empty space.`,
  );
}

function rootOf(hand: Hand, channel: Channel, ts: string): Message {
  const message = messageNamed(hand, `message:${channel.id}:${ts}`);
  if (message.thread_ts === undefined || message.thread_ts === message.ts) return message;
  return messageNamed(hand, `message:${channel.id}:${message.thread_ts}`);
}

function ownMessage(hand: Hand, on: string, code: string, verb: string): Message {
  const message = messageNamed(hand, on);
  if (message.user !== hand.person.id) throw new Refused(code, `You can ${verb} your own messages only.`);
  return message;
}
