/** An agent as a user has it: settings and log-in below HOME, nothing else named in the environment. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AgentName, type Offline, offline } from '../environments.js';
import { put } from './place.js';

/** Files below HOME: settings to read, and the log-in that the agent renews. */
export const NEEDS: Record<AgentName, { read: string; write: string }> = {
  claude: { read: '.claude/settings.json', write: '.claude/.credentials.json' },
  codex: { read: '.codex/config.toml', write: '.codex/auth.json' },
  gemini: { read: '.gemini/settings.json', write: '.gemini/oauth_creds.json' },
  opencode: { read: '.config/opencode/opencode.json', write: '.local/share/opencode/auth.json' },
};

/** Names of places, which inside of a wrapper are others. */
const ELSEWHERE = /^(HOME|CLAUDE_CONFIG_DIR|CODEX_HOME|GEMINI_CLI_HOME|XDG_\w+|OPENCODE_CONFIG)$/;
/** Where `offline` puts settings. */
const MADE: Partial<Record<AgentName, string>> = { codex: 'codex/config.toml', opencode: 'opencode.json' };

/** Makes the files of `NEEDS` below `user`, which becomes HOME. */
export function atHome(agent: AgentName, bin: string, user: string, model: string): Offline {
  const { command, env } = offline(agent, bin, user, model);
  const { read, write } = NEEDS[agent];
  mkdirSync(dirname(join(user, read)), { recursive: true });
  const made = MADE[agent];
  if (made) renameSync(join(user, made), join(user, read));
  if (!existsSync(join(user, read))) put(join(user, read), '{}\n');
  put(join(user, write), '{}\n');
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !ELSEWHERE.test(name)));
  return { command, env: { ...rest, HOME: user } };
}

/** What docs/containment.md says that the agent needs, for either wrapper. `bin` is the folder with its program. */
export const optionsFor = (agent: AgentName, bin: string): string[] => [
  ...['--read', dirname(dirname(bin)), '--read', NEEDS[agent].read, '--write', NEEDS[agent].write],
  ...(agent === 'codex' ? ['--commits'] : []),
];
