/** Tells what a person sees of the agent's work: at most every few seconds, the newest wins. */
import type { AgentProgress } from '../../../run/progress.js';

export interface ReporterOptions {
  everyMs: number;
  /** When nothing but figures has changed. */
  figuresEveryMs: number;
  state: () => AgentProgress;
  tell: (progress: AgentProgress) => Promise<void>;
}

const NOTHING: AgentProgress = { plan: [], tools: 0, allowed: 0, denied: 0 };

export class Reporter {
  private words = wordsOf(NOTHING);
  private all = allOf(NOTHING);
  private toldAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Number.POSITIVE_INFINITY;
  private telling: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: ReporterOptions) {}

  /** Something was heard. */
  look(): void {
    if (this.stopped) return;
    const state = this.options.state();
    const { everyMs, figuresEveryMs } = this.options;
    if (wordsOf(state) !== this.words) this.plan(this.toldAt + everyMs);
    else if (allOf(state) !== this.all)
      this.plan(Math.max(this.toldAt, performance.now() - everyMs) + figuresEveryMs);
  }

  /** Tells nothing more; resolves when nothing is being told. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.telling;
  }

  private plan(at: number): void {
    if (at >= this.dueAt) return;
    this.dueAt = at;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), Math.max(0, at - performance.now()));
    this.timer.unref();
  }

  private tell(): void {
    const state = this.options.state();
    this.words = wordsOf(state);
    this.all = allOf(state);
    this.toldAt = performance.now();
    this.telling = this.options.tell(state).finally(() => {
      this.telling = undefined;
      this.dueAt = Number.POSITIVE_INFINITY;
      this.look();
    });
  }
}

const wordsOf = ({ plan, doing, unreachable }: AgentProgress) => JSON.stringify([plan, doing, unreachable]);
const allOf = (one: AgentProgress) =>
  JSON.stringify([wordsOf(one), one.tools, one.allowed, one.denied, one.tokens, one.cost, one.fullness]);
