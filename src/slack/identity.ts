/** Who the bot is in this workspace: asked once at start, so that no delivery has to ask again. */
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Log } from '../logging.js';
import { silentOnPayloads } from './clients.js';
import { bounded } from './fetching.js';
import { isCode } from './refusals.js';
import { sleep } from './sleep.js';

export interface Identity {
  /** The bot's user id, `U…`, and bot id, `B…`. */
  userId: string;
  botId: string;
  team: string;
  /** Address of the workspace, ends in `/`; permalinks begin with it. */
  url: string;
  scopes: readonly string[];
}

export interface IdentityOptions {
  botToken: string;
  apiUrl?: string;
  log: Pick<Log, 'warn' | 'error'>;
  /** Pause between tries while Slack does not answer. Default 1,000. */
  retryMs?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/** Slack refused the token: asking again cannot help. */
export class TokenRefused extends Error {
  constructor(
    readonly variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
    readonly code: string,
  ) {
    super(
      `Slack refused ${variable} (${code}). Copy it again from api.slack.com/apps → your app, ` +
        'check that the app is installed in the workspace, then start again.',
    );
  }
}

const MAY_PASS = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** True for refusals that waiting cannot mend. */
export const isFinal = (error: unknown): error is WebAPIPlatformError =>
  error instanceof WebAPIPlatformError && isCode(error.data.error) && !MAY_PASS.has(error.data.error);

/** Asks `auth.test` until Slack answers. Throws `TokenRefused`, or the signal's reason. */
export async function whoAmI(options: IdentityOptions): Promise<Identity> {
  const { botToken, apiUrl, log, retryMs = 1_000, signal } = options;
  const web = new WebClient(botToken, {
    timeout: 5_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: bounded(),
    logger: silentOnPayloads({ warn: () => undefined, error: () => undefined }),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted();
    try {
      return identityIn(await web.auth.test());
    } catch (error) {
      if (isFinal(error)) throw new TokenRefused('SLACK_BOT_TOKEN', error.data.error);
      if (tries === 1 || tries % 30 === 0)
        log.warn('Slack does not answer; I keep trying', { reason: String(error) });
      await sleep(retryMs, signal);
    }
  }
}

function identityIn(told: Awaited<ReturnType<WebClient['auth']['test']>>): Identity {
  const { user_id: userId, bot_id: botId, team_id: team, url } = told;
  if (!userId || !team) throw new Error('auth.test told no user or team');
  return {
    userId,
    botId: botId ?? '',
    team,
    url: url ? (url.endsWith('/') ? url : `${url}/`) : 'https://slack.com/',
    scopes: told.response_metadata?.scopes ?? [],
  };
}

/** Address of a message. */
export const permalink = ({ url }: Pick<Identity, 'url'>, place: { channel: string; ts: string }): string =>
  `${url}archives/${place.channel}/p${place.ts.replace('.', '')}`;
