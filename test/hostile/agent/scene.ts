/** The world in which hostile agents work: an entry in metawsm.yml for each, secrets to betray, and traps. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
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

const FILES = { 'README.md': '# A greeter\n', 'check.sh': CHECK, '.gitignore': '.env\n' };

export interface Scene {
  world: World;
  /** Name of the agent of a misdeed. */
  agentOf(misdeed: Misdeed): string;
  /** Name of the repository that it works in. */
  repoOf(misdeed: Misdeed): string;
  /** Which programs of agents were run by whose git. */
  sprung(): Sprung[];
  /** What was seen on the way. */
  met: Record<string, number>;
  close(): Promise<void>;
}

/** A program of an agent that some git has run. */
export interface Sprung {
  /** The run whose agent has put it there. */
  by: string;
  /** `bot`, or the run whose agent's git it was. */
  git: string;
  /** The program, and what called it. */
  what: string;
}

export async function makeScene(misdeeds: readonly Misdeed[], size: Size): Promise<Scene> {
  const folder = temporary();
  const repos = new Map(misdeeds.filter(({ alone }) => alone).map((one, at) => [one, `alone${at}`]));
  const repoOf = (misdeed: Misdeed) => repos.get(misdeed) ?? 'api';
  const names = new Map<Misdeed, string>();
  const agents: Record<string, string[] | { lines: string[] }> = {};
  for (const misdeed of misdeeds) {
    // A scripted agent speaks in one run at a time.
    const name = `m${names.size}`;
    if (names.has(misdeed)) continue;
    names.set(misdeed, name);
    agents[name] = misdeed.spoken
      ? new ScriptedAgent({ ...misdeed.spoken(size) }, ['env: [NPM_TOKEN]']).entry
      : program(folder, name, misdeed.script?.(size) ?? '', repoOf(misdeed));
  }
  const world = await makeWorld({
    repos: Object.fromEntries(['api', ...repos.values()].map((name) => [name, FILES])),
    agent: program(folder, 'honest', 'finish'),
    agents,
    agentLines: ['env: [NPM_TOKEN]'],
    repoLines: ['env: [NPM_TOKEN]', 'copy: [.env]'],
    env: { NPM_TOKEN: ENV_SECRET },
    files: Object.fromEntries(
      ['api', ...repos.values()].map((name) => [`${name}/clone/.env`, `SERVICE_PASSWORD=${FILE_SECRET}\n`]),
    ),
    more: 'checks: { attempts: 0 }\nlimits: { agents: 12, silence: 30m }',
    losesWorkspaces: true,
  });
  mkdirSync(join(world.root, 'canaries'));
  return {
    world,
    agentOf: (misdeed) => names.get(misdeed) ?? 'script',
    repoOf,
    sprung: () => sprungIn(join(world.root, 'canaries')),
    met: {},
    close: async () => {
      dropDamaged(join(world.home, 'runs'));
      await world.close().finally(() => endAll(world.root));
    },
  };
}

/** A line for each, as the trap in `by-git` has noted it. */
function sprungIn(folder: string): Sprung[] {
  return readdirSync(folder).flatMap((by) =>
    readFileSync(join(folder, by), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [bot = '', run = '', ...what] = line.split('\t');
        return { by, git: bot || run || 'nobody', what: what.join(' by ').trim() };
      }),
  );
}

/** The scripts say `api` wherever they work. */
function program(folder: string, name: string, script: string, repo = 'api'): string[] {
  const file = join(folder, `${name}.sh`);
  writeFileSync(file, PROGRAM(script).replace(/\bapi\b/g, repo));
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
