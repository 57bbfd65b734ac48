/** What an agent tells of its work in one turn. */
import type { AgentProgress } from '../../../run/progress.js';

export class Progress {
  private readonly known: AgentProgress = { plan: [], tools: 0, allowed: 0, denied: 0 };
  private words = '';

  hear(update: unknown, _at: string): void {
    const one = update as Record<string, unknown>;
    if (one.sessionUpdate === 'agent_message_chunk')
      this.words += (one.content as { text?: string }).text ?? '';
    if (one.sessionUpdate === 'tool_call') {
      this.words = '';
      this.known.tools += 1;
      this.known.doing = String(one.title);
    }
    if (one.sessionUpdate === 'usage_update' && one.cost)
      this.known.cost = one.cost as NonNullable<AgentProgress['cost']>;
    if (one.sessionUpdate === 'usage_update') this.known.tokens = Number(one.used);
  }

  turnEnded(_result: unknown): void {}

  decided(verdict: 'allow' | 'deny'): void {
    this.known[verdict === 'allow' ? 'allowed' : 'denied'] += 1;
  }

  state(): AgentProgress {
    return structuredClone(this.known);
  }

  said(): string {
    return this.words;
  }
}
