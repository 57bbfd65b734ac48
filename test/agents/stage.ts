/** The stage of a case: the bot with a pretend Slack, a repository, a scripted model, and one real agent. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { killable } from '../journeys/killable.js';
import { makeWorld, type World } from '../journeys/world.js';
import { atHome, optionsFor } from './containment/at-home.js';
import { BUBBLEWRAP } from './containment/recipes.js';
import { type AgentName, offline } from './environments.js';
import { cacheFolder, type Installed } from './install.js';
import type { Step } from './model/script.js';
import { deadPort, type Model, startModel } from './model/server.js';

/** Where an agent of a run works. */
export interface Place {
  /** The worktree. */
  tree: string;
  /** The folder of the contract files. */
  contract: string;
}

export interface StageOptions {
  /** Entry of metawsm.yml: `permissions`. */
  permissions?: string;
  /** Further lines of metawsm.yml. */
  more?: string;
  /** Nobody listens where the model should be. */
  dead?: boolean;
  /** The bot is a process that can be killed. */
  killable?: boolean;
  /** Behind examples/wrap/bubblewrap.sh, with further words for it; HOME is a folder of its own, with a secret in it. */
  wrapped?: string[];
}

export interface Stage {
  agent: AgentName;
  world: World;
  model: Model;
  bot: ReturnType<typeof killable>;
  /** HOME of the bot. */
  user: string;
  /** What the model does when the run begins, and in every later prompt. */
  script(start: (place: Place) => Step[], later?: (place: Place) => Step[]): void;
  close(): Promise<void>;
}

/** Everything lies outside of /tmp, which Codex may always write to: it would hide what it may not. */
export async function makeStage(
  agent: AgentName,
  { bin }: Installed,
  options: StageOptions = {},
): Promise<Stage> {
  mkdirSync(cacheFolder(), { recursive: true });
  const root = mkdtempSync(join(cacheFolder(), 'case-'));
  process.env.TMPDIR = root;
  const model = await startModel();
  const url = options.dead ? `http://127.0.0.1:${await deadPort()}` : model.url;
  const user = join(root, 'home');
  const { HOME, ...env } = (options.wrapped ? atHome : offline)(agent, bin, user, url).env;
  const wrap = options.wrapped && [BUBBLEWRAP, ...optionsFor(agent, bin), ...options.wrapped, '--'];
  const world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n' } },
    agents: { [agent]: { lines: linesOf(agent, Object.keys(env), options, wrap) } },
    ...(options.more ? { more: options.more } : {}),
    env: { ...env, ...(wrap && HOME ? { HOME } : {}), PATH: `${bin}:${process.env.PATH}` },
    asleep: options.killable === true,
  });
  const bot = killable(() => world);
  if (options.killable) await bot.begin();
  return {
    agent,
    world,
    model,
    bot,
    user,
    script(start, later = start) {
      model.rules.push({ when: NEW_WORK, steps: (prompt) => start(placeIn(prompt)) });
      model.rules.push({ when: /brief\.md/, steps: (prompt) => later(placeIn(prompt)) });
    },
    async close() {
      try {
        await bot.kill();
        await world.close();
      } finally {
        await model.close();
        rmSync(root, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

const NEW_WORK = /This is new work/;

const linesOf = (
  agent: AgentName,
  names: string[],
  { permissions }: StageOptions,
  wrap?: string[],
): string[] => [
  'runner: acp',
  `preset: ${agent}`,
  `env: ${JSON.stringify(names)}`,
  ...(wrap ? [`wrap: ${JSON.stringify(wrap)}`] : []),
  ...(permissions ? [`permissions: ${permissions}`] : []),
];

/** A prompt names the files of its run. */
function placeIn(prompt: string): Place {
  const [, contract = '/nowhere'] = /(\/\S+\/\.metawsm)\/brief\.md/.exec(prompt) ?? [];
  return { contract, tree: join(dirname(contract), 'api') };
}
