/** Everything that can be wrong with a set-up, one at a time: how it is broken, what the doctor calls it, what helps. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Grade } from '../../../src/doctor/finding.js';
import { openStore } from '../../../src/persistence/store.js';
import { startSlack } from '../../../src/playground/server/slack-server.js';
import { git, makeRepo } from '../../fixtures/git-repos.js';
import { startGithub, TOKEN } from '../../fixtures/github.js';
import { type Broken, type Patient, shell } from './patient.js';

export interface Case {
  /** What is broken. */
  name: string;
  grade: Exclude<Grade, 'well'>;
  code: string;
  /** What the finding names. */
  names: RegExp;
  remedy: RegExp;
  /** Breaks it, and says how to mend it where that is not all in the configuration. */
  breaks: (
    patient: Patient,
  ) => Promise<Broken & { mend?: () => unknown }> | (Broken & { mend?: () => unknown });
}

const channels = (id: string) => (text: string) =>
  text.replace(/channels: .*/u, `channels: { ${id}: { repos: [api] } }`);
const merge = (ids: string) => (text: string) => text.replace(/merge: \[[^\]]*\]/u, `merge: [${ids}]`);
const repo = (line: string) => (text: string) => text.replace(/ {4}path: .*\n/u, `    ${line}\n`);
const more = (line: string) => (text: string) => text.replace(/ {4}checks: .*\n/u, `$&    ${line}\n`);

/** A Slack in which other scopes are granted. */
async function granted(change: (scopes: string[]) => string[]) {
  const all =
    'app_mentions:read assistant:write channels:history channels:read chat:write commands files:write groups:history groups:read im:history im:write reactions:write usergroups:read users:read';
  const slack = await startSlack({ scopes: change(all.split(' ')) });
  const env = {
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  };
  const [id, ana] = [slack.channel('dev').id, slack.person('ana').id];
  const yml = (text: string) =>
    channels(id)(text).replace(/(answer|merge|admins): \[U[^\]]*\]/gu, `$1: [${ana}]`);
  return { slack, env, yml, mend: () => slack.close() };
}

async function stored({ world: { home } }: Patient, work: string, values: string[] = []) {
  const url = `sqlite:${join(home, 'metawsm.sqlite')}`;
  await (await openStore({ url, home })).close();
  const { default: sqlite3 } = await import('sqlite3');
  await new Promise<void>((done, fail) => {
    const db = new sqlite3.Database(join(home, 'metawsm.sqlite'));
    db.run(work, values, (error) => (error ? fail(error) : db.close(() => done())));
  });
  return { mend: () => removeDatabase(home) };
}

const removeDatabase = (home: string) => {
  for (const end of ['', '-wal', '-shm', '.lock'])
    rmSync(join(home, `metawsm.sqlite${end}`), { force: true });
};

const slack: Case[] = [
  {
    name: 'a bot token that Slack does not know',
    grade: 'fault',
    code: 'doctor_bot_token_refused',
    names: /SLACK_BOT_TOKEN \(invalid_auth\)/,
    remedy: /OAuth & Permissions/,
    breaks: ({ world }) => ({ env: { SLACK_BOT_TOKEN: `${world.slack.botToken}0` } }),
  },
  {
    name: 'a Slack that cannot be reached',
    grade: 'fault',
    code: 'doctor_unreachable',
    names: /127\.0\.0\.1:9/,
    remedy: /network.*SLACK_API_URL/,
    breaks: () => ({ env: { SLACK_API_URL: 'http://127.0.0.1:9/api/' } }),
  },
  {
    name: 'a scope that is not granted',
    grade: 'fault',
    code: 'doctor_scope_missing',
    names: /`reactions:write`/,
    remedy: /apps\/A\w+ → App Manifest.*Reinstall/,
    breaks: () => granted((all) => all.filter((one) => one !== 'reactions:write')),
  },
  {
    name: 'an optional scope that was declined',
    grade: 'note',
    code: 'doctor_scope_optional',
    names: /`usergroups:read`/,
    remedy: /Reinstall/,
    breaks: () => granted((all) => all.filter((one) => one !== 'usergroups:read')),
  },
  {
    name: 'a scope that nobody asked for',
    grade: 'note',
    code: 'doctor_scope_more',
    names: /`chat:write\.public`/,
    remedy: /does not need it/,
    breaks: () => granted((all) => [...all, 'chat:write.public']),
  },
  {
    name: 'a clock that is two minutes ahead',
    grade: 'fault',
    code: 'doctor_clock_off',
    names: /1[12]\d s ahead of Slack/,
    remedy: /timedatectl/,
    breaks: ({ world }) => {
      world.slack.faults.shiftClock(-120_000);
      return { mend: () => world.slack.faults.clear() };
    },
  },
  {
    name: 'a port that somebody else has',
    grade: 'fault',
    code: 'doctor_http_taken',
    names: /port \d+/,
    remedy: /End that program/,
    async breaks() {
      const server = createServer((socket) => socket.destroy());
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const { port } = server.address() as { port: number };
      return { env: { PORT: String(port) }, mend: () => server.close() };
    },
  },
];

