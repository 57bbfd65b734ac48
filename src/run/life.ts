/** What an agent tells of its life, and what stays of it when the life is over. Pure changes of context. */
import type { RunContext } from './context.js';
import type { AgentProgress, SpentLife } from './progress.js';

type Change = Partial<RunContext>;

/** The newest report replaces the one before. */
export const progressed = (run: RunContext, progress: AgentProgress): Change => ({
  agent: { ...run.agent, progress },
});

/** The agent has ended; what it took is kept. Without an exit code it ended with its machine, or at a limit. */
export function gone(run: RunContext, exitCode?: number | null): Change & Pick<RunContext, 'agent'> {
  const { exitCode: _, ...agent } = run.agent;
  const ended = { ...agent, alive: false, starting: false, ...(exitCode === undefined ? {} : { exitCode }) };
  return folded({ ...run, agent: ended });
}

/** What the life took goes to the lives that have ended, once. */
export function folded(run: RunContext): Change & Pick<RunContext, 'agent'> {
  const { progress, ...agent } = run.agent;
  if (!progress) return { agent };
  return { agent, spent: [...(run.spent ?? []), lifeOf(run, progress)] };
}

function lifeOf(run: RunContext, { tokens, cost, tools, allowed, denied }: AgentProgress): SpentLife {
  const life: SpentLife = { iteration: run.agent.iteration ?? run.iteration, tools, allowed, denied };
  if (tokens !== undefined) life.tokens = tokens;
  if (cost) life.cost = cost;
  return life;
}
