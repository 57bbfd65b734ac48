/** The environments of the programs that metawsm starts, and the words in front of their commands. */
import { delimiter, join } from 'node:path';
import { type AgentConfig, type Config, presetOf, programEnvironment } from '../config.js';
import type { RunContext } from '../run/context.js';
import { identityEnvironment } from '../shell/git.js';

/** What is asked of a run. */
type AnyRun = Pick<RunContext, 'id' | 'ticket'> & { agent: { name: string } };

export interface Environments {
  /** Of the agent itself. */
  agent(agent: Pick<AgentConfig, 'name' | 'env'>, run: AnyRun): Record<string, string>;
  /** Of an agent that only reads what lies in `folder` and asks. */
  interviewer(
    agent: Pick<AgentConfig, 'name' | 'env'>,
    run: RunContext,
    folder: string,
  ): Record<string, string>;
  /** Of setup commands and checks in a repository: the agent's, plus what the repository's `env` names. */
  repo(name: string, run: AnyRun): Record<string, string>;
  /** Of setup commands that run for this agent before a run is there, in the workspace `<home>/pool/<id>`. */
  pool(name: string, agentName: string, id: string): Record<string, string>;
  /** Argument-vector prefix of an agent's programs. */
  wrap(agentName: string): string[];
}

export function environments(config: Config, binDir: string): Environments {
  const agentOf = (name: string) => config.agents.find((agent) => agent.name === name);
  /** Keys of a preset are for the agent alone; what `env` names, setup and checks get as well. */
  const namesFor = ({ name, env }: Pick<AgentConfig, 'name' | 'env'>) => [
    ...env,
    ...(presetOf(agentOf(name)?.preset)?.variables ?? []),
  ];
  const build = (run: AnyRun, names: readonly string[]): Record<string, string> => {
    const base = programEnvironment(config.environment, names);
    const workspace = join(config.home, 'workspaces', run.id);
    return {
      ...base,
      PATH: [binDir, base.PATH].filter(Boolean).join(delimiter),
      METAWSM_RUN_ID: run.id,
      METAWSM_TICKET: run.ticket,
      METAWSM_AGENT: run.agent.name,
      METAWSM_WORKSPACE: workspace,
      METAWSM_BRIEF: join(workspace, '.metawsm', 'brief.md'),
      ...identityEnvironment(config.git),
    };
  };
  const repo = (name: string, run: AnyRun) => {
    const own = config.repos.find((one) => one.name === name)?.env ?? [];
    return build(run, [...(agentOf(run.agent.name)?.env ?? []), ...own]);
  };
  return {
    agent: (agent, run) => build(run, namesFor(agent)),
    interviewer: ({ name, env }, run, folder) => ({
      ...programEnvironment(config.environment, namesFor({ name, env })),
      METAWSM_RUN_ID: run.id,
      METAWSM_TICKET: run.ticket,
      METAWSM_AGENT: name,
      METAWSM_WORKSPACE: folder,
    }),
    repo,
    pool: (name, agentName, id) => {
      const {
        METAWSM_TICKET: _,
        METAWSM_BRIEF: __,
        ...env
      } = repo(name, {
        id,
        ticket: '',
        agent: { name: agentName },
      });
      return { ...env, METAWSM_WORKSPACE: join(config.home, 'pool', id) };
    },
    wrap: (name) => agentOf(name)?.wrap ?? [],
  };
}
