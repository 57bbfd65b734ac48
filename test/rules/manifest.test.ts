/** manifest.yml as Slack takes it, and as the contract and the configuration speak of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);
const names = z
  .array(z.string().regex(/^[a-z_.]+(?::[a-z_.]+)*$/u))
  .refine((list) => new Set(list).size === list.length);

const shortcut = z.strictObject({
  name: text(24),
  type: z.enum(['message', 'global']),
  callback_id: text(255),
  description: text(150),
});

const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/u),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    agent_view: z.strictObject({
      agent_description: text(300),
      suggested_prompts: z.array(z.strictObject({ title: text(75), message: text(300) })).max(4),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/u),
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.literal(true),
        }),
      )
      .max(50),
    shortcuts: z.array(shortcut).max(10),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: names.max(255), bot_optional: names }),
  }),
  settings: z.strictObject({
    socket_mode_enabled: z.literal(true),
    org_deploy_enabled: z.boolean(),
    // A rotated token would need a place to be stored; the configuration refuses it.
    token_rotation_enabled: z.literal(false),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    event_subscriptions: z.strictObject({ bot_events: names.max(100) }),
  }),
});

const manifest = schema.parse(parse(readFileSync('manifest.yml', 'utf8')));
const { scopes } = manifest.oauth_config;
const events = manifest.settings.event_subscriptions.bot_events;

/** What Slack asks for before it sends an event. */
const SCOPE_OF_EVENT: Record<string, string | undefined> = {
  agent_session_stopped: 'assistant:write',
  agent_session_title_changed: 'assistant:write',
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  app_uninstalled: undefined,
  channel_archive: 'channels:read',
  member_left_channel: 'channels:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  subteam_members_changed: 'usergroups:read',
  tokens_revoked: undefined,
  user_change: 'users:read',
};

describe('the manifest', () => {
  test('has the one command and the two shortcuts of the contract', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/metawsm']);
    expect(manifest.features.shortcuts.map(({ type, name }) => [type, name])).toEqual([
      ['message', 'Start run from message'],
      ['global', 'Start a run'],
    ]);
  });

  test('asks for the scope of every event, and for what it may decline only beside the others', () => {
    for (const event of events) {
      expect(Object.keys(SCOPE_OF_EVENT)).toContain(event);
      const scope = SCOPE_OF_EVENT[event];
      if (scope) expect([event, scopes.bot]).toEqual([event, expect.arrayContaining([scope])]);
    }
    expect(scopes.bot).toEqual(expect.arrayContaining(scopes.bot_optional));
  });

  test('can post, read threads, take commands and upload files', () => {
    expect(scopes.bot).toEqual(
      expect.arrayContaining([
        'chat:write',
        'commands',
        'files:write',
        'reactions:write',
        'users:read',
        'channels:read',
      ]),
    );
  });

  test('lists are sorted, so that changes are easy to see', () => {
    expect(scopes.bot).toEqual([...scopes.bot].sort());
    expect(events).toEqual([...events].sort());
  });
});
