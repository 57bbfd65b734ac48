/** How the bot reaches Slack: tokens, port, address. */
import type { Fault } from './faults.js';
import type { Config } from './types.js';
import { type Environment, read } from './variables.js';

/** Reads tokens, port and address; what is missing or wrong goes to `faults`, never with its value. */
export function readSlack(env: Environment, faults: Fault[]): Config['slack'] {
  const slack: Config['slack'] = { botToken: botTokenOf(env, faults), port: portOf(env, faults) };
  const appToken = read(env, 'SLACK_APP_TOKEN');
  const signingSecret = read(env, 'SLACK_SIGNING_SECRET');
  const apiUrl = apiUrlOf(env, faults);
  if (!appToken && !signingSecret)
    faults.push({
      place: 'SLACK_APP_TOKEN',
      what: 'is missing, and so is SLACK_SIGNING_SECRET: one of the two is needed',
      remedy:
        'api.slack.com/apps → your app → Basic Information: for Socket Mode (no public address needed) make an app-level token with `connections:write` and put it into .env as SLACK_APP_TOKEN=xapp-…; for HTTP copy the signing secret into SLACK_SIGNING_SECRET',
    });
  if (appToken) slack.appToken = checkedToken('SLACK_APP_TOKEN', appToken, 'xapp-', faults);
  if (signingSecret) slack.signingSecret = checkedSecret(signingSecret, faults);
  if (apiUrl) slack.apiUrl = apiUrl;
  return slack;
}

function botTokenOf(env: Environment, faults: Fault[]): string {
  const token = read(env, 'SLACK_BOT_TOKEN');
  if (token) return checkedToken('SLACK_BOT_TOKEN', token, 'xoxb-', faults);
  faults.push({
    place: 'SLACK_BOT_TOKEN',
    what: 'is missing',
    remedy:
      'api.slack.com/apps → Create New App → From a manifest (paste manifest.yml) → Install App; then api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token; put it into .env as SLACK_BOT_TOKEN=xoxb-…; to try metawsm without Slack first: npm run playground',
  });
  return '';
}

/** What each beginning says about a token, for a token that stands at the wrong place. */
const KINDS: readonly [prefix: string, kind: string][] = [
  ['xoxb-', 'a bot token, which belongs in SLACK_BOT_TOKEN'],
  ['xapp-', 'an app-level token, which belongs in SLACK_APP_TOKEN'],
  ['xoxp-', 'a user token; metawsm speaks as a bot'],
  ['xoxe', 'a token that is rotated; switch token rotation off in the app’s settings'],
  ['xoxc-', 'a token of a browser session; metawsm speaks as a bot'],
  ['xoxd-', 'a token of a browser session; metawsm speaks as a bot'],
  ['xox', 'a token of another kind'],
];

const PAGES = {
  SLACK_BOT_TOKEN: 'OAuth & Permissions → Bot User OAuth Token',
  SLACK_APP_TOKEN: 'Basic Information → App-Level Tokens',
} as const;

function checkedToken(place: keyof typeof PAGES, token: string, prefix: string, faults: Fault[]): string {
  const remedy = `copy the one that begins with \`${prefix}\`: api.slack.com/apps → your app → ${PAGES[place]}`;
  const kind = KINDS.find(([begin]) => token.startsWith(begin))?.[1];
  if (!token.startsWith(prefix)) {
    faults.push({ place, what: kind ? `looks like ${kind}` : `does not begin with \`${prefix}\``, remedy });
  } else if (!/^[A-Za-z0-9-]+$/u.test(token) || token.length < prefix.length + 8) {
    faults.push({ place, what: 'is cut off, or only a sample', remedy });
  }
  return token;
}

function checkedSecret(secret: string, faults: Fault[]): string {
  const isToken = /^(?:xox|xapp-)/u.test(secret);
  if (isToken || /\s/u.test(secret) || secret.length < 16)
    faults.push({
      place: 'SLACK_SIGNING_SECRET',
      what: isToken ? 'looks like a token' : 'is cut off, or only a sample',
      remedy: 'copy it whole: api.slack.com/apps → your app → Basic Information → Signing Secret',
    });
  return secret;
}

function portOf(env: Environment, faults: Fault[]): number {
  const text = read(env, 'PORT') ?? '3000';
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  faults.push({
    place: 'PORT',
    what: 'is no port',
    remedy: 'write a number from 0 to 65535, or leave it empty for 3000',
  });
  return 3000;
}

function apiUrlOf(env: Environment, faults: Fault[]): string | undefined {
  const text = read(env, 'SLACK_API_URL');
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (!isSafe || url?.search || url?.hash || url?.username)
    faults.push({
      place: 'SLACK_API_URL',
      what: 'is no address of a Slack',
      remedy:
        'write `https://…/api/` (plain `http://` works only on this machine), or leave it empty for Slack’s own',
    });
  return text.endsWith('/') ? text : `${text}/`;
}
