/** The manifest: its limits, and that nothing is permitted or delivered that it does not ask for. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect } from '@jest/globals';
import { parse } from 'yaml';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Manifest } from '../../../src/playground/server/manifest.js';
import { manifestFaults } from '../../../src/playground/server/manifest-rules.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { call, codeOf } from './calls.js';
import { fact, facts } from './facts.js';
import { socketReceiver } from './receivers.js';
import { many, section, x } from './samples.js';

const MANIFEST = 'reference/app-manifest';

const own = (): Required<Manifest> => parse(readFileSync('manifest.yml', 'utf8')) as Required<Manifest>;

let slack: SlackServer | undefined;
let ana: Person;
let dev: Channel;

async function begin(manifest: Manifest): Promise<SlackServer> {
  slack = await startSlack({ manifest });
  ana = slack.person('ana');
  dev = slack.channel('dev', { members: [ana] });
  return slack;
}
afterEach(async () => {
  await slack?.close();
  slack = undefined;
});

const without = (scope: string): Manifest => {
  const manifest = own();
  const scopes = manifest.oauth_config.scopes as { bot: string[]; bot_optional: string[] };
  scopes.bot = scopes.bot.filter((one) => one !== scope);
  scopes.bot_optional = [];
  return manifest;
};

const command = (extra: Json = {}): Json => ({ command: '/a', description: 'd', ...extra });
const shortcut = (extra: Json = {}): Json => ({
  name: 'n',
  type: 'message',
  callback_id: 'c',
  description: 'd',
  ...extra,
});
const withCommands = (list: Json[]): Json => ({ features: { slash_commands: list } });
const withShortcuts = (list: Json[]): Json => ({ features: { shortcuts: list } });
const agent = (extra: Json): Json => ({ features: { agent_view: extra } });
const words = (n: number): string[] => Array.from({ length: n }, (_, index) => `e${index}`);

describe('limits', () => {
  facts(
    'is refused beyond its limit',
    MANIFEST,
    [
      ['name 35', 35, (n: number) => ({ display_information: { name: x(n) } })],
      ['description 140', 140, (n: number) => ({ display_information: { description: x(n) } })],
      ['50 commands', 50, (n: number) => withCommands(many(n, (i) => command({ command: `/c${i}` })))],
      ['command with slash 32', 31, (n: number) => withCommands([command({ command: `/${x(n)}` })])],
      ['command description 2,000', 2000, (n: number) => withCommands([command({ description: x(n) })])],
      ['usage hint 1,000', 1000, (n: number) => withCommands([command({ usage_hint: x(n) })])],
      ['five message shortcuts', 5, (n: number) => withShortcuts(many(n, () => shortcut()))],
      ['five global shortcuts', 5, (n: number) => withShortcuts(many(n, () => shortcut({ type: 'global' })))],
      ['shortcut name 24', 24, (n: number) => withShortcuts([shortcut({ name: x(n) })])],
      ['shortcut description 150', 150, (n: number) => withShortcuts([shortcut({ description: x(n) })])],
      [
        '100 bot events',
        100,
        (n: number) => ({ settings: { event_subscriptions: { bot_events: words(n) } } }),
      ],
      ['255 scopes', 255, (n: number) => ({ oauth_config: { scopes: { bot: words(n) } } })],
      ['1,000 redirect URLs', 1000, (n: number) => ({ oauth_config: { redirect_urls: words(n) } })],
      ['10 IP ranges', 10, (n: number) => ({ settings: { allowed_ip_address_ranges: words(n) } })],
      ['agent_description 300', 300, (n: number) => agent({ agent_description: x(n) })],
      [
        '4 suggested prompts',
        4,
        (n: number) => agent({ suggested_prompts: many(n, () => ({ title: 't', message: 'm' })) }),
      ],
    ] satisfies [string, number, (n: number) => Json][],
    async (_, most, make) => {
      expect(manifestFaults(make(most))).toEqual([]);
      expect(manifestFaults(make(most + 1))).toHaveLength(1);
    },
  );

  fact('each optional scope stands in bot too', MANIFEST, async () => {
    const scopes = { bot: ['chat:write'], bot_optional: ['users:read'] };
    expect(manifestFaults({ oauth_config: { scopes } })).toHaveLength(1);
  });

  fact('metawsm’s own manifest is taken; a bad one is refused with every fault', MANIFEST, async () => {
    await begin(own());
    const bad = own();
    bad.features.shortcuts = [{ ...bad.features.shortcuts![0]!, name: 'Start a run from this message' }];
    await expect(startSlack({ manifest: bad })).rejects.toThrow(/features\/shortcuts\/0\/name/);
  });
});

describe('scopes', () => {
  facts(
    'without its scope a call is refused with what is needed and what was granted',
    'reference/scopes',
    [
      ['chat:write', 'chat.postMessage', { channel: 'C0', text: 'x' }],
      ['files:write', 'files.getUploadURLExternal', { filename: 'a', length: 1 }],
      ['reactions:write', 'reactions.add', { channel: 'C0' }],
      ['users:read', 'users.info', { user: 'U0' }],
      ['usergroups:read', 'usergroups.users.list', { usergroup: 'S0' }],
      ['channels:read', 'conversations.info', { channel: 'dev' }],
      ['channels:history', 'conversations.replies', { channel: 'dev', ts: '1.000001' }],
      ['groups:read', 'conversations.info', { channel: 'hidden' }],
      ['groups:history', 'conversations.history', { channel: 'hidden' }],
      ['im:write', 'conversations.open', { users: 'ana' }],
      ['im:history', 'conversations.history', { channel: 'dm' }],
    ] satisfies [string, string, Json][],
    async (scope, method, args) => {
      const server = await begin(without(scope));
      const hidden = server.channel('hidden', { private: true });
      const ids: Json = { dev: dev.id, hidden: hidden.id, ana: ana.id, dm: ana.dm().id };
      const named = Object.entries(args).map(([key, value]) => [key, ids[String(value)] ?? value]);
      const answer = await call(server, method, Object.fromEntries(named));
      expect(answer).toMatchObject({ error: 'missing_scope', needed: scope });
      expect(String(answer.provided).split(',')).not.toContain(scope);
    },
  );

  facts(
    'without its scope an event does not come',
    'reference/scopes',
    [
      ['channels:history', 'hello', ['app_mention']],
      ['app_mentions:read', 'hello', ['message']],
    ] satisfies [string, string, string[]][],
    async (scope, text, expected) => {
      const server = await begin(without(scope));
      const app = await socketReceiver(server);
      await ana.says(`@${server.bot.name} ${text}`, { in: dev });
      await server.settled();
      expect(app.bodies('events_api').map((body) => (body.event as Json).type)).toEqual(expected);
    },
  );

  fact('without commands there is neither command nor shortcut', 'reference/scopes/commands', async () => {
    await begin(without('commands'));
    await expect(ana.types('/metawsm', { in: dev })).rejects.toThrow(/not_a_command/);
    await expect(ana.usesShortcut('start_run')).rejects.toThrow(/no global shortcut/);
  });

  fact('e-mail addresses need users:read.email', 'reference/scopes/users.read.email', async () => {
    const server = await begin(own());
    const user = server.person('ben', { email: 'ben@x.test' }).id;
    expect(JSON.stringify(await call(server, 'users.info', { user }))).not.toContain('ben@x.test');
  });
});

describe('events and tabs', () => {
  facts(
    'an event that is not asked for does not come',
    'apis/events-api',
    [
      [
        'message.channels',
        async (server: SlackServer) => void (await ana.says('x', { in: server.find('dev') })),
      ],
      ['message.im', async () => void (await ana.says('x', { in: ana.dm() }))],
      ['app_home_opened', async () => await ana.opensHome()],
      ['member_left_channel', async (server: SlackServer) => server.removeFrom(dev, ana)],
      ['channel_archive', async (server: SlackServer) => void server.channel('dev', { archived: true })],
      ['user_change', async (server: SlackServer) => void server.person('ana', { is_admin: true })],
    ] satisfies [string, (server: SlackServer) => Promise<void>][],
    async (event, happens) => {
      await happens(await begin(own()));
      expect(slack?.deliveries).toHaveLength(1);
      await slack?.close();
      const manifest = own();
      const subscribed = manifest.settings.event_subscriptions!;
      subscribed.bot_events = subscribed.bot_events?.filter((one) => one !== event);
      await happens(await begin(manifest));
      expect(slack?.deliveries).toEqual([]);
    },
  );

  fact(
    'without the Home tab nothing is published: not_enabled',
    'reference/methods/views.publish',
    async () => {
      const manifest = own();
      manifest.features.app_home = { home_tab_enabled: false, messages_tab_enabled: true };
      const server = await begin(manifest);
      const view = { type: 'home', blocks: [section()] };
      expect(await codeOf(call(server, 'views.publish', { user_id: ana.id, view }))).toBe('not_enabled');
      await expect(ana.opensHome()).rejects.toThrow(/no_tab/);
    },
  );

  fact(
    'without the Messages tab there are no direct messages: messages_tab_disabled',
    'reference/methods/chat.postMessage',
    async () => {
      const manifest = own();
      manifest.features.app_home = { home_tab_enabled: true, messages_tab_enabled: false };
      const server = await begin(manifest);
      const args = { channel: ana.id, text: 'x' };
      expect(await codeOf(call(server, 'chat.postMessage', args))).toBe('messages_tab_disabled');
    },
  );

  fact('a command that is not in it is none', MANIFEST, async () => {
    await begin(own());
    await expect(ana.types('/other', { in: dev })).rejects.toThrow(/not_a_command/);
    await expect(ana.usesShortcut('other')).rejects.toThrow(/no global shortcut/);
  });
});
