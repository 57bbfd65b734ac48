/** A message is offered with everything; what Slack does not take is left out: first the plan, then every block, then most words. */
import type { Log } from '../logging.js';
import type { View } from '../run/views.js';
import { cutMrkdwn, type Mrkdwn } from './escape.js';
import { outgoing, type Redact } from './outgoing.js';
import type { Refusal } from './refusals.js';
import type { Drawing } from './views/layout.js';

/** Sends a drawing; one without blocks is words alone. */
export type Send<T> = (drawing: Drawing) => Promise<T>;

/** Slack takes so much of everybody. */
const SHORT = 1_000;

export class Plainer {
  /** Set once this Slack has refused a plan and taken the same message without it. */
  private withoutPlans = false;

  constructor(
    private readonly redact: Redact,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** The first answer that is no refusal of blocks, else the last one. */
  async offer<T>(
    view: View,
    send: Send<T>,
    refusalIn: (answer: T) => Refusal | undefined,
    above?: Mrkdwn,
  ): Promise<T> {
    const draw = (plan: boolean) => outgoing(view, this.redact, { plan, ...(above ? { above } : {}) });
    const isRefused = (answer: T) => refusalIn(answer)?.kind === 'blocks';
    const whole = draw(!this.withoutPlans);
    let answer = await send(whole);
    if (!isRefused(answer)) return answer;
    if (whole.blocks.some((block) => block.type === 'plan')) {
      const first = refusalIn(answer);
      answer = await send(draw(false));
      if (!isRefused(answer)) {
        this.withoutPlans = true;
        this.log.warn('Slack refused a card with a plan; cards go without from now on', {
          code: first?.code,
        });
        return answer;
      }
    }
    this.log.warn('Slack refused the blocks of a message', { ref: view.ref, code: refusalIn(answer)?.code });
    answer = await send({ text: whole.text, blocks: [] });
    // The beginning says what it is about; the rest stands in `status`.
    return isRefused(answer) ? send({ text: cutMrkdwn(whole.text, SHORT), blocks: [] }) : answer;
  }
}
