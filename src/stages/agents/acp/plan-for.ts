/** How an agent is spoken to in a run: its command, environment, folders and tools, from its preset and metawsm.yml. */
import type { RunContext } from '../../../run/context.js';
import type { Preset } from '../../../run/preset.js';
import { findProgram } from '../../../shell/find-program.js';
import type { AgentSpec } from '../options.js';
import { outsideOf } from './by-npx.js';
import { configured } from './configured.js';
import { writableGit } from './git-folders.js';
import { operatorServer } from './operator.js';
import type { AcpPlan, AcpQuirks } from './plan.js';

export interface Ground {
  /** metawsm's own. */
  home: string;
  /** Holds `metawsm-operator`. */
  binDir: string;
  /** Everything that the agent gets, PATH and METAWSM_* included; wins over what the preset sets. */
  env: Record<string, string>;
  /** Absolute path of `<workspace>/.metawsm`. */
  contract: string;
  workspace: string;
  /** True where the bot is root. */
  root: boolean;
  /** Whether npx may fetch what it does not have. Default true. */
  fetches?: boolean;
}

/** What is asked of a run. */
type AnyRun = Pick<RunContext, 'id' | 'worktrees'>;

/** An agent of which nothing is known: it waits for a call as long as every client does. */
const UNKNOWN: Omit<Preset, 'title' | 'commands' | 'install'> = {
  environment: {},
  variables: [],
  operatorBy: 'protocol',
  longestWaitMs: 50_000,
};

/** `notFound` says which program is missing and how to get it. */
export function planFor(spec: AgentSpec, run: AnyRun, ground: Ground): AcpPlan | { notFound: string } {
  const facts = spec.facts ?? UNKNOWN;
  const { cwd, additionalDirectories } = foldersOf(run, ground);
  const command = commandOf(spec, ground, cwd);
  if ('notFound' in command) return command;
  const server = operatorServer(ground, run, spec.name, facts.longestWaitMs);
  const folders = facts.folderFlag
    ? additionalDirectories.flatMap((folder) => [facts.folderFlag!, folder])
    : [];
  return {
    argv: [...spec.wrap, ...command.words, ...folders],
    cwd,
    env: {
      ...facts.environment,
      ...(ground.root && facts.rootEnvironment),
      ...ground.env,
      ...configured(facts, ground.env, server, facts.writableRoots ? writableGit(ground.home, run) : []),
    },
    mcpServers: facts.operatorBy === 'protocol' ? [server] : [],
    additionalDirectories,
    ...(facts.mode === undefined ? {} : { mode: facts.mode }),
    configOptions: { ...facts.configOptions },
    quirks: quirksOf(facts),
  };
}

/** With several repositories the agent works above them, and everything lies inside. */
function foldersOf(
  run: AnyRun,
  { workspace, contract }: Ground,
): { cwd: string; additionalDirectories: string[] } {
  const only = run.worktrees.length === 1 ? run.worktrees[0] : undefined;
  return only
    ? { cwd: only.path, additionalDirectories: [contract] }
    : { cwd: workspace, additionalDirectories: [] };
}

function commandOf(
  { command, facts, wrap }: AgentSpec,
  { env, fetches }: Ground,
  cwd: string,
): { words: string[] } | { notFound: string } {
  const isThere = ([program = '']: string[]) => findProgram(program, env.PATH ?? '', cwd) !== undefined;
  const known = command.length > 0 ? [command] : (facts?.commands ?? []);
  // What there is inside a sandbox cannot be seen from here; it says so itself.
  const words = known.find(isThere) ?? (wrap.length > 0 ? known[0] : undefined);
  const own = facts?.commands[0]?.[0];
  if (words)
    return {
      words: command.length === 0 && words[0] === 'npx' && own ? outsideOf(words, own, fetches) : words,
    };
  const programs = known.map(([program]) => program).join(' or ');
  const remedy = command.length === 0 && facts ? `; install it: ${facts.install}` : '';
  return { notFound: `${programs}: not found or not executable${remedy}` };
}

function quirksOf({
  loadsNextMinute,
  reconnecting,
}: Pick<Preset, 'loadsNextMinute' | 'reconnecting'>): AcpQuirks {
  return {
    ...(loadsNextMinute && { loadsNextMinute }),
    ...(reconnecting && { reconnecting }),
  };
}
