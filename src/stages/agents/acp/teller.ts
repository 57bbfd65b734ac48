/** Tells the run what is heard from its agent, each thing until it is taken or nobody is left to take it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from '../../../engine/ports.js';
import type { RunEvent } from '../../../run/events.js';
import type { AgentProgress } from '../../../run/progress.js';
import type { AgentOptions } from '../options.js';

const RETRY_MS = 500;

export class Teller {
  /** The run has no more to do with this agent: nothing is told. */
  mute = false;

  constructor(
    private readonly options: Pick<AgentOptions, 'deliver' | 'now' | 'fault'>,
    private readonly runId: string,
    private readonly step: number,
  ) {}

  deliver = async (event: RunEvent, key: string): Promise<Delivery | undefined> => {
    while (!this.mute) {
      try {
        return await this.options.deliver(this.runId, event, key);
      } catch (error) {
        this.fault(error);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    return undefined;
  };

  report = async (progress: AgentProgress, key: string): Promise<void> => {
    const event: RunEvent = { type: 'agent_progressed', step: this.step, at: this.options.now(), progress };
    await this.deliver(event, `acp:${this.step}:progress:${key}`);
  };

  async forgot(detail: string): Promise<void> {
    const event: RunEvent = { type: 'agent_forgot', step: this.step, at: this.options.now(), detail };
    await this.deliver(event, `acp:${this.step}:forgot`);
  }

  fault = (error: unknown): void => {
    const tell = this.options.fault ?? ((_, cause) => process.emitWarning(cause as Error));
    tell(this.runId, error);
  };
}