const people: Case[] = [
  {
    name: 'a channel that Slack does not show',
    grade: 'fault',
    code: 'doctor_channel_unknown',
    names: /C0NOWHERE/,
    remedy: /\/invite @metawsm.*channels/,
    breaks: () => ({ yml: channels('C0NOWHERE') }),
  },
  {
    name: 'a channel without the bot',
    grade: 'fault',
    code: 'doctor_channel_outside',
    names: /#alone/,
    remedy: /\/invite @metawsm/,
    breaks: ({ world }) => ({ yml: channels(world.slack.channel('alone', { botIsMember: false }).id) }),
  },
  {
    name: 'an archived channel',
    grade: 'fault',
    code: 'doctor_channel_archived',
    names: /#attic/,
    remedy: /channels/,
    breaks: ({ world }) => ({ yml: channels(world.slack.channel('attic', { archived: true }).id) }),
  },
  {
    name: 'a channel shared with others',
    grade: 'note',
    code: 'doctor_channel_shared',
    names: /#partners/,
    remedy: /another channel/,
    breaks: ({ world }) => ({ yml: channels(world.slack.channel('partners', { shared: true }).id) }),
  },
  {
    name: 'a person who does not exist',
    grade: 'fault',
    code: 'doctor_person_unknown',
    names: /U0NOBODY of access\.merge/,
    remedy: /Copy member ID/,
    breaks: () => ({ yml: merge('U0NOBODY') }),
  },
  {
    name: 'a person who has left',
    grade: 'fault',
    code: 'doctor_person_gone',
    names: /of access\.merge is deactivated/,
    remedy: /Take the id out/,
    breaks: ({ world }) => ({ yml: merge(world.slack.person('gone', { deleted: true }).id) }),
  },
  {
    name: 'a guest with a right',
    grade: 'fault',
    code: 'doctor_person_guest',
    names: /of access\.merge is a guest/,
    remedy: /full member/,
    breaks: ({ world }) => ({ yml: merge(world.slack.person('guest', { is_restricted: true }).id) }),
  },
  {
    name: 'a user group that does not exist',
    grade: 'fault',
    code: 'doctor_group_unknown',
    names: /S0GONE of access\.merge/,
    remedy: /Correct the id/,
    breaks: () => ({ yml: merge('S0GONE') }),
  },
  {
    name: 'somebody to escalate to who does not exist',
    grade: 'fault',
    code: 'doctor_group_unknown',
    names: /S0ONCALL of guidance\.escalateTo/,
    remedy: /Correct the id/,
    breaks: () => ({ yml: (text) => `${text}guidance: { escalateTo: S0ONCALL }\n` }),
  },
  {
    name: 'a user group of nobody',
    grade: 'note',
    code: 'doctor_group_empty',
    names: /Nobody is in the user group S/,
    remedy: /Add people/,
    breaks: ({ world }) => ({ yml: merge(world.slack.userGroup('empty', []).id) }),
  },
];

