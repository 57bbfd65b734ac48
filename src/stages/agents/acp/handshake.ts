/** From the first word to a session in which the agent can be prompted. */
import { Refused } from './message.js';
import { isGroup } from './plain.js';
import type { Session } from './session.js';
import { TurnFault } from './turn-fault.js';
import type { Beginning } from './turn-folder.js';
import type { Wire } from './wire.js';

export interface HandshakeOptions {
  wire: Wire;
  beginning: Beginning;
  now: () => string;
  /** A line for the log of the agent. */
  note: (line: string) => void;
  /** Waits for so long, which is not the agent's fault. */
  wait: (ms: number) => Promise<void>;
}

export interface Shaken {
  session: Session;
  /** Set when the agent was to go on with a session and could not: why. */
  forgot?: string;
  /** It can be asked to close its session. */
  closes: boolean;
}

type Answer = Record<string, unknown>;

const PROTOCOL = 1;
/** After `session/load` the history may be told late; so long a silence ends it. */
const QUIET_MS = 300;
const LONGEST_REPLAY_MS = 10_000;

/** What every agent is told first. */
export const INTRODUCTION = {
  protocolVersion: PROTOCOL,
  clientInfo: { name: 'metawsm', title: 'metawsm', version: '1' },
  clientCapabilities: { elicitation: { form: {}, url: {} } },
};

/** Why an agent that answered so cannot be spoken with; undefined where it can. */
export const strangeProtocol = ({ protocolVersion }: Answer): string | undefined =>
  protocolVersion === PROTOCOL
    ? undefined
    : `it speaks version ${shown(protocolVersion)} of the Agent Client Protocol, metawsm speaks version ${PROTOCOL}`;

export async function shakeHands(options: HandshakeOptions): Promise<Shaken> {
  const { wire, beginning } = options;
  const first = asAnswer(await wire.request('initialize', INTRODUCTION));
  const stranger = strangeProtocol(first);
  if (stranger !== undefined) throw new TurnFault('agent_protocol', stranger);
  const can = asAnswer(first.agentCapabilities);
  const more = asAnswer(can.sessionCapabilities);
  const where = {
    cwd: beginning.plan.cwd,
    mcpServers: beginning.plan.mcpServers,
    ...(more.additionalDirectories ? { additionalDirectories: beginning.plan.additionalDirectories } : {}),
  };
  const taken = await takeUp(options, { resume: !!more.resume, load: can.loadSession === true }, where);
  const opened = taken.session ?? (await openAnew(options, where));
  await configure(options, opened);
  return {
    session: opened.session,
    ...(taken.forgot === undefined ? {} : { forgot: taken.forgot }),
    closes: !!more.close,
  };
}

interface Opened {
  session: Session;
  answer: Answer;
}

async function takeUp(
  { wire, beginning, now, note, wait }: HandshakeOptions,
  can: { resume: boolean; load: boolean },
  where: object,
): Promise<{ session?: Opened; forgot?: string }> {
  const { session, plan } = beginning;
  if (!session) return {};
  const { sessionId } = session;
  let forgot = 'it cannot take up an earlier session';
  for (const method of ['session/resume', 'session/load'] as const) {
    if (!can[method === 'session/resume' ? 'resume' : 'load']) continue;
    if (method === 'session/load' && plan.quirks.loadsNextMinute && !wire.sent.has(method))
      await wait(leftOfMinute(session.createdAt, now()));
    try {
      const answer = asAnswer(await wire.request(method, { sessionId, ...where }));
      if (method === 'session/load') await replayed(wire);
      return { session: { session, answer } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      forgot = error.message;
      note(`${method} was refused: ${error.message}`);
    }
  }
  return { forgot };
}

async function openAnew({ wire, beginning, now }: HandshakeOptions, where: object): Promise<Opened> {
  const answer = asAnswer(await wire.request('session/new', where));
  const { sessionId } = answer;
  if (typeof sessionId !== 'string' || sessionId === '')
    throw new TurnFault('agent_protocol', 'it answered `session/new` without a session');
  return { session: { sessionId, agent: beginning.agent, createdAt: now() }, answer };
}

/** Mode and options as the preset wants them, where the agent offers them; also those that it says it has. */
async function configure(options: HandshakeOptions, { session, answer }: Opened): Promise<void> {
  const { beginning, note } = options;
  const { sessionId } = session;
  const { mode, configOptions } = beginning.plan;
  const modes = isGroup(answer.modes) ? listOf(answer.modes.availableModes) : undefined;
  const offered = Array.isArray(answer.configOptions) ? listOf(answer.configOptions) : undefined;
  if (mode !== undefined && modes?.some((one) => one.id === mode) !== false)
    await set(options, 'session/set_mode', { sessionId, modeId: mode }, modes !== undefined);
  else if (mode !== undefined) note(`the mode ${mode} is not offered`);
  for (const [configId, value] of Object.entries(configOptions)) {
    const option = offered?.find((one) => one.id === configId);
    if (offered && !(option && offers(option, value))) note(`the option ${configId}=${value} is not offered`);
    else
      await set(options, 'session/set_config_option', { sessionId, configId, value }, offered !== undefined);
  }
}

/** An agent that takes up a session need not say what it offers; then a refusal is no fault. */
async function set({ wire, note }: HandshakeOptions, method: string, params: object, offered: boolean) {
  try {
    await wire.request(method, params);
  } catch (error) {
    if (offered || !(error instanceof Refused)) throw error;
    note(`${method} was refused: ${error.message}`);
  }
}

/** Options may stand in groups. */
function offers(option: Answer, value: string): boolean {
  const values = listOf(option.options);
  return [...values, ...values.flatMap((one) => listOf(one.options))].some((one) => one.value === value);
}

/** Resolves when the history of a loaded session has been told. */
async function replayed(wire: Wire): Promise<void> {
  if (wire.sent.has('session/prompt')) return;
  const deadline = performance.now() + LONGEST_REPLAY_MS;
  let quietSince = performance.now();
  let { written } = wire;
  while (performance.now() < deadline && performance.now() - quietSince < QUIET_MS && !wire.isOver) {
    await wire.pause(50);
    if (wire.written !== written) quietSince = performance.now();
    written = wire.written;
  }
}

/** Milliseconds until the minute is over in which `then` was; 0 where it is. */
function leftOfMinute(then: string, now: string): number {
  const minute = 60_000;
  const end = (Math.floor(Date.parse(then) / minute) + 1) * minute;
  return Math.min(minute, Math.max(0, end - Date.parse(now)));
}

const asAnswer = (value: unknown): Answer => (isGroup(value) ? value : {});
const listOf = (value: unknown): Answer[] => (Array.isArray(value) ? value.filter(isGroup) : []);
const shown = (value: unknown) => (typeof value === 'number' ? String(value) : 'unknown');
