/** What `doctor` says of Slack. */
import type { ErrorText } from '../../errors.js';
import { well } from './well.js';

const REINSTALL =
  'In {name} → App Manifest compare with manifest.yml and save, then OAuth & Permissions → Reinstall to Workspace: a changed manifest counts only after that. Copy the bot token again if Slack shows another one.';

export const DOCTOR_SLACK = {
  doctor_unreachable: {
    what: 'Slack could not be asked at {name}: {detail}.',
    todo: 'Check the network of this machine, a proxy, and SLACK_API_URL; then run the doctor again.',
  },
  doctor_bot_token: well('SLACK_BOT_TOKEN speaks as @{name} in the workspace {detail}.'),
  doctor_bot_token_refused: {
    what: 'Slack refuses SLACK_BOT_TOKEN ({detail}).',
    todo: 'api.slack.com/apps → your app → OAuth & Permissions → copy the Bot User OAuth Token into .env. Where there is none, install the app first.',
  },
  doctor_no_bot_token: {
    what: 'Nothing else of Slack could be looked at without a token that counts.',
    todo: 'Mend SLACK_BOT_TOKEN first.',
  },
  doctor_app_token: well('SLACK_APP_TOKEN may open sockets.'),
  doctor_app_token_refused: {
    what: 'Slack refuses SLACK_APP_TOKEN ({detail}).',
    todo: 'api.slack.com/apps → your app → Basic Information → App-Level Tokens: make one with `connections:write`, copy it into .env; and Socket Mode must be on.',
  },
  doctor_one_app: well('Both tokens are of one app, {detail}.'),
  doctor_other_app: {
    what: 'The tokens are of two apps: SLACK_APP_TOKEN of {detail}, SLACK_BOT_TOKEN of {known}.',
    todo: 'Copy both from the same app, or no event ever reaches the bot: https://api.slack.com/apps/{known}',
  },
  doctor_app_untold: {
    what: 'Slack does not tell whether both tokens are of one app ({detail}).',
    todo: 'Compare the App ID at api.slack.com/apps → your app → Basic Information with the one in SLACK_APP_TOKEN (xapp-1-A…).',
  },
  doctor_scopes: well('All {detail} scopes of manifest.yml are granted.'),
  doctor_scope_missing: {
    what: 'Slack has not granted {detail}, which manifest.yml asks for.',
    todo: REINSTALL,
  },
  doctor_scope_optional: {
    what: 'The optional scope {detail} is not granted; only rights by user group need it.',
    todo: REINSTALL,
  },
  doctor_scope_groups: {
    what: 'metawsm.yml names user groups, but {detail} is not granted: they count as empty.',
    todo: REINSTALL,
  },
  doctor_scope_more: {
    what: 'Granted, but not in manifest.yml: {detail}.',
    todo: 'The bot does not need it. To take it away: {name} → OAuth & Permissions, remove it, reinstall.',
  },
  doctor_scopes_untold: {
    what: 'Slack does not tell which scopes are granted.',
    todo: 'Compare {name} → OAuth & Permissions → Scopes with manifest.yml.',
  },
  doctor_manifest_unread: {
    what: 'manifest.yml of metawsm cannot be read, so scopes are not compared: {detail}.',
    todo: 'Restore the file: `git checkout manifest.yml`.',
  },
  doctor_clock: well('The clock of this machine agrees with Slack’s.'),
  doctor_clock_off: {
    what: 'The clock of this machine is {detail}.',
    todo: 'Set it by NTP (`timedatectl set-ntp true`): Slack’s signatures count for minutes only, and reminders come at wrong times.',
  },
  doctor_clock_untold: {
    what: 'Slack does not tell the time, so the clock is not compared.',
    todo: 'See `timedatectl`: it shall say that the clock is synchronized.',
  },
  doctor_socket: well('A socket opened after {detail} ms, and Slack answers its pings.'),
  doctor_socket_refused: {
    what: 'No socket could be opened: {detail}.',
    todo: 'Turn Socket Mode on ({name} → Socket Mode), and let WebSockets out on port 443, through a proxy as well.',
  },
  doctor_socket_mute: {
    what: 'A socket opened, but Slack does not answer its pings.',
    todo: 'A proxy or firewall on the way may hold WebSockets back. Try from another network.',
  },
  doctor_socket_left: {
    what: 'No socket was opened: the bot runs, and a second socket would take events away from it.',
    todo: 'Type `/metawsm doctor` in Slack: it tests the sockets of the running bot.',
  },
  doctor_socket_yielded: {
    what: 'The bot started while the doctor listened, so the doctor gave way.',
    todo: 'Type `/metawsm doctor` in Slack.',
  },
  doctor_sockets: well('{detail} sockets are open, and Slack answers their pings.'),
  doctor_sockets_few: {
    what: 'Only {detail} sockets are open.',
    todo: 'The bot opens the other one again by itself. If it stays so, look at the log for what Slack answers.',
  },
  doctor_sockets_none: {
    what: 'No socket is open.',
    todo: 'The bot tries again by itself. If it stays so: look at the log, and whether Socket Mode is on ({name} → Socket Mode).',
  },
  doctor_events: well('Slack delivers events: that of a test message came after {detail} ms.'),
  doctor_events_missing: {
    what: 'Slack does not deliver events: that of a test message in {known} did not come within {detail}.',
    todo: 'In {name} → Event Subscriptions compare with manifest.yml, then reinstall the app. Nobody else may run this app: Slack gives each event to one of its sockets.',
  },
  doctor_events_untried: {
    what: 'Whether Slack delivers events was not tried.',
    todo: 'Type `/metawsm doctor` in Slack while the bot runs, or, while it does not, `npm run doctor -- --channel C…` (or U… for a direct message), where a test message may appear for a moment.',
  },
  doctor_events_running: {
    what: 'Whether Slack delivers events was not tried, since the bot runs.',
    todo: 'Type `/metawsm doctor` in Slack: the running bot proves it.',
  },
  doctor_events_unheard: {
    what: 'Whether Slack delivers events could not be tried without a socket.',
    todo: 'Mend the socket first.',
  },
  doctor_test_refused: {
    what: 'Slack refused the test message in {name} ({detail}).',
    todo: 'Name a channel of which the bot is a member (`/invite @metawsm`), or a person.',
  },
  doctor_test_left: {
    what: 'The test message in {name} could not be removed ({detail}).',
    todo: 'Delete it by hand, or leave it: it does nothing.',
  },
  doctor_http: well('The bot listens on port {detail}, and takes what SLACK_SIGNING_SECRET has signed.'),
  doctor_http_port: well('Port {detail} is free for the bot.'),
  doctor_http_listening: well('The bot listens on port {detail}.'),
  doctor_http_secret: {
    what: 'What listens on port {name} refuses what SLACK_SIGNING_SECRET has signed ({detail}).',
    todo: 'Restart the bot if .env has changed; see that no other program has this port.',
  },
  doctor_http_closed: {
    what: 'The bot runs, but nothing listens on port {name} ({detail}).',
    todo: 'See that .env names the PORT with which the bot was started, then restart it.',
  },
  doctor_http_taken: {
    what: 'The bot does not run, but something listens on port {name}.',
    todo: 'End that program, or choose another PORT.',
  },
  doctor_http_address: {
    what: 'Whether Slack reaches this port through its public address cannot be seen from here.',
    todo: 'Type `/metawsm doctor` in Slack. The address is https://<your host>/slack/events, at three places in the manifest.',
  },
} as const satisfies Record<string, ErrorText>;
