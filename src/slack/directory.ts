/** What Slack tells about people, user groups and channels. Throws what Slack's client throws. */
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { User } from '@slack/web-api/dist/types/response/UsersInfoResponse.js';
import type { ChannelFacts } from '../engine/ports.js';
import type { Log } from '../logging.js';

export interface Directory {
  user(id: string): Promise<User>;
  /** Empty where Slack has no such group for us: on free plans, without the scope, for a removed group. */
  members(group: string): Promise<string[]>;
  /** As `person` sees it. */
  channel(id: string, person: Onlooker): Promise<Omit<ChannelFacts, 'fetchedAt'>>;
}

/** Who is in the conversation, and what Slack calls it there: the only trace of conversations we are not in. */
export interface Onlooker {
  user: string;
  hint?: string | undefined;
}

export function createDirectory(
  web: Pick<WebClient, 'users' | 'usergroups' | 'conversations'>,
  log: Pick<Log, 'warn'>,
): Directory {
  /** Opened is what exists already; one between two other people counts as a group. */
  async function direct(id: string, user: string): ReturnType<Directory['channel']> {
    const { channel } = await web.conversations.open({ users: user });
    const ours = channel?.id === id;
    return { id, kind: ours ? 'im' : 'group', isMember: ours, shared: false };
  }
  return {
    async user(id) {
      const { user } = await web.users.info({ user: id });
      if (!user) throw new Error('Slack told nothing about the user');
      return user;
    },
    async members(group) {
      try {
        return (await web.usergroups.users.list({ usergroup: group })).users ?? [];
      } catch (error) {
        const code = codeOf(error);
        if (!code || !NO_GROUP.has(code)) throw error;
        log.warn('a user group of metawsm.yml counts as empty', { group, reason: code });
        return [];
      }
    },
    async channel(id, { user, hint = '' }) {
      if (id.startsWith('D')) return direct(id, user);
      const stranger = {
        id,
        kind: isGroup(hint) ? 'group' : 'channel',
        isMember: false,
        shared: false,
      } as const;
      try {
        const { channel } = await web.conversations.info({ channel: id });
        const isMember = channel?.is_member === true && !channel.is_archived;
        const kind = channel?.is_mpim ? 'group' : 'channel';
        return { id, kind, isMember, shared: channel?.is_ext_shared === true };
      } catch (error) {
        const code = codeOf(error);
        if (!code || !NO_CHANNEL.has(code)) throw error;
        return stranger;
      }
    },
  };
}

const NO_GROUP = new Set([
  'plan_upgrade_required',
  'paid_teams_only',
  'missing_scope',
  'no_such_subteam',
  'subteam_not_found',
  'invalid_usergroup',
]);
const NO_CHANNEL = new Set([
  'channel_not_found',
  'missing_scope',
  'no_permission',
  'method_not_supported_for_channel_type',
]);

const isGroup = (hint: string): boolean => hint.startsWith('mpdm-');

/** Slack's own code of a refusal; undefined for network trouble and rate limits. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;