const repositories: Case[] = [
  {
    name: 'a clone that is no repository',
    grade: 'fault',
    code: 'doctor_repo_missing',
    names: /api: .*plain/,
    remedy: /Clone it there/,
    breaks({ world }) {
      mkdirSync(join(world.root, 'plain'), { recursive: true });
      return { yml: repo('path: plain') };
    },
  },
  {
    name: 'an address that git cannot read',
    grade: 'fault',
    code: 'doctor_repo_unreadable',
    names: /api: git cannot read file:.*nowhere/,
    remedy: /git ls-remote file:.*without a question/,
    breaks: ({ world }) => ({ yml: repo(`url: file://${world.root}/nowhere.git`) }),
  },
  {
    name: 'a clone whose remote starts a program of git’s',
    grade: 'fault',
    code: 'doctor_repo_way',
    names: /api: git does not go to codecommit::.*`git-remote-codecommit`/,
    remedy: /protocol\.codecommit\.allow always/,
    breaks({ world }) {
      const clone = makeRepo(join(world.root, 'by-program'), { 'a.txt': 'a' });
      git(clone, 'remote', 'add', 'origin', 'codecommit::eu-west-1://api');
      return { yml: repo('path: by-program') };
    },
  },
  {
    name: 'a base that does not exist',
    grade: 'fault',
    code: 'doctor_base_missing',
    names: /api has no branch develop \(it has main\)/,
    remedy: /Correct `base`/,
    breaks: () => ({ yml: more('base: develop') }),
  },
  {
    name: 'a repository without commits',
    grade: 'fault',
    code: 'doctor_repo_unfit',
    names: /api: it has no commits/,
    remedy: /first commit/,
    breaks({ world }) {
      git(world.root, 'init', '-q', '--bare', 'empty.git');
      return { yml: repo('path: empty.git') };
    },
  },
  {
    name: 'a remote that lets no push in',
    grade: 'fault',
    code: 'doctor_push_refused',
    names: /api: git may read, but not push to .*locked/,
    remedy: /right to write/,
    breaks({ world }) {
      const path = world.repos.api!.path;
      git(path, 'config', 'remote.origin.pushurl', join(world.root, 'locked.git'));
      return { mend: () => git(path, 'config', '--unset', 'remote.origin.pushurl') };
    },
  },
  {
    name: 'changes where a local base is checked out',
    grade: 'note',
    code: 'doctor_base_dirty',
    names: /lib: the base main is checked out at .*a\.txt/,
    remedy: /Commit or stash/,
    breaks({ world }) {
      const path = world.repos.lib!.path;
      writeFileSync(join(path, 'a.txt'), 'changed\n');
      return { mend: () => git(path, 'checkout', '-q', '--', '.') };
    },
  },
  {
    name: 'a `copy` file that is missing',
    grade: 'fault',
    code: 'doctor_copy_missing',
    names: /api: the `copy` file settings\.env/,
    remedy: /Put it at .*settings\.env/,
    breaks: () => ({ yml: more('copy: [settings.env]') }),
  },
  {
    name: 'a check whose program is missing',
    grade: 'fault',
    code: 'doctor_check_missing',
    names: /`metawsm-no-such-tool --all`/,
    remedy: /Install it/,
    breaks: () => ({ yml: (text) => text.replace(/checks: .*/u, 'checks: [metawsm-no-such-tool --all]') }),
  },
];

const agents: Case[] = [
  {
    name: 'an agent whose program is missing',
    grade: 'fault',
    code: 'doctor_agent_missing',
    names: /script cannot be started: .*no-such-agent/,
    remedy: /correct `command`/,
    breaks: ({ withAgent }) => ({ yml: withAgent('runner: command\ncommand: [./no-such-agent]') }),
  },
  {
    name: 'an agent that does not answer',
    grade: 'fault',
    code: 'doctor_agent_silent',
    names: /script was started and did not answer within 1 s/,
    remedy: /start its command by hand/,
    breaks: ({ withAgent }) => ({
      yml: withAgent(`runner: acp\ncommand: ${shell("trap '' TERM; sleep 600 & wait; wait")}`),
      patienceMs: 1_000,
    }),
  },
  {
    name: 'an agent that ends at once',
    grade: 'fault',
    code: 'doctor_agent_ended',
    names: /script ended without an answer: no licence/,
    remedy: /Agent Client Protocol/,
    breaks: ({ withAgent }) => ({
      yml: withAgent(`runner: acp\ncommand: ${shell('echo no licence >&2; exit 3')}`),
    }),
  },
  {
    name: 'an agent of another protocol',
    grade: 'fault',
    code: 'doctor_agent_protocol',
    names: /speaks version 7/,
    remedy: /docs\/agents\.md/,
    breaks: ({ withAgent }) => ({
      yml: withAgent(
        `runner: acp\ncommand: ${shell('read -r line; echo \'{"jsonrpc":"2.0","id":"metawsm-doctor","result":{"protocolVersion":7}}\'; cat')}`,
      ),
    }),
  },
  {
    name: 'a known agent that is not installed',
    grade: 'fault',
    code: 'doctor_agent_missing',
    names: /goose: not found/,
    remedy: /Install it/,
    breaks: ({ withAgent }) => ({ yml: withAgent('preset: goose') }),
  },
  {
    name: 'a wrapper that starts nothing',
    grade: 'fault',
    code: 'doctor_wrap_failed',
    names: /script: its `wrap` starts nothing: no walls here/,
    remedy: /docs\/containment\.md/,
    breaks: ({ withAgent, program }) => ({
      yml: withAgent(
        `runner: command\ncommand: [${program('fails.sh')}]\nwrap: ${shell('echo no walls here >&2; exit 126')}`,
      ),
    }),
  },
  {
    name: 'an interviewer whose program is missing',
    grade: 'fault',
    code: 'doctor_agent_missing',
    names: /no-such-interviewer/,
    remedy: /Install it/,
    breaks: ({ withAgent, program }) => ({
      yml: (text) =>
        `${withAgent(`runner: command\ncommand: [${program('fails.sh')}]\ninterviewCommand: [no-such-interviewer]`)(text)}intake: { interviewer: script }\n`,
    }),
  },
];

