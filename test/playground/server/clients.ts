/** The real WebClient against the playground's server. */
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackServer } from '../../../src/playground/server/slack-server.js';

/** A logger that says nothing: broken sockets are part of these tests. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A client without retries and log lines. */
export function quietClient(
  slack: SlackServer,
  token = slack.botToken,
  options: WebClientOptions = {},
): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    logger: quiet,
    ...options,
  });
}

/** Slack's error code, or 'ok'. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );
}
