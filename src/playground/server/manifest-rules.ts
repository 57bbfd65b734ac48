/** What Slack refuses in an app manifest, and which scope each event needs before it is delivered. */
import { isRecord, list, record } from './json.js';
import { array, boolean, type Check, type Fields, fault, integer, matching, oneOf, string } from './shape.js';

/** Checks what is named here and leaves the rest alone: a manifest has many more fields. */
const some =
  (fields: Fields): Check =>
  (value, at, faults) => {
    if (!isRecord(value)) return fault(faults, 'must be an object', at);
    for (const [name, check] of Object.entries(fields))
      if (value[name] !== undefined) check(value[name], `${at}/${name}`, faults);
  };

const COMMAND = matching(/^\/[^\s/A-Z]{1,31}$/u, 'a slash and at most 31 small characters');
const SHORTCUTS_OF_A_KIND = 5;
const prompt = some({ title: string(1, 75), message: string(1, 300) });
const agentView = some({ agent_description: string(1, 300), suggested_prompts: array(0, 4, prompt) });
const names = array(0, 255, string(1, 255));

const shape = some({
  _metadata: some({ major_version: oneOf(1, 2), minor_version: integer(0, 1_000) }),
  display_information: some({ name: string(1, 35), description: string(1, 140) }),
  features: some({
    bot_user: some({ display_name: string(1, 80), always_online: boolean }),
    app_home: some({ home_tab_enabled: boolean, messages_tab_enabled: boolean }),
    agent_view: agentView,
    slash_commands: array(
      0,
      50,
      some({ command: COMMAND, description: string(1, 2_000), usage_hint: string(1, 1_000) }),
    ),
    shortcuts: array(
      0,
      10,
      some({
        name: string(1, 24),
        type: oneOf('message', 'global'),
        callback_id: string(1, 255),
        description: string(1, 150),
      }),
    ),
  }),
  oauth_config: some({
    scopes: some({ bot: names, bot_optional: names }),
    redirect_urls: array(0, 1_000, string(1, 3_000)),
  }),
  settings: some({
    allowed_ip_address_ranges: array(0, 10, string(1, 100)),
    event_subscriptions: some({ bot_events: array(0, 100, string(1, 255)) }),
  }),
});

/** Everything that Slack would not take, each fault naming its place; empty when it is fine. */
export function manifestFaults(manifest: unknown): string[] {
  const faults: string[] = [];
  shape(manifest, '', faults);
  const { features, oauth_config } = record(manifest);
  const shortcuts = list(record(features).shortcuts);
  for (const kind of ['global', 'message']) {
    const count = shortcuts.filter((one) => record(one).type === kind).length;
    if (count > SHORTCUTS_OF_A_KIND)
      fault(faults, `no more than 5 ${kind} shortcuts allowed`, '/features/shortcuts');
  }
  const { bot, bot_optional } = record(record(oauth_config).scopes);
  for (const scope of list(bot_optional))
    if (!list(bot).includes(scope))
      fault(faults, `${String(scope)} is not in bot`, '/oauth_config/scopes/bot_optional');
  return faults;
}

const READ = ['channels:read', 'groups:read'];

/** Any one of these scopes lets an event through; events that are not named need none. */
const SCOPES_OF_EVENT: Record<string, string[]> = {
  agent_session_stopped: ['assistant:write'],
  agent_session_title_changed: ['assistant:write'],
  app_mention: ['app_mentions:read'],
  channel_archive: READ,
  member_left_channel: READ,
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  subteam_members_changed: ['usergroups:read'],
  user_change: ['users:read'],
};

/** False where the app is not granted the scope without which Slack never sends the event. */
export function mayHear(event: string, scopes: ReadonlySet<string>): boolean {
  return SCOPES_OF_EVENT[event]?.some((scope) => scopes.has(scope)) ?? true;
}
