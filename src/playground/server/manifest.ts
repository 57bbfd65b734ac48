/** The part of an app manifest that decides what Slack grants and delivers. */
import { manifestFaults, mayHear } from './manifest-rules.js';

export interface Manifest {
  features?: {
    /** Present: the app is declared as an agent. */
    agent_view?: unknown;
    app_home?: { home_tab_enabled?: boolean; messages_tab_enabled?: boolean };
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
  /** Tabs of the app's own place. */
  tabs: { home: boolean; messages: boolean };
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

/**
 * Reads a manifest (parsed YAML or JSON); what it leaves out is as in metawsm's own. Without its scope no event,
 * command or shortcut arrives. @throws naming everything that Slack would not take
 */
export function grantsOf(manifest: Manifest = {}, granted?: string[]): Grants {
  const faults = manifestFaults(manifest);
  if (faults.length > 0) throw new Error(`Slack would not take this manifest:\n${faults.join('\n')}`);
  const { features, oauth_config, settings } = manifest;
  const scopes = new Set(granted ?? oauth_config?.scopes?.bot ?? SCOPES);
  const events = settings?.event_subscriptions?.bot_events ?? EVENTS;
  const mayCommand = scopes.has('commands');
  const commands = features?.slash_commands ?? [{ command: '/metawsm', should_escape: true }];
  const shortcuts = mayCommand ? features?.shortcuts : [];
  return {
    scopes,
    events: new Set(events.filter((event) => mayHear(event, scopes))),
    isAgent: features === undefined || features.agent_view !== undefined,
    tabs: {
      home: features?.app_home?.home_tab_enabled ?? true,
      messages: features?.app_home?.messages_tab_enabled ?? true,
    },
    commands: new Map(mayCommand ? commands.map((one) => [one.command, one.should_escape ?? false]) : []),
    ...(shortcuts && { shortcuts: new Map(shortcuts.map((one) => [one.callback_id, one.type])) }),
  };
}
