/** Starts agents, notices how they end, and ends them. They outlive the bot and are found again. */
import type { Handlers } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import { endNoted } from '../../shell/noted-processes.js';
import { endOf, readEnd } from '../../shell/output-end.js';
import { CHECK_PROCESSES, runFile } from '../../shell/run-folder.js';
import { Turns } from '../../shell/turns.js';
import { commandRunner, LOG } from './command-runner.js';
import { ExitWatch } from './exit-watch.js';
import { readLife } from './life.js';
import type { AgentOptions } from './options.js';
import { lastSign } from './signs.js';
import { startAgent, writeFeedback } from './start.js';

export interface AgentStage
  extends Pick<Handlers, 'agent.start' | 'agent.look' | 'feedback.write' | 'processes.end'> {
  /** Tells the end of the run's agent when it comes. May be called often, and finds processes of an earlier bot. */
  follow(run: RunContext): void;
  forget(runId: string): void;
  /** Stops watching; agents live on. */
  close(): Promise<void>;
}

const WRAP_MS = 1_000;
/** How much of the log is read for its end, and how much of that is told. */
const LOG_END = { bytes: 64 * 1024, lines: 20, characters: 2_000 };

export function agentStage(options: AgentOptions): AgentStage {
  const { home, now, deliver } = options;
  const graceMs = options.graceMs ?? 5_000;
  const runner = commandRunner({ home, graceMs, wrapMs: WRAP_MS });
  const fault = options.fault ?? ((_, error) => process.emitWarning(error as Error));
  /** Starting and ending never overlap within a run. */
  const turns = new Turns();
  const watches = new Map<string, { step: number; watch: ExitWatch }>();
  const stopping = new Set<Promise<void>>();

  const forget = (runId: string) => {
    const known = watches.get(runId);
    watches.delete(runId);
    if (!known) return;
    const stopped = known.watch.stop().finally(() => stopping.delete(stopped));
    stopping.add(stopped);
  };

  const lifeOf = (runId: string, step: number) => {
    const life = readLife(home, runId);
    return life?.step === step ? life : undefined;
  };

  const tellExit = async (runId: string, step: number) => {
    const life = lifeOf(runId, step);
    const look = runner.look(runId, step, life);
    if (look.kind === 'alive') return;
    // What the agent left running would go on writing into a worktree in which checks run.
    if (life) await runner.stop(life);
    await options.settle?.(runId);
    const output = readEnd(runFile(home, runId, LOG), life?.logFrom ?? 0, LOG_END.bytes);
    const detail = endOf(output, { ...LOG_END, redact: options.redact });
    const event = { type: 'agent_exited' as const, step, at: now(), exitCode: look.exitCode };
    await deliver(runId, { ...event, ...(detail === '' ? {} : { detail }) }, `agent:${step}:exit`);
  };

  const watchExit = (runId: string, step: number) =>
    new ExitWatch({
      file: runner.exitFile(runId, step),
      pollMs: options.pollMs ?? 250,
      hasEnded: () => runner.look(runId, step, lifeOf(runId, step)).kind === 'ended',
      tell: () => tellExit(runId, step),
      fault: (error) => fault(runId, error),
    });

  return {
    'agent.start': (params, run, call) =>
      turns.take(run.id, () => startAgent({ ...options, runner }, params, run, call)),
    'agent.look': async ({ step }, run) => {
      const at = now();
      const enough = Date.parse(at) - run.settings.silenceMs;
      const begun = lifeOf(run.id, run.agent.step)?.startedAt ?? '';
      const known = [begun, ...run.guidance.map((one) => one.deliveredAt ?? '')].map(
        (one) => Date.parse(one) || 0,
      );
      const seen = Math.max(...known, await lastSign(home, run, enough + 1));
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
    'processes.end': ({ step }, run) =>
      turns.take(run.id, async () => {
        const life = readLife(home, run.id);
        await Promise.all([
          // One that was begun later is not meant.
          life && life.step <= step && runner.stop(life),
          endNoted(runFile(home, run.id, CHECK_PROCESSES), graceMs),
        ]);
        return { type: 'processes_ended', step, at: now() };
      }),
    follow(run: RunContext) {
      const { alive, step } = run.agent;
      if (alive && watches.get(run.id)?.step === step) return;
      forget(run.id);
      if (alive) watches.set(run.id, { step, watch: watchExit(run.id, step) });
    },
    forget,
    async close() {
      for (const runId of [...watches.keys()]) forget(runId);
      await Promise.all(stopping);
    },
  };
}
