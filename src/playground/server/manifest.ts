/** The part of an app manifest that decides what Slack grants and delivers. */
export interface Manifest {
  features?: {
    /** Present: the app is declared as an agent. */
    agent_view?: unknown;
    slash_commands?: {
      command: string;
      should_escape?: boolean;
      description?: string;
      usage_hint?: string;
    }[];
    shortcuts?: {
      name: string;
      type: 'message' | 'global';
      callback_id: string;
      description?: string;
    }[];
  };
  oauth_config?: { scopes?: { bot?: string[] } };
  settings?: { event_subscriptions?: { bot_events?: string[] } };
}

/** What the app is granted and subscribed to. */
export interface Grants {
  scopes: Set<string>;
  events: Set<string>;
  /** Declared as an agent, which may have sessions. */
  isAgent: boolean;
  /** Command to whether names and links in its text are escaped. */
  commands: Map<string, boolean>;
  /** Callback ids; undefined: any. */
  shortcuts?: Map<string, 'message' | 'global'>;
}

const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'reactions:write',
  'usergroups:read',
  'users:read',
];

const EVENTS = [
  'agent_session_stopped',
  'agent_session_title_changed',
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'subteam_members_changed',
  'tokens_revoked',
  'user_change',
];

/** Reads a manifest (parsed YAML or JSON); what it leaves out is as in metawsm's own. */
export function grantsOf(manifest: Manifest = {}, scopes?: string[]): Grants {
  const commands = manifest.features?.slash_commands ?? [{ command: '/metawsm', should_escape: true }];
  const shortcuts = manifest.features?.shortcuts;
  return {
    scopes: new Set(scopes ?? manifest.oauth_config?.scopes?.bot ?? SCOPES),
    events: new Set(manifest.settings?.event_subscriptions?.bot_events ?? EVENTS),
    isAgent: manifest.features === undefined || manifest.features.agent_view !== undefined,
    commands: new Map(commands.map((one) => [one.command, one.should_escape ?? false])),
    ...(shortcuts && { shortcuts: new Map(shortcuts.map((one) => [one.callback_id, one.type])) }),
  };
}
