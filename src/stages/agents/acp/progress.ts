/** What a turn of the agent has come to, from its updates. Nothing of it is cumulative over lives. */
import type { AgentProgress, PlanStep } from '../../../run/progress.js';
import { doingOf } from './doing.js';
import { type Group, isGroup, lines, textAt } from './plain.js';
import { Reach } from './reach.js';
import { slimCall } from './slim-call.js';
import { costIn, fullnessIn, isWithoutUsage, tokensIn } from './spending.js';
import { stepsIn } from './steps.js';
import { ToolCall } from './tool-call.js';

export interface ProgressOptions {
  /** What the session had cost when this life began; 0 for a new session. */
  costBefore?: number;
  /** Words with which the agent begins when it tries to reach its model again. */
  reconnecting?: readonly string[];
}

const MOST_CALLS = 10_000;
const MOST_SAID = 8000;

export class Progress {
  private plan: PlanStep[] = [];
  private current?: Group;
  private tokens?: number;
  private fullness?: number;
  private cost?: { amount: number; currency: string };
  private costBase?: number;
  private allowed = 0;
  private denied = 0;
  private words = '';
  private isNewText = true;
  private hasSystemError = false;
  private hasNoUsage = false;
  /** By id, what is known of each call; its title and input come in pieces. */
  private readonly calls = new Map<string, Group>();
  private readonly reach: Reach;

  constructor(private readonly options: ProgressOptions = {}) {
    this.reach = new Reach(options.reconnecting);
  }

  /** Takes one `update` of a `session/update`, at an ISO instant. Never throws. */
  hear(update: unknown, at: string): void {
    if (!isGroup(update)) return;
    this.reach.hear(update, at);
    const kind = update.sessionUpdate;
    if (kind === 'agent_message_chunk') this.say(update);
    if (kind === 'tool_call' || kind === 'tool_call_update') this.use(update);
    if (kind === 'usage_update') this.spend(update);
    if (kind === 'plan' || kind === 'tool_call' || kind === 'tool_call_update')
      this.plan = stepsIn(update) ?? this.plan;
    const status = textAt(update, '_meta', 'codex', 'threadStatus', 'type');
    if (status !== undefined && status !== 'idle') this.hasSystemError = status === 'systemError';
  }

  /** Takes the answer to a prompt; a turn may have several, and each has figures of its own. */
  turnEnded(result: unknown): void {
    const tokens = tokensIn(result);
    if (tokens !== undefined) this.tokens = (this.tokens ?? 0) + tokens;
    this.hasNoUsage = isWithoutUsage(result);
    this.current = undefined;
    this.isNewText = true;
  }

  /** Counts a permission that a rule decided. */
  decided(verdict: 'allow' | 'deny'): void {
    if (verdict === 'allow') this.allowed += 1;
    else this.denied += 1;
  }

  /** The newest state. `now`: an ISO instant, where it is known; else that of the last update counts. */
  state(now?: string): AgentProgress {
    const unreachable = this.reach.unreachable(now);
    return {
      plan: this.plan,
      tools: this.calls.size,
      allowed: this.allowed,
      denied: this.denied,
      ...(this.current === undefined ? {} : { doing: doingOf(ToolCall.parse(this.current)) }),
      ...(this.tokens === undefined ? {} : { tokens: this.tokens }),
      ...(this.cost === undefined ? {} : { cost: this.ofThisLife(this.cost) }),
      ...(this.fullness === undefined ? {} : { fullness: this.fullness }),
      ...(unreachable === undefined ? {} : { unreachable }),
    };
  }

  /** The agent's last words: what it wrote after its last tool call, or last of all. */
  said(): string {
    return lines(this.words.slice(-MOST_SAID).trim(), MOST_SAID);
  }

  /** True for what the agent says while it tries to reach its model again. */
  complains(update: unknown): boolean {
    return this.reach.complaintIn(update) !== undefined;
  }

  /** What the session has cost in all, to be kept for the next life. */
  cumulativeCost(): number {
    return this.cost?.amount ?? this.options.costBefore ?? 0;
  }

  /** True where the turn ended as if all were well, though the model failed (Codex); `said` tells why. */
  modelFailed(): boolean {
    return this.hasSystemError || this.hasNoUsage;
  }

  private say(update: Group): void {
    const text = textAt(update, 'content', 'text');
    if (!text || this.reach.complaintIn(update) !== undefined) return;
    // what Codex's adapter says of its settings before the model has said anything
    if (this.words === '' && this.calls.size === 0 && text.startsWith('Warning: ')) return;
    if (this.isNewText) this.words = '';
    this.isNewText = false;
    this.current = undefined;
    this.words += text;
    if (this.words.length > 8 * MOST_SAID) this.words = this.words.slice(-2 * MOST_SAID);
  }

  private use(update: Group): void {
    const id = textAt(update, 'toolCallId') ?? '';
    const known = this.calls.get(id);
    if (!known && this.calls.size >= MOST_CALLS) return;
    const status = textAt(update, 'status');
    const isOver = status === 'completed' || status === 'failed';
    // of one that is over, only the fact that there was one is kept
    const call = isOver ? {} : { ...known, ...slimCall(update) };
    this.calls.set(id, call);
    this.isNewText = true;
    if (!isOver) this.current = call;
  }

  private spend(update: Group): void {
    this.fullness = fullnessIn(update) ?? this.fullness;
    const cost = costIn(update);
    if (!cost) return;
    const before = this.options.costBefore ?? 0;
    // less than before: the agent began to count anew
    this.costBase ??= cost.amount >= before ? before : 0;
    this.cost = cost;
  }

  private ofThisLife({ amount, currency }: { amount: number; currency: string }) {
    const spent = Math.max(0, amount - (this.costBase ?? 0));
    return { amount: Math.round(spent * 1e6) / 1e6, currency };
  }
}
