/** What `doctor` says: like the rest of the catalogue, but what is well has nothing to do. */
import type { ErrorText } from '../errors.js';

/** Headings, by subject. */
export const DOCTOR_SUBJECTS = {
  setup: 'Set-up',
  slack: 'Slack',
  people: 'Channels and people',
  git: 'Git and repositories',
  agents: 'Agents',
  database: 'Database',
  disk: 'Disk',
  github: 'GitHub',
} as const;

const well = (what: string): ErrorText => ({ what, todo: '' });

const REINSTALL =
  'In {name} → App Manifest compare with manifest.yml and save, then OAuth & Permissions → Reinstall to Workspace: a changed manifest counts only after that. Copy the bot token again if Slack shows another one.';

export const DOCTOR = {
  doctor_timeout: {
    what: 'No answer within {detail}: {name}.',
    todo: 'Run the doctor again; if it stays so, look for a network, disk or program that hangs.',
  },
  doctor_broken: {
    what: 'This could not be looked at: {name} ({detail}).',
    todo: 'Run the doctor again; if it stays so, it is a defect of metawsm.',
  },

  // set-up
  doctor_configuration: well('The environment and `{name}` are read: {detail}.'),
  doctor_configuration_fault: { what: 'In the configuration, {name} {detail}.', todo: '{known}.' },
  doctor_warning: { what: 'In the configuration, {name} {detail}.', todo: '{known}.' },
  doctor_private: well('Only the bot’s user can read {detail}.'),
  doctor_env_open: {
    what: 'Other users of this machine can read the tokens in {name} (mode {detail}).',
    todo: '`chmod 600 {name}`',
  },
  doctor_home_open: {
    what: 'Other users of this machine can look into the home {name} (mode {detail}).',
    todo: '`chmod 700 {name}`, or start the bot, which does it.',
  },
  doctor_home_foreign: {
    what: 'The home {name} cannot be written by this user.',
    todo: 'Run bot and doctor as the user to whom the home belongs, or name another home in METAWSM_HOME.',
  },
  doctor_node: well('Node.js {detail}.'),
  doctor_node_old: { what: 'Node.js {detail} is too old.', todo: 'Install Node.js {known}.' },
  doctor_running: well('The bot runs on this home.'),
  doctor_resting: well('The bot does not run on this home.'),

  // Slack
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

  // channels and people
  doctor_channels: well('The bot is a member of {detail}.'),
  doctor_channel_unknown: {
    what: 'Slack does not know the channel {name} to the bot ({detail}).',
    todo: 'Where it is private, type `/invite @metawsm` there. Otherwise correct `channels` in metawsm.yml: the id stands at the end of the channel’s details.',
  },
  doctor_channel_outside: {
    what: 'The bot is not a member of {name}, so no run can be started there.',
    todo: 'Type `/invite @metawsm` there.',
  },
  doctor_channel_archived: {
    what: 'The channel {name} is archived.',
    todo: 'Take it out of `channels` in metawsm.yml, or open it again.',
  },
  doctor_channel_shared: {
    what: 'People of another organisation are in {name}; they read what the bot posts there.',
    todo: 'Nothing, where that is meant; otherwise choose another channel.',
  },
  doctor_people: well('Slack knows {detail}.'),
  doctor_person_unknown: {
    what: '{name} of {detail} does not exist in this workspace.',
    todo: 'Correct the id in metawsm.yml (profile → ⋮ → Copy member ID). Where all are unknown, the bot token is of another workspace.',
  },
  doctor_person_gone: {
    what: '{name} of {detail} is deactivated in Slack.',
    todo: 'Take the id out of metawsm.yml.',
  },
  doctor_person_guest: {
    what: '{name} of {detail} is {known}, who never holds a right.',
    todo: 'Take the id out of metawsm.yml, or make this person a full member in Slack.',
  },
  doctor_group_unknown: {
    what: 'The user group {name} of {detail} does not exist ({known}).',
    todo: 'Correct the id in metawsm.yml: it counts as empty.',
  },
  doctor_group_empty: {
    what: 'Nobody is in the user group {name} of {detail}.',
    todo: 'Add people to it in Slack, or name others in metawsm.yml.',
  },
  doctor_lookup: {
    what: '{name} could not be looked up ({detail}).',
    todo: 'Run the doctor again in a minute.',
  },
  doctor_too_many: {
    what: 'Only the first {detail} were looked up.',
    todo: 'Name user groups in place of so many people.',
  },

  // git
  doctor_git: well('git {detail}.'),
  doctor_git_old: { what: 'git {detail} is too old.', todo: 'Install git {known} or newer.' },
  doctor_git_missing: {
    what: 'git could not be started: {detail}.',
    todo: 'Install git, and see that it is on the bot’s PATH.',
  },
  doctor_repo: well('{repo}: the base {name} can be read from {detail}.'),
  doctor_repo_missing: {
    what: '{repo}: there is no git repository at its `path` ({detail}).',
    todo: 'Clone it there, or correct `path` in metawsm.yml.',
  },
  doctor_repo_unreadable: {
    what: '{repo}: git cannot read {name}: {detail}.',
    todo: 'As the bot’s user try `git ls-remote {name}`. It must work without a question: give that user an ssh key without a passphrase, an agent, or a credential helper.',
  },
  doctor_repo_way: {
    what: '{repo}: git does not go to {name}, because it would start the program `git-remote-{detail}`.',
    todo: 'Use an address by https or ssh. Where you trust that program, allow it as the bot’s user: `git config --global protocol.{detail}.allow always`.',
  },
  doctor_repo_unfit: {
    what: '{repo}: {detail}.',
    todo: 'Make a first commit, or name another repository; repositories with SHA-256 ids are not supported.',
  },
  doctor_base_missing: {
    what: '{repo} has no branch {name}.',
    todo: 'Correct `base` in metawsm.yml, or push that branch.',
  },
  doctor_push: well('{repo}: a push is let in. Rules of single branches show only at a real one.'),
  doctor_push_refused: {
    what: '{repo}: git may read, but not push to {name}: {detail}.',
    todo: 'Give the bot’s user the right to write there (GitHub: a deploy key with write access), or no merge gets through.',
  },
  doctor_base_free: well('{repo}: the local base {name} can be moved by a merge.'),
  doctor_base_dirty: {
    what: '{repo}: the base {name} is checked out at {detail} with changes, so a merge is refused.',
    todo: 'Commit or stash them there, or check out another branch.',
  },
  doctor_base_closed: {
    what: '{repo}: this user may not write to {name}, so a merge is refused.',
    todo: 'Give the bot’s user the right to write there.',
  },
  doctor_copy_missing: {
    what: '{repo}: the `copy` file {name} is missing or leads out of its folder.',
    todo: 'Put it at {detail}.',
  },
  doctor_check_missing: {
    what: '{repo}: `{name}` cannot run: {detail} is not on the PATH that setup and checks get.',
    todo: 'Install it, or add its folder to the PATH of the bot.',
  },
  doctor_check_wrapped: {
    what: '{repo}: whether the programs of its checks are there cannot be seen from outside of `wrap`.',
    todo: 'Try one run; a check whose program is missing says so.',
  },
  doctor_tickets: well('Ticket documents go to {name} in {repo}.'),

  // agents
  doctor_agent: well('{name} answers after {detail}{known}.'),
  doctor_agent_there: well('{name} is there: {detail} (not started; it begins work as soon as it is).'),
  doctor_agent_missing: {
    what: '{name} cannot be started: {detail}.',
    todo: 'Install it, make it executable, or correct `command` in metawsm.yml.',
  },
  doctor_agent_silent: {
    what: '{name} was started and did not answer within {detail}.',
    todo: 'As the bot’s user start its command by hand and look at what it says; see docs/agents.md.',
  },
  doctor_agent_ended: {
    what: '{name} ended without an answer: {detail}.',
    todo: 'As the bot’s user start its command by hand; it must speak the Agent Client Protocol. See docs/agents.md.',
  },
  doctor_agent_protocol: {
    what: '{name} answers, but not as the Agent Client Protocol wants it: {detail}.',
    todo: 'Install the version that docs/agents.md names.',
  },
  doctor_agent_version: {
    what: '{name} is version {detail}; metawsm was tried with {known}.',
    todo: 'It will most likely work. If not, install that version; see docs/agents.md.',
  },
  doctor_agent_npx: {
    what: '{name} is not installed: npx fetches it at its first start, which takes minutes.',
    todo: 'Install it now: {known}',
  },
  doctor_wrap: well('{name}: its `wrap` starts programs.'),
  doctor_wrap_failed: {
    what: '{name}: its `wrap` starts nothing: {detail}.',
    todo: 'As the bot’s user try the words of `wrap` with `true` behind them; see docs/containment.md.',
  },
  doctor_wrap_untried: {
    what: '{name}: whether its program is there cannot be seen from outside of `wrap`.',
    todo: 'Try one run.',
  },
  doctor_interviewer: well('{name} can interview: {detail}.'),

  // database
  doctor_database_new: well('There is no database yet; the bot makes it at its first start.'),
  doctor_database: well('The database {name} is whole ({detail}).'),
  doctor_database_broken: {
    what: 'The database {name} is damaged: {detail}.',
    todo: 'Stop the bot, keep a copy of the file, restore the last backup: docs/operating.md, Restore.',
  },
  doctor_database_unreadable: {
    what: 'The database {name} cannot be read: {detail}.',
    todo: 'See that it is a file of metawsm and of the bot’s user; otherwise restore it: docs/operating.md, Restore.',
  },
  doctor_database_closed: {
    what: 'The database {name} cannot be written by this user.',
    todo: 'Run the bot as the user to whom the file and its folder belong: `ls -l {name}`.',
  },
  doctor_database_old: {
    what: 'The database is of an earlier version ({detail}).',
    todo: 'Nothing: the next start brings it up to date. Make a backup before: docs/operating.md.',
  },
  doctor_database_newer: {
    what: 'A newer metawsm has changed this database ({detail}).',
    todo: 'Start that version, or restore a backup from before: docs/operating.md, Upgrade, and back.',
  },
  doctor_inbox_dead: {
    what: 'Given up in the last seven days: {known} from Slack ({detail}).',
    todo: 'What they carried was not done. Ask the people concerned to do it again; the log has the reason, which may be a defect.',
  },
  doctor_inbox_waiting: {
    what: '{known} from Slack waits undecided ({detail}).',
    todo: 'The bot takes it up by itself at its start; where it runs, look at the log.',
  },
  doctor_effects_failed: {
    what: 'Did not succeed in the last seven days: {detail}.',
    todo: 'The cards of these runs say what became of it; the log has the reasons.',
  },

  // disk
  doctor_disk: well('{detail} are free, and workspaces take {name} of {known} (`limits.disk`).'),
  doctor_disk_full: {
    what: 'Only {detail} are free on the disk of {name}.',
    todo: 'Make room: `/metawsm cleanup RUN` removes workspaces of runs that are over.',
  },
  doctor_disk_limit: {
    what: 'Workspaces take {detail} of {known} (`limits.disk`), so new runs wait.',
    todo: '`/metawsm cleanup RUN` removes workspaces of runs that are over, or raise `limits.disk`.',
  },
  doctor_disk_short: {
    what: '`limits.disk` lets workspaces grow to {known}, but only {detail} are free.',
    todo: 'Lower `limits.disk`, or make room.',
  },
  doctor_disk_unmeasured: {
    what: 'What workspaces take could not be measured ({detail}).',
    todo: 'See that `du` is on the bot’s PATH.',
  },

  // GitHub
  doctor_github: well('Issues can be read {detail}.'),
  doctor_github_refused: {
    what: 'GitHub refuses the token ({detail}).',
    todo: 'Make a new one that may read issues, and put it into .env as GITHUB_TOKEN; or leave it empty to use `gh`.',
  },
  doctor_github_silent: {
    what: 'GitHub could not be asked: {detail}.',
    todo: 'Check the network and GITHUB_API_URL. Only issues as tickets need it.',
  },
  doctor_github_login: {
    what: '`gh` is there, but not logged in, so issues cannot be tickets.',
    todo: 'As the bot’s user `gh auth login`, or set GITHUB_TOKEN. Leave it where you do not want that.',
  },
} as const satisfies Record<string, ErrorText>;
