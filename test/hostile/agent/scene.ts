/** The world in which hostile agents work: an entry in metawsm.yml for each, secrets to betray, and traps. */
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../../fixtures/git-repos.js';
import { ScriptedAgent } from '../../journeys/acp.js';
import { makeWorld, type World } from '../../journeys/world.js';
import { PROGRAM } from './by-processes.js';
import type { Misdeed, Size } from './misdeed.js';
import { ENV_SECRET, FILE_SECRET } from './texts.js';

const CHECK = `#!/bin/sh
cat told.txt copied.txt 2>/dev/null
test ! -e fails
`;

export interface Scene {
  world: World;
  /** Name of the agent of a misdeed. */
  agentOf(misdeed: Misdeed): string;
  /** Something of an agent's was run by the bot's git. */
  wasTrapped(): boolean;
  /** What was seen on the way. */
  met: Record<string, number>;
  close(): Promise<void>;
}

export async function makeScene(misdeeds: readonly Misdeed[], size: Size): Promise<Scene> {
  const folder = temporary();
  const names = new Map<Misdeed, string>();
  const agents: Record<string, string[] | { lines: string[] }> = {};
  for (const misdeed of misdeeds) {
    // A scripted agent speaks in one run at a time.
    const name = `m${names.size}`;
    if (names.has(misdeed)) continue;
    names.set(misdeed, name);
    agents[name] = misdeed.spoken
      ? new ScriptedAgent({ ...misdeed.spoken(size) }, ['env: [NPM_TOKEN]']).entry
      : program(folder, name, misdeed.script?.(size) ?? '');
  }
  const world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n', 'check.sh': CHECK, '.gitignore': '.env\n' } },
    agent: program(folder, 'honest', 'finish'),
    agents,
    agentLines: ['env: [NPM_TOKEN]'],
    repoLines: ['env: [NPM_TOKEN]', 'copy: [.env]'],
    env: { NPM_TOKEN: ENV_SECRET },
    files: { 'api/clone/.env': `SERVICE_PASSWORD=${FILE_SECRET}\n` },
    more: 'checks: { attempts: 0 }\nlimits: { agents: 12, silence: 30m }',
    losesWorkspaces: true,
  });
  return {
    world,
    agentOf: (misdeed) => names.get(misdeed) ?? 'script',
    wasTrapped: () => existsSync(join(world.root, 'canary')),
    met: {},
    close: async () => {
      dropDamaged(join(world.home, 'runs'));
      await world.close().finally(() => endAll(world.root));
    },
  };
}

function program(folder: string, name: string, script: string): string[] {
  const file = join(folder, `${name}.sh`);
  writeFileSync(file, PROGRAM(script));
  chmodSync(file, 0o755);
  return ['/bin/sh', file];
}

/** The world itself ends agents by these notes. */
function dropDamaged(runs: string): void {
  for (const run of readdirSync(runs)) {
    const life = join(runs, run, 'agent.json');
    if (existsSync(life) && readFileSync(life, 'utf8') === 'no json') rmSync(life);
  }
}

/** Whatever the bot did not end. */
function endAll(root: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid))
    if (belongs(pid, root)) process.kill(Number(pid), 'SIGKILL');
}

function belongs(pid: string, root: string): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`=${root}/`) ||
      readlinkSync(`/proc/${pid}/cwd`).startsWith(`${root}/`)
    );
  } catch {
    return false;
  }
}
