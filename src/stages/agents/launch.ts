/** What one start of an agent consists of: words, environment, prompt, and for `acp` how its turn begins. */
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { AgentMode } from '../../run/agent-life.js';
import type { RunContext } from '../../run/context.js';
import { planFor } from './acp/plan-for.js';
import { readSession } from './acp/session.js';
import { noteLife, startLog } from './life.js';
import type { AgentOptions, AgentSpec } from './options.js';
import { contractOf, workspaceOf } from './places.js';
import { type PromptFacts, promptFor } from './prompts.js';
import { recapPrompt } from './recap.js';
import type { Launch, Life } from './runner.js';

export interface LaunchWish {
  step: number;
  mode: AgentMode;
  agent: AgentSpec;
  /** The process that was begun last. */
  before: Life | undefined;
}

export const FEEDBACK = 'operator-feedback.md';
/** Begin a session anew; the others go on with the one there was. */
const FRESH: AgentMode[] = ['start', 'restart'];

export function launchOf(
  options: AgentOptions,
  run: RunContext,
  wish: LaunchWish,
): Launch | { notFound: string } {
  const { step, mode, agent } = wish;
  const { home, now } = options;
  const logFrom = startLog(home, run.id);
  const acp = agent.runner === 'acp' ? { runner: 'acp' as const } : {};
  const about = { step, mode, agent: agent.name, startedAt: now(), logFrom, ...acp };
  const launch = {
    runId: run.id,
    step,
    wrapped: agent.wrap.length,
    prompt: promptFor(factsOf(home, run, wish)),
    note: (pid: number) => noteLife(home, run.id, pid, about),
  };
  return agent.runner === 'acp' ? spoken(options, run, wish, launch) : commanded(options, run, wish, launch);
}

type Common = Omit<Launch, 'argv' | 'cwd' | 'env'>;

function commanded(
  options: AgentOptions,
  run: RunContext,
  { mode, agent }: LaunchWish,
  launch: Common,
): Launch {
  const resumed = !FRESH.includes(mode);
  const command = resumed ? (agent.resumeCommand ?? agent.command) : agent.command;
  const only = run.worktrees.length === 1 ? run.worktrees[0] : undefined;
  const sameCommand = resumed && !agent.resumeCommand;
  return {
    ...launch,
    argv: [...agent.wrap, ...command],
    cwd: only?.path ?? workspaceOf(options.home, run),
    env: { ...environmentOf(options, agent, run), ...(sameCommand ? { METAWSM_RESUME: '1' } : {}) },
  };
}

function spoken(
  options: AgentOptions,
  run: RunContext,
  { step, mode, agent, before }: LaunchWish,
  launch: Common,
): Launch | { notFound: string } {
  const { home, binDir } = options;
  const contract = contractOf(home, run);
  const planned = planFor(agent, run, {
    home,
    binDir,
    env: environmentOf(options, agent, run),
    contract,
    workspace: workspaceOf(home, run),
    root: process.getuid?.() === 0,
  });
  if ('notFound' in planned) return planned;
  const { argv, env, ...plan } = planned;
  const session = FRESH.includes(mode) ? undefined : readSession(home, run.id);
  const beginning = {
    step,
    agent: agent.name,
    mode,
    plan,
    prompts: { plain: launch.prompt, recap: recapPrompt(launch.prompt, contract) },
    ...(session?.agent === agent.name ? { session } : {}),
    ...(before && before.step < step ? { before: before.step } : {}),
  };
  return { ...launch, argv, env, cwd: plan.cwd, beginning };
}

function factsOf(home: string, run: RunContext, { step, mode, agent, before }: LaunchWish): PromptFacts {
  const contract = contractOf(home, run);
  const resumed = !FRESH.includes(mode);
  return {
    runId: run.id,
    mode,
    worktrees: run.worktrees,
    contract,
    answers: answersTo(home, run, resumed && before && before.step < step ? before.step : 0),
    hasFeedback: existsSync(join(contract, FEEDBACK)),
    ...(agent.runner === 'acp' ? { tools: true } : {}),
  };
}

function environmentOf(
  { environment, identityEnvironment, binDir }: AgentOptions,
  agent: AgentSpec,
  run: RunContext,
): Record<string, string> {
  const env = { ...environment(agent, run), ...identityEnvironment };
  // one that counts from where the agent works would lie in a repository
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && folder !== binDir);
  return { ...env, PATH: [binDir, ...path].join(delimiter) };
}

/** Files of answers, as the guidance stage keeps them, to what was asked in the life of `step` or later. */
function answersTo(home: string, run: RunContext, step: number): string[] {
  return run.guidance
    .filter(
      (request) => request.state === 'answered' && request.via.kind !== 'prompt' && request.step >= step,
    )
    .map(({ id }) => join(contractOf(home, run), 'answers', `${id}.json`))
    .filter((path) => existsSync(path));
}
