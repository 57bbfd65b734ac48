/** Does an agent answer? One that is spoken with is greeted and ended; one that is a mere command is only looked for. */
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { exchange } from '../../shell/exchange.js';
import { findProgram } from '../../shell/find-program.js';
import { runProgram } from '../../shell/program.js';
import { INTRODUCTION, strangeProtocol } from './acp/handshake.js';
import { parseMessage } from './acp/message.js';
import { isGroup, oneLine, textAt } from './acp/plain.js';
import { type Ground, planFor } from './acp/plan-for.js';
import type { AgentSpec } from './options.js';

/** `contract` and `workspace` are empty folders of the doctor's own. */
export interface AgentGround extends Omit<Ground, 'fetches'> {
  signal: AbortSignal;
  /** How long an answer may take. */
  limitMs: number;
}

const { well, note, unproven, fault } = findingsOn('agents');
const ID = 'metawsm-doctor';
const GREETING = JSON.stringify({ jsonrpc: '2.0', id: ID, method: 'initialize', params: INTRODUCTION });
const isAnswer = (line: string): boolean => parseMessage(line)?.id === ID;

export async function examineAgent(spec: AgentSpec, ground: AgentGround): Promise<Finding[]> {
  const wrapped = spec.wrap.length > 0 ? await examineWrap(spec, ground) : [];
  if (wrapped.some(({ grade }) => grade === 'fault')) return wrapped;
  const agent = spec.runner === 'acp' ? await greet(spec, ground) : [...commandsOf(spec, ground)];
  return [...wrapped, ...agent];
}

/** Whether the program with which an agent interviews is there. */
export function examineInterviewer(
  { name, wrap }: Pick<AgentSpec, 'name' | 'wrap'>,
  command: readonly string[],
  ground: Pick<AgentGround, 'env' | 'workspace'>,
): Finding[] {
  const found = programOf(command, ground);
  if (found !== undefined) return [well('doctor_interviewer', { name, detail: found })];
  return [wrap.length > 0 ? unproven('doctor_wrap_untried', { name }) : missing(name, command)];
}

async function examineWrap({ name, wrap }: AgentSpec, ground: AgentGround): Promise<Finding[]> {
  const { workspace, env, signal, limitMs } = ground;
  const result = await runProgram([...wrap, 'true'], { cwd: workspace, env, signal, timeoutMs: limitMs });
  if (result.exitCode === 0) return [well('doctor_wrap', { name })];
  const said = result.notStarted ?? (result.timedOut ? 'it did not end' : result.stderr.trim());
  const detail = oneLine(said.slice(-400), 250) || `exit code ${result.exitCode}`;
  return [fault('doctor_wrap_failed', { name, detail })];
}

function* commandsOf(spec: AgentSpec, ground: AgentGround): Generator<Finding> {
  for (const command of [spec.command, spec.resumeCommand]) {
    if (command === undefined) continue;
    const found = programOf(command, ground);
    if (found === undefined)
      yield spec.wrap.length > 0 ? unproven('doctor_wrap_untried', spec) : missing(spec.name, command);
    else if (command === spec.command) yield well('doctor_agent_there', { name: spec.name, detail: found });
  }
}

const programOf = (
  [program = '']: readonly string[],
  { env, workspace }: Pick<Ground, 'env' | 'workspace'>,
) => findProgram(program, env.PATH ?? '', workspace);

const missing = (name: string, [program = '']: readonly string[]): Finding =>
  fault('doctor_agent_missing', { name, detail: `${program} is not there, or not executable` });

/** `initialize` begins no session, sends no prompt and costs nothing. */
async function greet(spec: AgentSpec, ground: AgentGround): Promise<Finding[]> {
  const { name } = spec;
  const plan = planFor(spec, { id: 'doctor', worktrees: [] }, { ...ground, fetches: false });
  if ('notFound' in plan) return [fault('doctor_agent_missing', { name, detail: plan.notFound })];
  const { argv, env, cwd } = plan;
  const { signal, limitMs } = ground;
  const answer = await exchange(argv, { cwd, env, line: GREETING, isAnswer, limitMs, signal });
  signal.throwIfAborted();
  switch (answer.kind) {
    case 'not_started':
      return [fault('doctor_agent_missing', { name, detail: answer.detail })];
    case 'silent':
      return [fault('doctor_agent_silent', { name, detail: `${limitMs / 1_000} s` })];
    case 'ended':
      return [ended(spec, answer)];
    case 'answered':
      return answered(spec, answer);
  }
}

function ended(
  { name, facts }: AgentSpec,
  { exitCode, said }: { exitCode: number | null; said: string },
): Finding {
  if (facts && /npx canceled|canceled due to missing packages/u.test(said))
    return note('doctor_agent_npx', { name, known: facts.install });
  const words = oneLine(said.slice(-400), 250);
  return fault('doctor_agent_ended', { name, detail: words || `exit code ${exitCode ?? 'unknown'}` });
}

function answered(
  { name, facts }: AgentSpec,
  { line, afterMs }: { line: string; afterMs: number },
): Finding[] {
  const { result, error } = parseMessage(line) ?? {};
  const first = isGroup(result) ? result : undefined;
  const strange = first ? strangeProtocol(first) : (textAt(error, 'message') ?? 'it refuses `initialize`');
  if (strange !== undefined) return [fault('doctor_agent_protocol', { name, detail: oneLine(strange, 250) })];
  const info = first?.agentInfo;
  const [title, version] = [textAt(info, 'title') ?? textAt(info, 'name'), textAt(info, 'version')];
  const who = oneLine([title, version].filter(Boolean).join(' '), 100);
  const known = who === '' ? '' : ` (${who})`;
  const tried = /@(\d[\w.-]*)$/u.exec(
    facts?.install.split(' ').find((word) => /.@\d/u.test(word)) ?? '',
  )?.[1];
  return [
    well('doctor_agent', { name, detail: `${afterMs} ms`, known }),
    ...(version !== undefined && tried !== undefined && version !== tried
      ? [note('doctor_agent_version', { name, detail: oneLine(version, 50), known: tried })]
      : []),
  ];
}
