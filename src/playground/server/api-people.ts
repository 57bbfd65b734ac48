/** auth, users, user groups, reactions, sockets. */
import { type Call, type Methods, page, Refusal } from './api.js';
import { channelToWrite } from './channel-rules.js';
import type { Message, UserGroup, UserRecord } from './facts.js';
import { type Json, text, truthy } from './json.js';
import { wireUser } from './message-shape.js';

function authTest({ world: { store } }: Call): Json {
  return {
    url: `https://${store.domain}.slack.com/`,
    team: store.domain,
    user: store.bot.name,
    team_id: store.teamId,
    user_id: store.bot.userId,
    bot_id: store.bot.botId,
    is_enterprise_install: false,
  };
}

function userOf(call: Call): UserRecord {
  const user = call.world.store.users.get(text(call.args.user));
  if (user === undefined) throw new Refusal('user_not_found');
  return user;
}

function shown(call: Call, user: UserRecord): Json {
  return wireUser(call.world.store, user, call.world.grants.scopes.has('users:read.email'));
}

function listUsers(call: Call): Json {
  const { items, next } = page([...call.world.store.users.values()], call.args, 200, 1_000);
  return { members: items.map((user) => shown(call, user)), response_metadata: { next_cursor: next } };
}

function wireGroup(call: Call, group: UserGroup): Json {
  return {
    id: group.id,
    team_id: call.world.store.teamId,
    is_usergroup: true,
    name: group.handle,
    handle: group.handle,
    date_delete: 0,
    user_count: group.users.length,
    ...(truthy(call.args.include_users) && { users: group.users }),
  };
}

function groupUsers(call: Call): Json {
  const group = call.world.store.groups.get(text(call.args.usergroup));
  if (group === undefined) throw new Refusal('no_such_subteam');
  return { users: group.users };
}

function reactedMessage(call: Call): Message {
  const { channel: place, timestamp, name } = call.args;
  if (!text(place) || !text(timestamp)) throw new Refusal('no_item_specified');
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(text(name))) throw new Refusal('invalid_name');
  if (!/^\d+\.\d{6}$/.test(text(timestamp))) throw new Refusal('bad_timestamp');
  const channel = channelToWrite(call);
  const message = call.world.store.findMessage(channel.id, text(timestamp));
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}

function addReaction(call: Call): Json {
  const { store } = call.world;
  const message = reactedMessage(call);
  const name = text(call.args.name);
  const reaction = message.reactions.find((one) => one.name === name);
  if (reaction?.users.includes(store.bot.userId)) throw new Refusal('already_reacted');
  if (reaction) reaction.users.push(store.bot.userId);
  else message.reactions.push({ name, users: [store.bot.userId] });
  store.tell({ type: 'other' });
  return {};
}

function removeReaction(call: Call): Json {
  const { store } = call.world;
  const message = reactedMessage(call);
  const reaction = message.reactions.find((one) => one.name === call.args.name);
  if (!reaction?.users.includes(store.bot.userId)) throw new Refusal('no_reaction');
  reaction.users = reaction.users.filter((user) => user !== store.bot.userId);
  message.reactions = message.reactions.filter((one) => one.users.length > 0);
  store.tell({ type: 'other' });
  return {};
}

function botInfo({ world: { store }, args }: Call): Json {
  const { bot } = store;
  if (text(args.bot) !== bot.botId) throw new Refusal('bot_not_found');
  return { bot: { id: bot.botId, deleted: false, name: bot.name, app_id: bot.appId, user_id: bot.userId } };
}

function openConnection({ world, token }: Call): Json {
  const url = world.openSocketUrl(token);
  if (url === undefined) throw new Refusal('too_many_websockets');
  return { url };
}

export const people: Methods = {
  'api.test': { run: ({ args }) => ({ args }) },
  'auth.test': { run: authTest },
  'apps.connections.open': { token: 'app', run: openConnection },
  'bots.info': { scope: 'users:read', run: botInfo },
  'users.info': {
    scope: 'users:read',
    required: ['user'],
    run: (call) => ({ user: shown(call, userOf(call)) }),
  },
  'users.list': { scope: 'users:read', run: listUsers },
  'usergroups.list': {
    scope: 'usergroups:read',
    run: (call) => ({
      usergroups: [...call.world.store.groups.values()].map((group) => wireGroup(call, group)),
    }),
  },
  'usergroups.users.list': { scope: 'usergroups:read', required: ['usergroup'], run: groupUsers },
  'reactions.add': { scope: 'reactions:write', run: addReaction },
  'reactions.remove': { scope: 'reactions:write', run: removeReaction },
};
