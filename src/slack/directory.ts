/** What Slack tells about people, user groups and channels. Throws what Slack's client throws. */
import { type WebClient, WebAPIPlatformError } from '@slack/web-api';
import type { User } from '@slack/web-api/dist/types/response/UsersInfoResponse.js';
import type { ChannelFacts } from '../engine/ports.js';
import type { Log } from '../logging.js';

export interface Directory {
  user(id: string): Promise<User>;
  /** Empty where Slack has no such group for us: on free plans, without the scope, for a removed group. */
  members(group: string): Promise<string[]>;
  /** `hint` is the name that Slack gives with a command, the only trace of conversations we are not in. */
  channel(id: string, hint?: string): Promise<Omit<ChannelFacts, 'fetchedAt'>>;
}

export function createDirectory(
  web: Pick<WebClient, 'users' | 'usergroups' | 'conversations'>,
  log: Pick<Log, 'warn'>,
): Directory {
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
    async channel(id, hint) {
      try {
        const { channel } = await web.conversations.info({ channel: id });
        const group = channel?.is_mpim === true;
        return {
          id,
          kind: group ? 'group' : channel?.is_im ? 'im' : 'channel',
          isMember: channel?.is_im === true || (channel?.is_member === true && !channel.is_archived),
          shared: channel?.is_ext_shared === true,
        };
      } catch (error) {
        const code = codeOf(error);
        if (!code || !NO_CHANNEL.has(code)) throw error;
        return { id, kind: isPrivateTalk(id, hint) ? 'group' : 'channel', isMember: false, shared: false };
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
const NO_CHANNEL = new Set(['channel_not_found', 'missing_scope', 'no_permission', 'method_not_supported_for_channel_type']);

/** A conversation between people, which the bot cannot be invited to. */
const isPrivateTalk = (id: string, hint = ''): boolean =>
  id.startsWith('D') || hint.startsWith('mpdm-') || hint === 'directmessage';

/** Slack's own code of a refusal; undefined for network trouble and rate limits. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;
