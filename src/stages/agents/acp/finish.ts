/** What follows the end of a turn: nothing of the agent is left, then its end is told. Repeatable. */
import type { Delivery } from '../../../engine/ports.js';
import type { RunContext } from '../../../run/context.js';
import type { RunEvent } from '../../../run/events.js';
import { appendText } from '../../../shell/own-file.js';
import { runFile } from '../../../shell/run-folder.js';
import { LOG } from '../command-runner.js';
import type { AgentOptions } from '../options.js';
import type { Life, Runner } from '../runner.js';
import { within } from './deferred.js';
import type { Hearing } from './hearing.js';
import type { Tempo } from './tempo.js';
import type { TurnEnd } from './turn-folder.js';
import { stepIn } from './unheard.js';
import { Left } from './wire.js';

export interface FinishOptions extends Pick<AgentOptions, 'home' | 'now' | 'settle'> {
  runner: Runner;
  tempo: Tempo;
  hearing: Hearing;
  life: Life;
  run: () => RunContext;
  end: TurnEnd;
  /** Resolves when the run has it that the agent has started, or nobody listens any more. */
  released: Promise<void>;
  /** The end of what the agent wrote to standard error. */
  errors: () => string;
  deliver: (event: RunEvent, key: string) => Promise<Delivery | undefined>;
  fault: (error: unknown) => void;
}

export async function finish(options: FinishOptions): Promise<void> {
  const { hearing, runner, life, end, tempo } = options;
  hearing.asked.close();
  await hearing.reporter.stop();
  // The turn of an agent that has died is not over.
  if (end.exitCode !== null && !isDeath(end)) await withdrawOpen(options);
  if (end.closes !== undefined && !hearing.wire.isOver)
    await within(tempo.politeMs, hearing.wire.request('session/close', { sessionId: end.closes }));
  // What it left running would go on writing into a worktree in which checks run.
  await runner.stop(options.run().id, life);
  hearing.wire.end(new Left());
  await hearing.wire.closed();
  noteErrors(options);
  await options.released;
  await options.settle?.(options.run().id);
  await tell(options);
}

/** It ended by itself in the midst of its turn. */
const isDeath = ({ exitCode, fault, limit }: TurnEnd) =>
  exitCode !== 0 && fault === undefined && limit === undefined;

/** What it wanted to do it does not want any more; an answer to a question can still come with the next prompt. */
async function withdrawOpen({ run, life, now, deliver }: FinishOptions): Promise<void> {
  for (const { kind, via, state } of run().guidance) {
    if (state !== 'open' || kind !== 'permission') continue;
    if (via.kind !== 'acp' || stepIn(via.id) !== life.step) continue;
    await deliver({ type: 'guidance_withdrawn', at: now(), via }, `acp:${via.id}:withdrawn`);
  }
}

function noteErrors({ end, errors, home, run, fault }: FinishOptions): void {
  if (end.exitCode === 0) return;
  const text = errors();
  if (text === '') return;
  try {
    appendText(runFile(home, run().id, LOG), `--- the end of its standard error\n${text}\n`);
  } catch (error) {
    fault(error);
  }
}

async function tell({ life: { step }, end, now, deliver }: FinishOptions): Promise<void> {
  const { exitCode, said, detail, fault, limit, progress } = end;
  if (progress)
    await deliver({ type: 'agent_progressed', step, at: now(), progress }, `acp:${step}:progress:end`);
  const event: RunEvent = limit
    ? { type: 'agent_limited', step, at: now(), ...limit }
    : {
        type: 'agent_exited',
        step,
        at: now(),
        exitCode,
        ...(said === undefined ? {} : { said }),
        ...(detail === undefined ? {} : { detail }),
        ...(fault === undefined ? {} : { fault }),
      };
  await deliver(event, `agent:${step}:exit`);
}
