/** agents.sessions.*: what a thread says of the agent that works in it. */
import { SESSION_STATUSES, type SessionStatus } from './agent-sessions.js';
import { type Call, invalidArguments, type Methods, Refusal } from './api.js';
import { channelToWrite } from './channel-rules.js';
import { type Json, text } from './json.js';

const TITLE = 200;

interface Place {
  channel: string;
  thread: string;
}

/** The thread of a call. Slack knows sessions of apps alone that are declared as agents. */
function placeOf(call: Call): Place {
  const { world, args } = call;
  if (!world.grants.isAgent || !world.grants.scopes.has('assistant:write'))
    throw new Refusal('not_authorized');
  const channel = channelToWrite({ ...call, args: { channel: args.channel_id } }, { member: true });
  const root = world.store.findMessage(channel.id, text(args.thread_ts));
  if (root === undefined || (root.thread_ts !== undefined && root.thread_ts !== root.ts))
    throw new Refusal('invalid_thread_ts');
  return { channel: channel.id, thread: root.ts };
}

function titleOf(args: Json, least: number): string {
  const title = args.title === undefined ? '' : String(args.title);
  if (title.length > TITLE)
    throw invalidArguments(`must be less than ${TITLE + 1} characters [json-pointer:/title]`);
  if (title.length < least) throw invalidArguments('must be more than 0 characters [json-pointer:/title]');
  return title;
}

function setStatus(call: Call): Json {
  const { world, args } = call;
  const status = args.status as SessionStatus;
  if (!SESSION_STATUSES.includes(status))
    throw invalidArguments(`must be one of: ${SESSION_STATUSES.join(', ')} [json-pointer:/status]`);
  const title = titleOf(args, 0);
  const place = placeOf(call);
  const initiator = text(args.initiator_user_id);
  const members = world.store.channels.get(place.channel)?.members;
  if (initiator !== '' && !members?.has(initiator)) throw new Refusal('user_not_in_channel');
  const session = world.sessions.set({ ...place, status, title, ...(initiator !== '' && { initiator }) });
  world.store.tell({ type: 'other' });
  const heard = world.grants.events.has('agent_session_stopped');
  return {
    status: session.status,
    title: session.title,
    ...(!heard && { warning: 'missing_agent_session_stopped_event_subscription' }),
  };
}

function rename(call: Call): Json {
  const title = titleOf(call.args, 1);
  if (call.world.sessions.rename(placeOf(call), title) === undefined) throw new Refusal('session_not_found');
  call.world.store.tell({ type: 'other' });
  return { title };
}

export const sessions: Methods = {
  'agents.sessions.setStatus': {
    scope: 'chat:write',
    required: ['channel_id', 'thread_ts', 'status'],
    run: setStatus,
  },
  'agents.sessions.rename': {
    scope: 'chat:write',
    required: ['channel_id', 'thread_ts', 'title'],
    run: rename,
  },
};
