/** What people do with an agent session: stop it, give it another name. */
import { SlackClientError } from './client-error.js';
import { envelope } from './events.js';
import type { Message, UserRecord } from './facts.js';
import type { Json } from './json.js';
import type { World } from './world.js';

/** @throws SlackClientError where the thread shows no Stop */
export function stopSession(world: World, user: UserRecord, on: Message): void {
  const place = placeOf(on);
  const isShown =
    world.sessions.of(place)?.status === 'processing' &&
    world.grants.events.has('agent_session_stopped') &&
    world.store.channels.get(on.channel)?.members.has(user.id);
  if (!isShown) throw new SlackClientError('no_stop', `${user.name} sees no Stop on this thread.`);
  const streaming_message_ts = world.sessions.streams.stopAll(place);
  deliver(world, on, { type: 'agent_session_stopped', user: user.id, streaming_message_ts });
}

/** @throws SlackClientError where there is no session */
export function renameSession(world: World, user: UserRecord, on: Message, title: string): void {
  const previous_title = world.sessions.rename(placeOf(on), title);
  if (previous_title === undefined)
    throw new SlackClientError('no_session', 'There is no session in this thread.');
  if (!world.grants.events.has('agent_session_title_changed')) return;
  const team_id = world.store.teamId;
  deliver(world, on, { type: 'agent_session_title_changed', user: user.id, team_id, title, previous_title });
}

const placeOf = (message: Message) => ({
  channel: message.channel,
  thread: message.thread_ts ?? message.ts,
});

function deliver(world: World, on: Message, event: Json): void {
  const { channel, thread } = placeOf(on);
  const event_ts = world.store.nextTs();
  const known = world.store.channels.get(channel);
  world.deliverEvent(envelope(world.store, { ...event, channel, thread_ts: thread, event_ts }, known));
}
