/** What stands around the bot while it is killed: a Slack with delays, two repositories with remotes, a home. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSlack } from '../../src/playground/server/slack-server.js';
import { makeRemote, temporary } from '../fixtures/git-repos.js';
import type { Random } from './random.js';

/** How long Slack takes to answer a post that it has stored already, at most. */
const ANSWER_MS = 30;

export const REPOS = ['api', 'web'] as const;
export const CHECK = 'sh check.sh';

export type CrashWorld = Awaited<ReturnType<typeof makeCrashWorld>>;

export async function makeCrashWorld(random: Random, lookUp: boolean) {
  const root = temporary();
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  const bases = Object.fromEntries(
    REPOS.map((name) => {
      const files = { 'README.md': '# A greeter\n', 'check.sh': 'test -f "mended-$METAWSM_TICKET.txt"\n' };
      return [name, makeRemote(join(root, name), files)];
    }),
  );
  for (const name of ['agent.sh', 'acp-agent.mjs', 'interviewer.sh'])
    copyFileSync(resolve('test/crash', name), join(root, name));
  const slack = await startSlack({ redeliverAfterMs: 300 });
  // Stored first and answered later: who dies in between does not know what happened.
  slack.faults.always('chat.postMessage', () => ({ answerAfterMs: random.between(0, ANSWER_MS) }));
  slack.faults.always('chat.update', () => ({ answerAfterMs: random.between(0, ANSWER_MS) }));
  if (!lookUp)
    for (const method of ['conversations.replies', 'conversations.history'])
      slack.faults.always(method, (args) => (isLookUp(args) ? { error: 'no_permission' } : undefined));
  const config = join(root, 'metawsm.yml');
  writeFileSync(config, configuration(root, bases));
  return {
    slack,
    root,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
    home,
    bases,
    dev: slack.channel('dev'),
    ana: slack.person('ana'),
    env: {
      PATH: process.env.PATH ?? '',
      HOME: root,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.url,
      METAWSM_CONFIG: config,
      METAWSM_HOME: home,
      LOG_LEVEL: 'info',
    },
  };
}

/** Only the look for a post that is in doubt asks for metadata; catching up does not. */
export const isLookUp = (args: Record<string, unknown>): boolean =>
  String(args.include_all_metadata) === 'true';

function configuration(root: string, bases: Record<string, { clone: string }>): string {
  const repos = Object.entries(bases).map(
    ([name, { clone }]) =>
      `  - { name: ${name}, path: ${JSON.stringify(clone)}${name === 'api' ? `, checks: ["${CHECK}"]` : ''} }`,
  );
  return [
    'repos:',
    ...repos,
    'agents:',
    `  - { name: script, runner: command, command: [${JSON.stringify(join(root, 'agent.sh'))}] }`,
    `  - { name: speaker, runner: acp, command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(root, 'acp-agent.mjs'))}] }`,
    `  - { name: reader, runner: command, command: [${JSON.stringify(join(root, 'interviewer.sh'))}] }`,
    'defaultAgent: script',
    'intake: { interviewer: reader, timeout: 5m }',
    'limits: { startTime: 5m }',
    'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [] }',
    'tickets: { repo: api, root: ttmp }',
    '',
  ].join('\n');
}
