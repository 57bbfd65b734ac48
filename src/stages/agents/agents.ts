/** Starts agents, notices how they end, and ends them. They outlive the bot and are found again. */
import type { Handlers } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { endNoted } from '../../shell/noted-processes.js';
import { endOf, readEnd } from '../../shell/output-end.js';
import { CHECK_PROCESSES, runFile } from '../../shell/run-folder.js';
import { Slices } from '../../shell/slices.js';
import { Turns } from '../../shell/turns.js';
import { Conversations, isSpoken } from './acp/conversations.js';
import { acpRunner } from './acp/runner.js';
import { TEMPO } from './acp/tempo.js';
import { commandRunner, LOG } from './command-runner.js';
import { endLife } from './end-life.js';
import { Exits } from './exits.js';
import { logSince, readLife } from './life.js';
import { type AgentOptions, GRACE_MS } from './options.js';
import type { Life, Runners } from './runner.js';
import { lastSign } from './signs.js';
import { startAgent, writeFeedback } from './start.js';

export interface AgentStage
  extends Pick<Handlers, 'agent.start' | 'agent.look' | 'feedback.write' | 'processes.end'> {
  /** Tells the end of the run's agent when it comes. May be called often, and finds processes of an earlier bot. */
  follow(run: RunContext): void;
  /** Brings an answer to the agent that asked over its protocol; `gone`: nobody waits for it there. */
  answer(run: RunContext, request: GuidanceRequest): Promise<'delivered' | 'gone'>;
  forget(runId: string): void;
  /** Stops watching; agents live on. */
  close(): Promise<void>;
}

const WRAP_MS = 1_000;
/** How much of the log is read for its end, and how much of that is told. */
const LOG_END = { bytes: 64 * 1024, lines: 20, characters: 2_000 };

export function agentStage(options: AgentOptions): AgentStage {
  const { home, now, deliver } = options;
  const graceMs = options.graceMs ?? GRACE_MS;
  const pollMs = options.pollMs ?? 250;
  const runners: Runners = {
    command: commandRunner({ home, graceMs, wrapMs: WRAP_MS }),
    acp: acpRunner({ home, graceMs }),
  };
  const fault = options.fault ?? ((_, error) => process.emitWarning(error as Error));
  /** Starting and ending never overlap within a run. */
  const turns = new Turns();

  const lifeOf = (runId: string, step: number) => {
    const life = readLife(home, runId);
    return life?.step === step ? life : undefined;
  };
  const lookAt = (runId: string, step: number) => {
    const life = lifeOf(runId, step);
    return { life, look: runners[life?.runner ?? 'command'].look(runId, step, life) };
  };

  const { mostOutput } = { ...TEMPO, ...options.tempo };
  const hasSaidTooMuch = (runId: string, life: Life | undefined) =>
    life !== undefined && logSince(home, runId, life) > mostOutput;

  const tellExit = async (runId: string, step: number) => {
    const { life, look } = lookAt(runId, step);
    const isTooMuch = hasSaidTooMuch(runId, life);
    if (look.kind === 'alive' && !isTooMuch) return;
    // What the agent left running would go on writing into a worktree in which checks run.
    if (life || !readLife(home, runId)) await endLife(home, runId, life, graceMs);
    await options.settle?.(runId);
    const output = readEnd(runFile(home, runId, LOG), life?.logFrom ?? 0, LOG_END.bytes);
    const detail = endOf(output, { ...LOG_END, redact: options.redact });
    const exitCode = look.kind === 'alive' ? null : look.exitCode;
    const end = isTooMuch && exitCode !== 0 ? { exitCode: 1, fault: { code: 'agent_output' } } : { exitCode };
    const event = { type: 'agent_exited' as const, step, at: now(), ...end };
    await deliver(runId, { ...event, ...(detail === '' ? {} : { detail }) }, `agent:${step}:exit`);
  };

  const exits = new Exits({
    pollMs,
    exitFile: runners.command.exitFile,
    hasEnded: (runId, step) => {
      const { life, look } = lookAt(runId, step);
      return look.kind === 'ended' || hasSaidTooMuch(runId, life);
    },
    tell: tellExit,
    fault,
  });
  const conversations = new Conversations({
    ...options,
    fault,
    runner: runners.acp,
    tempo: { ...TEMPO, pollMs, ...options.tempo },
    slices: new Slices(),
  });

  return {
    'agent.start': async (params, run, call) => {
      const started = await turns.take(run.id, () => startAgent({ ...options, runners }, params, run, call));
      if (started?.type !== 'agent_started') return started;
      // Not within the turn: who wants to end it need not wait for its first words.
      const why = await conversations.stands(run, call);
      return why
        ? { type: 'agent_not_started', step: params.step, at: now(), fault: why }
        : { ...started, at: now() };
    },
    'agent.look': async ({ step }, run) => {
      const at = now();
      const enough = Date.parse(at) - run.settings.silenceMs;
      const life = lifeOf(run.id, run.agent.step);
      const spoken = isSpoken(life, run.agent.step);
      const known = [life?.startedAt ?? '', ...run.guidance.map((one) => one.deliveredAt ?? '')].map(
        (one) => Date.parse(one) || 0,
      );
      if (spoken) known.push(conversations.seenAt(run.id, run.agent.step));
      const seen = Math.max(...known, await lastSign(home, run, enough + 1, !spoken));
      // A file may bear any date; an agent cannot have been active in the future.
      return {
        type: 'agent_seen',
        step,
        at,
        activeAt: new Date(Math.min(seen, Date.parse(at))).toISOString(),
      };
    },
    'feedback.write': async (_, run) => {
      writeFeedback(home, run);
      return undefined;
    },
    'processes.end': async ({ step }, run) => {
      // Before the turn of starting is waited for: an agent that hangs in its first words is ended.
      await conversations.cancel(run.id, step);
      return turns.take(run.id, async () => {
        const life = readLife(home, run.id);
        await Promise.all([
          // One that was begun later is not meant.
          (!life || life.step <= step) && endLife(home, run.id, life, graceMs),
          endNoted(runFile(home, run.id, CHECK_PROCESSES), graceMs),
        ]);
        return { type: 'processes_ended', step, at: now() };
      });
    },
    follow(run: RunContext) {
      conversations.follow(run);
      // The end of a turn is told by who speaks with the agent.
      if (run.agent.alive && conversations.hears(run)) exits.forget(run.id);
      else exits.follow(run);
    },
    answer: (run, request) => conversations.answer(run, request),
    forget(runId) {
      conversations.forget(runId);
      exits.forget(runId);
    },
    async close() {
      await Promise.all([conversations.close(), exits.close()]);
    },
  };
}