const places: Case[] = [
  {
    name: 'a database that is none',
    grade: 'fault',
    code: 'doctor_database_unreadable',
    names: /metawsm\.sqlite cannot be read: .*not a database/,
    remedy: /Restore/,
    breaks({ world: { home } }) {
      writeFileSync(
        join(home, 'metawsm.sqlite'),
        'no database at all, but long enough to be looked at\n'.repeat(200),
      );
      return { mend: () => removeDatabase(home) };
    },
  },
  {
    name: 'a database of a newer metawsm',
    grade: 'fault',
    code: 'doctor_database_newer',
    names: /Later1799999999999/,
    remedy: /Start that version/,
    breaks: (patient) =>
      stored(
        patient,
        "INSERT INTO migrations (timestamp, name) VALUES (1799999999999, 'Later1799999999999')",
      ),
  },
  {
    name: 'a database of an earlier metawsm',
    grade: 'note',
    code: 'doctor_database_old',
    names: /without JournalState/,
    remedy: /next start/,
    breaks: (patient) => stored(patient, "DELETE FROM migrations WHERE name LIKE 'JournalState%'"),
  },
  {
    name: 'a delivery that was given up',
    grade: 'fault',
    code: 'doctor_inbox_dead',
    names: /one delivery from Slack .*the table is locked/,
    remedy: /Ask the people concerned/,
    breaks: (patient) =>
      stored(
        patient,
        "INSERT INTO inbox (key, body, status, attempts, error, received_at) VALUES ('event:E1', 'null', 'dead', 5, 'the table is locked', ?)",
        [new Date().toISOString()],
      ),
  },
  {
    name: 'a delivery that waits',
    grade: 'note',
    code: 'doctor_inbox_waiting',
    names: /one delivery from Slack waits/,
    remedy: /takes it up by itself/,
    breaks: (patient) =>
      stored(
        patient,
        "INSERT INTO inbox (key, body, status, attempts, received_at) VALUES ('event:E2', 'null', 'new', 0, '2026-01-01T00:00:00.000Z')",
      ),
  },
  {
    name: 'tokens that everybody on the machine can read',
    grade: 'fault',
    code: 'doctor_env_open',
    names: /\.env \(mode 644\)/,
    remedy: /chmod 600/,
    breaks({ world: { root } }) {
      writeFileSync(join(root, '.env'), '', { mode: 0o644 });
      return { mend: () => rmSync(join(root, '.env')) };
    },
  },
  {
    name: 'a home that others can look into',
    grade: 'note',
    code: 'doctor_home_open',
    names: /home \(mode 755\)/,
    remedy: /chmod 700/,
    breaks({ world: { home } }) {
      chmodSync(home, 0o755);
      return { mend: () => chmodSync(home, 0o700) };
    },
  },
  {
    name: 'workspaces at their limit',
    grade: 'fault',
    code: 'doctor_disk_limit',
    names: /of 1\.0 MB \(`limits\.disk`\)/,
    remedy: /\/metawsm cleanup/,
    breaks({ world: { home } }) {
      const folder = join(home, 'workspaces', 'abc-1-aaaaaa');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'big'), 'x'.repeat(3_000_000));
      const mend = () => rmSync(join(home, 'workspaces'), { recursive: true });
      return { yml: (text) => `${text}limits: { disk: 1MB }\n`, mend };
    },
  },
  {
    name: 'more room promised than there is',
    grade: 'note',
    code: 'doctor_disk_short',
    names: /grow to 900000 GB/,
    remedy: /Lower `limits\.disk`/,
    breaks: () => ({ yml: (text) => `${text}limits: { disk: 900000GB }\n` }),
  },
  {
    name: 'a GitHub token that counts no more',
    grade: 'fault',
    code: 'doctor_github_refused',
    names: /HTTP 401/,
    remedy: /GITHUB_TOKEN/,
    async breaks() {
      const github = await startGithub();
      return { env: { GITHUB_TOKEN: `${TOKEN}x`, GITHUB_API_URL: github.api }, mend: () => github.close() };
    },
  },
];

export const CASES: readonly Case[] = [...slack, ...people, ...repositories, ...agents, ...places];
