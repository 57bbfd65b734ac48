/** The turns that are heard now, one a run. They are found again after a restart of the bot. */
import { type EffectCall, Later } from '../../../engine/ports.js';
import type { RunContext } from '../../../run/context.js';
import type { Fault } from '../../../run/events.js';
import type { GuidanceRequest } from '../../../run/guidance-request.js';
import { orAbort } from '../../../shell/or-abort.js';
import { readLife } from '../life.js';
import type { Life } from '../runner.js';
import { Conversation, type ConversationOptions } from './conversation.js';
import { Sent } from './sent.js';
import { readBeginning, readTurnEnd, turnFile } from './turn-folder.js';
import { nativeId, stepIn } from './unheard.js';

export class Conversations {
  private readonly all = new Map<string, Conversation>();
  private readonly leaving = new Set<Promise<void>>();

  constructor(private readonly options: ConversationOptions) {}

  /** Resolves when the agent that was just started has a session, or with why it will not get one. */
  async stands(run: RunContext, { signal }: EffectCall): Promise<Fault | undefined> {
    const conversation = this.take(run);
    if (!conversation) return undefined;
    try {
      return await orAbort(conversation.stands(), signal);
    } catch {
      throw new Later(1_000, 'the run has moved on, or the bot ends');
    }
  }

  /** The run has moved. */
  follow(run: RunContext): void {
    const known = this.all.get(run.id);
    if (known && known.step === run.agent.step) known.follow(run);
    else if (run.agent.alive) this.take(run);
    else known?.follow(run);
  }

  /** True while the run's present agent is spoken with. */
  hears(run: RunContext): boolean {
    return this.all.get(run.id)?.step === run.agent.step;
  }

  /** Brings an answer to the request of the agent that waits for it, or finds that none does. */
  async answer(run: RunContext, request: GuidanceRequest): Promise<'delivered' | 'gone'> {
    if (request.via.kind !== 'acp') return 'gone';
    const step = stepIn(request.via.id);
    const conversation = step === run.agent.step ? this.take(run) : undefined;
    const brought = conversation?.step === step ? await this.bring(conversation, request) : 'gone';
    return brought === 'gone' && this.wasHeard(run.id, step, nativeId(request.via.id))
      ? 'delivered'
      : brought;
  }

  /** The last sign of life of the turn of `step` in milliseconds since 1970; 0 for none. */
  seenAt(runId: string, step: number): number {
    const conversation = this.all.get(runId);
    return conversation?.step === step ? conversation.seenAt : 0;
  }

  /** Lets an agent that is to be ended put its turn away in order. */
  async cancel(runId: string, step: number): Promise<void> {
    const conversation = this.all.get(runId);
    if (conversation && conversation.step <= step) await conversation.cancel();
  }

  /** Listens to a run no more; its agent goes on. */
  forget(runId: string): void {
    const conversation = this.all.get(runId);
    this.all.delete(runId);
    if (!conversation) return;
    const left = conversation.leave().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  async close(): Promise<void> {
    for (const runId of [...this.all.keys()]) this.forget(runId);
    await Promise.all(this.leaving);
  }

  /** The conversation of the run's present agent; undefined where there is nothing to talk about. */
  private take(run: RunContext): Conversation | undefined {
    const { id, agent } = run;
    const known = this.all.get(id);
    if (known?.step === agent.step) return known;
    const life = readLife(this.options.home, id);
    const beginning = isSpoken(life, agent.step)
      ? readBeginning(this.options.home, id, agent.step)
      : undefined;
    if (!life || !beginning) return undefined;
    this.forget(id);
    const conversation = new Conversation(this.options, life, beginning, run);
    this.all.set(id, conversation);
    void conversation.done.then(() => {
      if (this.all.get(id) === conversation) this.all.delete(id);
    });
    return conversation;
  }

  private async bring(conversation: Conversation, request: GuidanceRequest): Promise<'delivered' | 'gone'> {
    try {
      return await conversation.answer(request);
    } catch (error) {
      throw new Later(5_000, `the answer could not be sent: ${String(error)}`);
    }
  }

  /** It was sent, and the turn went on to its end. */
  private wasHeard(runId: string, step: number, id: string): boolean {
    const { home } = this.options;
    if (readTurnEnd(home, runId, step)?.exitCode !== 0) return false;
    return new Sent(turnFile(home, runId, step, 'sent.jsonl')).answerTo(id) === 'result';
  }
}

export const isSpoken = (life: Life | undefined, step: number): life is Life =>
  life?.step === step && life.runner === 'acp';
