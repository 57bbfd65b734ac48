/** One start of an agent: never two in one worktree, and what the agent must read is there before it begins. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EffectCall, Later } from '../../engine/ports.js';
import type { AgentMode } from '../../run/agent-life.js';
import type { RunContext } from '../../run/context.js';
import type { RunEvent } from '../../run/events.js';
import { writeWhole } from '../../shell/whole-file.js';
import { endLife } from './end-life.js';
import { feedbackText } from './feedback.js';
import { FEEDBACK, launchOf } from './launch.js';
import { readLife } from './life.js';
import { type AgentOptions, GRACE_MS } from './options.js';
import { contractOf, isFolder, workspaceOf } from './places.js';
import type { Runner, Runners } from './runner.js';

type Params = { step: number; mode: AgentMode };
type StartOptions = AgentOptions & { runners: Runners };

/** Starts the agent, or adopts the one of this step. Undefined when the run has moved on. */
export async function startAgent(
  options: StartOptions,
  { step, mode }: Params,
  run: RunContext,
  call: EffectCall,
): Promise<RunEvent | undefined> {
  const { home, now, runners } = options;
  const begun = (): RunEvent => ({ type: 'agent_started', step, at: now() });
  const refused = (code: string, detail: string): RunEvent => ({
    type: 'agent_not_started',
    step,
    at: now(),
    fault: { code, detail },
  });

  const before = readLife(home, run.id);
  const earlier: Runner | undefined = before && runners[before.runner ?? 'command'];
  if (before?.step === step && earlier?.isUsed(run.id, step, before)) return begun();
  if (run.step > step || (before && before.step > step)) return undefined;
  // Also what an ended one left behind: nobody else may work in these worktrees.
  if (before) await earlier?.stop(run.id, before);
  else await endLife(home, run.id, undefined, options.graceMs ?? GRACE_MS);

  const agent = options.agents.find((one) => one.name === run.agent.name);
  if (!agent) return refused('agent_not_found', `there is no agent ${run.agent.name} in metawsm.yml`);
  const needed = [workspaceOf(home, run), contractOf(home, run), ...run.worktrees.map(({ path }) => path)];
  const gone = needed.find((path) => !isFolder(path));
  if (gone) return refused('workspace_missing', gone);

  prepare(home, run, mode);
  const launch = launchOf(options, run, { step, mode, agent, before });
  if ('notFound' in launch) return refused('agent_not_found', launch.notFound);
  // Last look before anything begins: a person may have stopped the run meanwhile.
  if (call.signal.aborted) throw new Later(1_000, 'the run has moved on, or the bot ends');
  const launched = await runners[agent.runner ?? 'command'].start(launch);
  return launched.kind === 'begun' ? begun() : refused('agent_not_found', options.redact(launched.detail));
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

const remove = (path: string) => rmSync(path, { force: true, recursive: true });
