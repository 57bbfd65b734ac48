/** One start of an agent: never two in one worktree, and what the agent must read is there before it begins. */
import { existsSync, lstatSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type EffectCall, Later } from '../../engine/ports.js';
import type { AgentMode } from '../../run/agent-life.js';
import type { RunContext } from '../../run/context.js';
import type { RunEvent } from '../../run/events.js';
import { writeWhole } from '../../shell/whole-file.js';
import { feedbackText } from './feedback.js';
import { noteLife, readLife, startLog } from './life.js';
import type { AgentOptions, AgentSpec } from './options.js';
import { promptFor } from './prompts.js';
import type { Launch, Life, Runner } from './runner.js';

type Params = { step: number; mode: AgentMode };
type StartOptions = AgentOptions & { runner: Runner };

const FEEDBACK = 'operator-feedback.md';
/** Begin a session anew; the others go on with the one there was. */
const FRESH: AgentMode[] = ['start', 'restart'];

/** Starts the agent, or adopts the one of this step. Undefined when the run has moved on. */
export async function startAgent(
  options: StartOptions,
  { step, mode }: Params,
  run: RunContext,
  call: EffectCall,
): Promise<RunEvent | undefined> {
  const { home, now, runner } = options;
  const begun = (): RunEvent => ({ type: 'agent_started', step, at: now() });
  const refused = (code: string, detail: string): RunEvent => ({
    type: 'agent_not_started',
    step,
    at: now(),
    fault: { code, detail },
  });

  const before = readLife(home, run.id);
  if (before?.step === step && isUsed(runner.look(run.id, step, before))) return begun();
  if (run.step > step || (before && before.step > step)) return undefined;
  // Also what an ended one left behind: nobody else may work in these worktrees.
  if (before) await runner.stop(before);

  const agent = options.agents.find((one) => one.name === run.agent.name);
  if (!agent) return refused('agent_not_found', `there is no agent ${run.agent.name} in metawsm.yml`);
  const needed = [workspaceOf(home, run), contractOf(home, run), ...run.worktrees.map(({ path }) => path)];
  const gone = needed.find((path) => !isFolder(path));
  if (gone) return refused('workspace_missing', gone);

  prepare(home, run, mode);
  const launch = launchOf(options, { step, mode }, run, agent, before);
  // Last look before anything begins: a person may have stopped the run meanwhile.
  if (call.signal.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
  const launched = await runner.start(launch);
  return launched.kind === 'begun' ? begun() : refused('agent_not_found', options.redact(launched.detail));
}

/** It lives, or it has lived and told how it ended: it is not begun a second time. */
const isUsed = (look: ReturnType<Runner['look']>) => look.kind === 'alive' || look.exitCode !== null;

function launchOf(
  options: StartOptions,
  { step, mode }: Params,
  run: RunContext,
  agent: AgentSpec,
  before: Life | undefined,
): Launch {
  const { home, now } = options;
  const resumed = !FRESH.includes(mode);
  const command = resumed ? (agent.resumeCommand ?? agent.command) : agent.command;
  const logFrom = startLog(home, run.id);
  const only = run.worktrees.length === 1 ? run.worktrees[0] : undefined;
  return {
    runId: run.id,
    step,
    argv: [...agent.wrap, ...command],
    wrapped: agent.wrap.length,
    cwd: only?.path ?? workspaceOf(home, run),
    env: environmentOf(options, agent, run, resumed && !agent.resumeCommand),
    prompt: promptFor({
      runId: run.id,
      mode,
      worktrees: run.worktrees,
      contract: contractOf(home, run),
      answers: answersTo(home, run, resumed && before && before.step < step ? before.step : 0),
      hasFeedback: existsSync(join(contractOf(home, run), FEEDBACK)),
    }),
    note: (pid) => noteLife(home, run.id, pid, { step, mode, agent: agent.name, startedAt: now(), logFrom }),
  };
}

function environmentOf(
  { environment, identityEnvironment, binDir }: AgentOptions,
  agent: AgentSpec,
  run: RunContext,
  sameCommand: boolean,
): Record<string, string> {
  const env = { ...environment(agent, run), ...identityEnvironment };
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '' && folder !== binDir);
  return {
    ...env,
    PATH: [binDir, ...path].join(delimiter),
    ...(sameCommand ? { METAWSM_RESUME: '1' } : {}),
  };
}

/** What must be acted on, for an agent that looks while it works; nothing where there is no workspace. */
export function writeFeedback(home: string, run: RunContext): void {
  const contract = contractOf(home, run);
  const feedback = feedbackText(run);
  if (feedback && isFolder(contract)) writeWhole(join(contract, FEEDBACK), feedback);
}

/** Writes what must be acted on, and removes what belonged to the round before. */
function prepare(home: string, run: RunContext, mode: AgentMode): void {
  const contract = contractOf(home, run);
  if (!isFolder(contract)) throw new Error(`${contract} is not a folder`);
  writeFeedback(home, run);
  for (const folder of [contract, ...run.worktrees.map(({ path }) => join(path, '.metawsm'))]) {
    if (!isFolder(folder)) continue;
    if (mode === 'checks' || mode === 'feedback' || mode === 'note')
      remove(join(folder, 'implementation-complete.json'));
    if (mode === 'feedback') remove(join(folder, 'guidance-response.json'));
  }
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

const workspaceOf = (home: string, run: RunContext) => join(home, 'workspaces', run.id);
const contractOf = (home: string, run: RunContext) => join(workspaceOf(home, run), '.metawsm');
const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const remove = (path: string) => rmSync(path, { force: true, recursive: true });
