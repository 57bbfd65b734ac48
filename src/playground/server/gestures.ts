/** The payloads of commands, clicks, forms and shortcuts, in the shapes in which Slack sends them. */
import {
  type Channel,
  type Ephemeral,
  isEphemeral,
  isView,
  type Message,
  type Screen,
  type UserRecord,
  type View,
} from './facts.js';
import { initialState } from './input-values.js';
import { type Json, text } from './json.js';
import { payloadName, wireMessage } from './message-shape.js';
import { wireView } from './view-shape.js';
import type { Placed } from './visible.js';
import type { World } from './world.js';

function common(world: World, user: UserRecord): Json {
  const { store } = world;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id ?? store.teamId },
    team: { id: store.teamId, domain: store.domain },
    api_app_id: store.bot.appId,
    token: 'unused-verification-token',
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Slack's `action_ts`: the time of the gesture, unlike any other. */
function actionTs(world: World): string {
  return world.store.nextTs();
}

export function commandPayload(
  world: World,
  user: UserRecord,
  channel: Channel,
  command: string,
  words: string,
): Json {
  const { store, triggers, origin } = world;
  const key = triggers.newResponse({ user: user.id, channel: channel.id });
  return {
    token: 'unused-verification-token',
    team_id: store.teamId,
    team_domain: store.domain,
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text: words,
    api_app_id: store.bot.appId,
    is_enterprise_install: 'false',
    response_url: `${origin}/commands/${store.teamId}/${key}`,
    trigger_id: triggers.newTrigger({ user: user.id, channel: channel.id }),
  };
}

/** A click or choice. `chosen` is what the element adds: value, selected option. */
export function actionPayload(
  world: World,
  user: UserRecord,
  screen: Screen,
  placed: Placed,
  chosen: Json,
): Json {
  const { element, block } = placed;
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.text !== undefined && { text: element.text }),
    ...(element.placeholder !== undefined && { placeholder: element.placeholder }),
    ...(element.style !== undefined && { style: element.style }),
    ...(element.confirm !== undefined && { confirm: element.confirm }),
    ...chosen,
    action_ts: actionTs(world),
  };
  return {
    type: 'block_actions',
    ...common(world, user),
    ...(isView(screen) ? viewPart(world, user, screen) : messagePart(world, user, screen)),
    actions: [action],
  };
}

function viewPart(world: World, user: UserRecord, view: View): Json {
  return {
    container: { type: 'view', view_id: view.id },
    trigger_id: world.triggers.newTrigger({
      user: user.id,
      view: view.id,
      ...(view.from && { channel: view.from }),
    }),
    view: wireView(world.store, view),
  };
}

function messagePart(world: World, user: UserRecord, screen: Message | Ephemeral): Json {
  const { store, triggers, origin } = world;
  const channel = store.channels.get(screen.channel);
  const values = initialState(screen.blocks ?? [], store.valuesOf(screen, user.id));
  const ephemeral = isEphemeral(screen);
  const key = triggers.newResponse({
    user: user.id,
    channel: screen.channel,
    original: { ts: screen.ts, ephemeral },
  });
  return {
    container: {
      type: 'message',
      message_ts: screen.ts,
      channel_id: screen.channel,
      is_ephemeral: ephemeral,
      ...(screen.thread_ts && { thread_ts: screen.thread_ts }),
    },
    trigger_id: triggers.newTrigger({ user: user.id, channel: screen.channel }),
    channel: { id: screen.channel, name: channel === undefined ? '' : payloadName(channel) },
    ...(!ephemeral && { message: wireMessage(store, screen) }),
    state: { values },
    response_url: `${origin}/actions/${store.teamId}/${key}`,
  };
}

export function submissionPayload(world: World, user: UserRecord, view: View): Json {
  return {
    type: 'view_submission',
    ...common(world, user),
    trigger_id: world.triggers.newTrigger({
      user: user.id,
      view: view.id,
      ...(view.from && { channel: view.from }),
    }),
    view: wireView(world.store, view),
    response_urls: responseUrls(world, user, view),
  };
}

/** One address for each channel chosen in a select with `response_url_enabled`. */
function responseUrls(world: World, user: UserRecord, view: View): Json[] {
  const { store, triggers, origin } = world;
  return view.blocks.flatMap((block) => {
    const element = block.element as Json | undefined;
    if (element?.response_url_enabled !== true) return [];
    const state = view.values[text(block.block_id)]?.[text(element.action_id)];
    const channel = text(state?.selected_conversation) || text(state?.selected_channel);
    if (channel === '') return [];
    const key = triggers.newResponse({ user: user.id, channel });
    const response_url = `${origin}/app/${store.teamId}/${key}`;
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url }];
  });
}

export function closedPayload(world: World, user: UserRecord, view: View, isCleared: boolean): Json {
  return {
    type: 'view_closed',
    ...common(world, user),
    view: wireView(world.store, view),
    is_cleared: isCleared,
  };
}

export function shortcutPayload(world: World, user: UserRecord, callbackId: string): Json {
  return {
    type: 'shortcut',
    ...common(world, user),
    callback_id: callbackId,
    trigger_id: world.triggers.newTrigger({ user: user.id }),
    action_ts: actionTs(world),
  };
}

export function messageShortcutPayload(
  world: World,
  user: UserRecord,
  callbackId: string,
  message: Message,
): Json {
  const { store, triggers, origin } = world;
  const channel = store.channels.get(message.channel);
  const key = triggers.newResponse({ user: user.id, channel: message.channel });
  return {
    type: 'message_action',
    ...common(world, user),
    callback_id: callbackId,
    trigger_id: triggers.newTrigger({ user: user.id, channel: message.channel }),
    action_ts: actionTs(world),
    channel: { id: message.channel, name: channel === undefined ? '' : payloadName(channel) },
    message_ts: message.ts,
    message: wireMessage(store, message),
    response_url: `${origin}/app/${store.teamId}/${key}`,
  };
}
