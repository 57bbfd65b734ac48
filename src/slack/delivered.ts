/** What is read of a delivery of Slack, and nothing else: this is what the inbox keeps and what the listeners get. */
import type { Body } from './receipt.js';
import { fitted, isRecord, type Shape } from './shape.js';

const fields = (all: Readonly<Record<string, Shape>>): Shape => ({ fields: all });

const OPTION = fields({ value: 'value' });
const OPTIONS: Shape = { list: OPTION, most: 500 };

/** What stands in an input. */
const INPUT = fields({
  value: 'text',
  selected_option: OPTION,
  selected_options: OPTIONS,
  selected_user: 'id',
  selected_conversation: 'id',
});
/** By block, then by `action_id`. */
const STATE = fields({ values: { each: { each: INPUT, most: 100 }, most: 200 } });

const SAID = {
  type: 'id',
  subtype: 'mark',
  user: 'id',
  text: 'text',
  ts: 'ts',
  thread_ts: 'ts',
  bot_id: 'mark',
  client_msg_id: 'id',
  files: { list: 'mark', most: 1 },
  hidden: 'mark',
  edited: fields({ user: 'id', ts: 'ts' }),
} as const satisfies Record<string, Shape>;

const PERSON = fields({
  id: 'id',
  team_id: 'id',
  name: 'text',
  real_name: 'text',
  profile: fields({ display_name: 'text' }),
  enterprise_user: fields({ teams: { list: 'id', most: 1_000 } }),
  is_restricted: 'mark',
  is_ultra_restricted: 'mark',
  is_stranger: 'mark',
  is_bot: 'mark',
  is_workflow_bot: 'mark',
  deleted: 'mark',
});

const EVENT = {
  ...SAID,
  channel: 'id',
  channel_type: 'id',
  event_ts: 'ts',
  message: fields(SAID),
  previous_message: fields(SAID),
  tab: 'id',
  view: 'mark',
  subteam_id: 'id',
  removed_users: { list: 'id', most: 10_000 },
} as const satisfies Record<string, Shape>;

/** Bolt looks these up in an object of its own, where `toString` would be found. */
const WORKSPACE = { team_id: 'account', enterprise_id: 'account' } as const;

const COMMAND = fields({
  ...WORKSPACE,
  command: 'id',
  text: 'text',
  user_id: 'id',
  channel_id: 'id',
  channel_name: 'id',
  response_url: 'value',
  trigger_id: 'id',
});

const GESTURE = fields({
  type: 'id',
  callback_id: 'id',
  trigger_id: 'id',
  response_url: 'value',
  user: fields({ id: 'id', team_id: 'account' }),
  team: fields({ id: 'account', enterprise_id: 'account' }),
  channel: fields({ id: 'id', name: 'id' }),
  container: fields({ channel_id: 'id', message_ts: 'ts', thread_ts: 'ts', view_id: 'id' }),
  message: fields({ user: 'id', text: 'text', ts: 'ts', thread_ts: 'ts' }),
  state: STATE,
  actions: {
    list: fields({
      type: 'id',
      action_id: 'id',
      block_id: 'id',
      value: 'value',
      selected_option: OPTION,
      action_ts: 'ts',
    }),
    most: 1,
  },
  view: fields({
    id: 'id',
    hash: 'id',
    type: 'id',
    callback_id: 'id',
    private_metadata: 'value',
    state: STATE,
    blocks: {
      list: fields({ block_id: 'id', optional: 'mark', element: fields({ initial_value: 'text' }) }),
      most: 100,
    },
  }),
});

const KINDS: readonly unknown[] = ['block_actions', 'view_submission', 'shortcut', 'message_action'];

/** Undefined where it is no event, command or gesture that the bot knows of. */
export function delivered(body: unknown): Body | undefined {
  if (!isRecord(body)) return undefined;
  // an event is one by the envelope, as for everybody who reads Slack's payloads; what only holds something so called is none
  if (body.type === 'event_callback' && isRecord(body.event)) return eventIn(body, body.event);
  if (typeof body.command === 'string') return fitted(body, COMMAND) as Body;
  if (!KINDS.includes(body.type)) return undefined;
  const gesture = fitted(body, GESTURE) as Body & { view?: { state?: object } };
  // A form without a text to it has no state; who reads it need not ask.
  if (gesture.view) gesture.view = { ...gesture.view, state: { values: {}, ...gesture.view.state } };
  return gesture;
}

/** `user` is an id in most events and a person in one. */
function eventIn(body: Record<string, unknown>, event: Record<string, unknown>): Body {
  const user = event.type === 'user_change' ? { user: PERSON } : {};
  const shape = fields({ ...WORKSPACE, type: 'id', event_id: 'id', event: fields({ ...EVENT, ...user }) });
  return fitted(body, shape) as Body;
}
