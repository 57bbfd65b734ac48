/** What a world is made of, and its metawsm.yml. */
import { resolve } from 'node:path';
import type { Person } from '../../src/playground/server/people.js';
import type { SlackServer } from '../../src/playground/server/slack-server.js';

export interface WorldOptions {
  /** `http` instead of Socket Mode. */
  http?: boolean;
  /** Names of repositories with a remote; their files. Default `api` and `web`. */
  repos?: Record<string, Record<string, string>>;
  /** Names of repositories without a remote, and their files. */
  localRepos?: Record<string, Record<string, string>>;
  /** Names the repositories with a remote by `url` instead of `path`. */
  byUrl?: boolean;
  /** Other addresses, by the names of repositories. */
  urls?: Record<string, string>;
  /** Checks per repository. */
  checks?: Record<string, string[]>;
  /** A program below test/fixtures/agents, or an argument vector. */
  agent?: string | string[];
  /** Further agents by name, for `--agent`; `lines` are those of the entry, for agents that are no command. */
  agents?: Record<string, string | string[] | Entry>;
  /** Lines of metawsm.yml besides repositories and agents; `access` is everyone unless it stands here. */
  more?: string | ((people: { ana: Person; ben: Person; slack: SlackServer }) => string);
  env?: Record<string, string>;
  /** Lines of the repositories' entries in metawsm.yml, such as `env: [NPM_TOKEN]`. */
  repoLines?: string[];
  /** The same for the agents' entries. */
  agentLines?: string[];
  /** Files in the world's root that nobody commits. */
  files?: Record<string, string>;
  /** The test takes workspaces away on purpose, so that they may be missing at its end. */
  losesWorkspaces?: boolean;
  /** Leaves the start to the test. */
  asleep?: boolean;
  /** The home, where it is not to lie in the world's root. */
  home?: string;
}

type Entry = { lines: string[] };
const isEntry = (program: string | string[] | Entry): program is Entry =>
  typeof program === 'object' && !Array.isArray(program);

const EVERYONE = 'access: { start: [everyone], answer: [everyone], merge: [everyone], admins: [] }';

/** The text of metawsm.yml. */
export function configuration(
  repos: Record<string, { path: string; remote?: string }>,
  options: WorldOptions,
  more: string | undefined,
): string {
  const lines = ['repos:'];
  for (const [name, { path, remote }] of Object.entries(repos)) {
    const url = options.urls?.[name] ?? (options.byUrl && remote && `file://${remote}`);
    lines.push(`  - name: ${name}`, url ? `    url: ${url}` : `    path: ${JSON.stringify(path)}`);
    const checks = options.checks?.[name];
    if (checks) lines.push(`    checks: ${JSON.stringify(checks)}`);
    for (const line of options.repoLines ?? []) lines.push(`    ${line}`);
  }
  lines.push('agents:');
  const agents = { script: options.agent ?? 'asks-then-forgets-then-mends.sh', ...options.agents };
  for (const [name, program] of Object.entries(agents)) {
    if (isEntry(program)) {
      lines.push(`  - name: ${name}`, ...program.lines.map((line) => `    ${line}`));
      continue;
    }
    const command = typeof program === 'string' ? [resolve('test/fixtures/agents', program)] : program;
    lines.push(`  - name: ${name}`, '    runner: command', `    command: ${JSON.stringify(command)}`);
    for (const line of options.agentLines ?? []) lines.push(`    ${line}`);
  }
  lines.push('defaultAgent: script');
  if (!more?.includes('access:')) lines.push(EVERYONE);
  if (more) lines.push(more);
  return `${lines.join('\n')}\n`;
}
