/** A channel as readable text, for eyes and for the messages of failing tests. */
import type { Channel, Ephemeral, Message, View } from './facts.js';
import { text } from './json.js';
import type { Store } from './store.js';
import { buttonsOf, channelTitle, visibleText } from './visible.js';

/** All messages with threads indented, reactions, buttons, and what single people see there. */
export function transcript(store: Store, channel: Channel): string {
  const messages = store.messages.get(channel.id) ?? [];
  const roots = messages.filter(
    (message) => message.thread_ts === undefined || message.thread_ts === message.ts,
  );
  const lines = roots.flatMap((root) => [
    ...messageLines(store, root, ''),
    ...messages
      .filter((reply) => reply.thread_ts === root.ts && reply.ts !== root.ts)
      .flatMap((reply) => messageLines(store, reply, '    ')),
  ]);
  const privately = store.ephemerals
    .filter((ephemeral) => ephemeral.channel === channel.id && !ephemeral.deleted)
    .flatMap((ephemeral) => ephemeralLines(store, ephemeral));
  return [`== ${channelTitle(store, channel)} (${channel.id}) ==`, ...lines, ...privately].join('\n');
}

/** Every channel that holds something, and every open form. */
export function transcriptOfAll(store: Store): string {
  const channels = [...store.channels.values()].map((channel) => transcript(store, channel));
  const forms = store.views
    .filter((view) => view.open && view.type === 'modal')
    .map((view) => viewText(store, view));
  return [...channels, ...forms].join('\n\n');
}

/** A form as readable text. */
export function viewText(store: Store, view: View): string {
  const errors = Object.entries(view.errors).map(([block, error]) => `  ! ${block}: ${error}`);
  const heading = `== form of ${personName(store, view.user)}: ${text(view.title?.text)} (${view.id}) ==`;
  return [heading, indent(visibleText(store, view), '  '), ...errors].join('\n');
}

function messageLines(store: Store, message: Message, margin: string): string[] {
  if (message.deleted) return [`${margin}(deleted ${message.ts})`];
  const marks = [
    message.edited ? '(edited)' : '',
    message.changes > 0 && !message.edited ? `(changed ${message.changes}×)` : '',
    message.reply_broadcast ? '(also in the channel)' : '',
    ...message.reactions.map((reaction) => `:${reaction.name}:${reaction.users.length}`),
    ...(message.files ?? []).map((file) => `[file ${text(file.name)}]`),
  ].filter(Boolean);
  const heading = `${margin}${personName(store, message.user)} ${message.ts}${marks.length > 0 ? ` ${marks.join(' ')}` : ''}`;
  return [
    heading,
    indent(visibleText(store, message), `${margin}  `),
    ...buttonLines(store, message, margin),
  ];
}

function ephemeralLines(store: Store, ephemeral: Ephemeral): string[] {
  const heading = `(only ${personName(store, ephemeral.to)} sees this) ${ephemeral.ts}`;
  return [heading, indent(visibleText(store, ephemeral), '  '), ...buttonLines(store, ephemeral, '')];
}

function buttonLines(store: Store, screen: Message | Ephemeral, margin: string): string[] {
  const labels = buttonsOf(store, screen).map((button) => button.label);
  return labels.length > 0 ? [`${margin}  buttons: ${labels.join(' · ')}`] : [];
}

function personName(store: Store, id: string): string {
  return store.users.get(id)?.name ?? id;
}

function indent(body: string, margin: string): string {
  return body
    .split('\n')
    .map((line) => margin + line)
    .join('\n');
}
