/** Installs the agents at the versions of package.json into a cache outside of the repository. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AGENTS, type AgentName } from './environments.js';

const HERE = resolve('test/agents');
const FILES = ['package.json', 'package-lock.json'];

/** The registry of npm cannot be reached, so that there is nothing to test with. */
export class NoRegistry extends Error {}

export interface Installed {
  /** The folder with the programs. */
  bin: string;
  versions: Record<AgentName, string>;
}

/** The folder for agents and their homes; never below /tmp, where Codex does not work. */
export function cacheFolder(env = process.env): string {
  if (env.METAWSM_AGENTS_CACHE) return resolve(env.METAWSM_AGENTS_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'metawsm-agents');
}

/** Installs what is not there yet; about 1.3 GB and half a minute the first time. */
export async function installAgents(tell: (words: string) => void): Promise<Installed> {
  const hash = createHash('sha256');
  for (const name of FILES) hash.update(readFileSync(join(HERE, name)));
  const folder = join(cacheFolder(), `agents-${hash.digest('hex').slice(0, 12)}`);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    tell(`Installing the agents into ${folder} (1.3 GB) …`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of FILES) copyFileSync(join(HERE, name), join(folder, name));
    await npmInstall(folder);
    writeFileSync(complete, '');
  }
  const modules = join(folder, 'node_modules');
  return { bin: join(modules, '.bin'), versions: versionsIn(modules) };
}

/** Packages whose versions matter to whoever reads the table. */
const PACKAGES: Record<AgentName, string[]> = {
  claude: ['@agentclientprotocol/claude-agent-acp'],
  codex: ['@agentclientprotocol/codex-acp', '@openai/codex'],
  gemini: ['@google/gemini-cli'],
  opencode: ['opencode-ai'],
};

function versionsIn(modules: string): Record<AgentName, string> {
  const version = (name: string) =>
    `${name.split('/').at(-1)} ${JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version}`;
  const all = AGENTS.map((agent) => [agent, PACKAGES[agent].map(version).join(', ')]);
  return Object.fromEntries(all) as Record<AgentName, string>;
}

const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** `npm ci` would refuse: the packages of opencode for other machines cannot all be locked. */
async function npmInstall(folder: string): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', args, { cwd: folder, timeout: 600_000, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const words = String((error as { stderr?: string }).stderr || error).slice(0, 2000);
    if (UNREACHABLE.test(words)) throw new NoRegistry(words);
    throw new Error(`npm install failed in ${folder}:\n${words}`);
  }
}
