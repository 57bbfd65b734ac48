/** One program against the real bot: what the model's steps are in Slack and in the workspace, and what has come of them. */
import { SlackClientError } from '../../../src/playground/server/client-error.js';
import type { Message } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { type Bot, soon } from './bot.js';
import type { Model, Step } from './model.js';

const PATIENCE_MS = 30_000;
let tickets = 0;

export class Program {
  private card: Message | undefined;
  private id = '';
  private asked = 0;

  constructor(
    private readonly bot: Bot,
    private readonly person: Person,
  ) {}

  /** Begins a run, until its agent works. */
  async begin(): Promise<void> {
    const { slack, dev } = this.bot;
    const ticket = `MOD-${++tickets}`;
    const named = new RegExp(`\\b${ticket}\\b`);
    const cardOf = () =>
      slack
        .messages(dev, { from: 'bot' })
        .findLast((one) => !one.thread_ts && named.test(slack.visibleText(one)));
    await this.insists(() =>
      cardOf()
        ? undefined
        : this.person.types(`/metawsm bootstrap ${ticket} --repos api ${this.bot.wish}`, { in: dev }),
    );
    this.card = await slack.waitFor(cardOf, `a card of ${ticket}`, PATIENCE_MS);
    const [id = ''] = await slack.waitFor(
      () => new RegExp(`${ticket}-[a-z2-7]{6}`, 'i').exec(slack.visibleText(this.card!)) ?? undefined,
      'its id',
      PATIENCE_MS,
    );
    this.id = id.toLowerCase();
    const brief = await slack.message(dev, /^Brief for/m, {
      thread: this.card,
      from: 'bot',
      timeoutMs: PATIENCE_MS,
    });
    // The bot may have taken the press of which Slack says that it did not work.
    const on = slack.snapshot(brief);
    await this.insists(() => this.person.presses('Start run', { on }));
    await this.becomes({ status: 'running' });
  }

  /** `isTaken`: what the model says; steps of the agent are only done where there is one at work. */
  async does(step: Step, isTaken: boolean): Promise<void> {
    const command = (words: string) =>
      this.insists(() => this.person.types(`/metawsm ${words}`, { in: this.bot.dev }));
    if (step === 'ask') return isTaken ? this.asks() : undefined;
    if (step === 'done' || step === 'fail') return isTaken ? this.bot.ends(this.id, step) : undefined;
    if (step === 'answer') return this.answers();
    if (step === 'approve') return command(`merge ${this.id}`);
    return command(step === 'iterate' ? `iterate ${this.id} Once more` : `${step} ${this.id}`);
  }

  /** Waits until the bot is where the model is; says what differs where it does not come there. */
  async becomes(model: Model): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const differs = await this.differsFrom(model);
      if (!differs) return;
      if (Date.now() > end)
        throw new Error(`${this.id}: ${differs}\n${this.bot.slack.transcript(this.bot.dev).slice(-3_000)}`);
      await soon();
    }
  }

  private async differsFrom(model: Model): Promise<string | undefined> {
    const run = await this.bot.run(this.id);
    if (run.status !== model.status) return `the model is ${model.status}, the bot ${run.status}`;
    if (model.status === 'running' && (!run.agent.alive || run.agent.starting)) return 'no agent works';
    if ((run.pausedBy !== undefined) !== (model.pausing === true || model.status === 'paused'))
      return 'the model and the bot differ in the pause';
    const open = run.guidance.filter(({ state }) => state === 'open').length;
    if (open !== (model.open ? 1 : 0)) return `${open} questions are open`;
    if (!this.bot.slack.visibleText(this.card!).includes(LABELS[model.status]))
      return `the card does not say ${LABELS[model.status]}: ${this.bot.slack.visibleText(this.card!).slice(0, 200)}`;
    if (model.status === 'closed' && this.bot.merges(this.id) !== 1)
      return `${this.bot.merges(this.id)} merges`;
    return undefined;
  }

  /** Every message of the run stands once. */
  twice(): string[] {
    const { slack } = this.bot;
    const ids = slack.thread(this.card!).flatMap((one) => {
      const { outbox_id } =
        (one.metadata as { event_payload?: { outbox_id?: string } } | undefined)?.event_payload ?? {};
      return outbox_id ? [outbox_id] : [];
    });
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  }

  private asks(): Promise<void> {
    this.asked += 1;
    return this.bot.asks(this.id, `Which way, ${this.id} ${this.asked}?`);
  }

  /** By reply or by button, once it is on screen; else to nobody. */
  private async answers(): Promise<void> {
    const { slack, dev } = this.bot;
    const open = (await this.bot.run(this.id)).guidance.some(({ state }) => state === 'open');
    const words = `Which way, ${this.id} ${this.asked}?`;
    const question = open
      ? await slack.message(dev, words, { thread: this.card!, from: 'bot', timeoutMs: PATIENCE_MS })
      : undefined;
    const on = question && slack.snapshot(question);
    if (on && this.asked % 2 === 0 && slack.buttons(on).length > 0)
      await this.insists(() => this.person.presses('left', { on }));
    else await this.person.says('right', { in: dev, thread: this.card! });
    if (!open) await slack.settled();
  }

  /** Again where Slack says that it did not work: the bot may be dead at this moment. */
  private async insists(gesture: () => Promise<unknown> | undefined): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await gesture();
        return;
      } catch (error) {
        if (!(error instanceof SlackClientError) || Date.now() > end) throw error;
        await soon();
      }
    }
  }
}

const LABELS: Record<Model['status'], string> = {
  running: 'running',
  awaiting_guidance: 'awaiting_guidance',
  merge_ready: 'merge_ready',
  paused: 'paused',
  stopped: 'stopped',
  failed: 'failed',
  closed: 'closed',
};
