/** One run on the real machine, kept in memory: what stages deliver moves it, each key once. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Deliver, EffectCall, StoredRun } from '../../src/engine/ports.js';
import type { RunContext } from '../../src/run/context.js';
import type { RunEvent } from '../../src/run/events.js';
import { temporary } from '../fixtures/git-repos.js';
import { Walk } from '../run/walk.js';

export const now = () => new Date().toISOString();

export class Desk {
  readonly walk = new Walk();
  readonly journal = new Map<string, RunEvent>();
  readonly home: string;
  readonly workspace: string;
  readonly contract: string;
  /** Called after each move, as `app` tells the stages what became of a run. */
  onMove: (run: RunContext) => void = () => {};
  private readonly waiting = new Set<() => void>();

  /** The run is `running`, its agent lives, and its workspace has these repositories (empty folders). */
  constructor(
    readonly repos = ['api'],
    home = temporary(),
  ) {
    this.home = home;
    this.walk.prepared();
    this.workspace = join(home, 'workspaces', this.run.id);
    this.contract = join(this.workspace, '.metawsm');
    mkdirSync(this.contract, { recursive: true });
    for (const { path } of this.worktrees()) mkdirSync(path, { recursive: true });
    this.run.worktrees = this.worktrees();
    this.walk.work('agent_started');
  }

  get run(): RunContext {
    return this.walk.run;
  }

  get events(): RunEvent[] {
    return [...this.journal.values()];
  }

  of<T extends RunEvent['type']>(type: T): Extract<RunEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  }

  readonly deliver: Deliver = async (runId, event, key) => {
    if (runId !== this.run.id) return { kind: 'unknown' };
    if (this.journal.has(key)) return { kind: 'duplicate', run: this.stored() };
    const before = this.stored();
    this.journal.set(key, event);
    this.walk.event(event as never);
    this.onMove(this.run);
    for (const wake of this.waiting) wake();
    const run = this.stored();
    return this.walk.decided.changed ? { kind: 'applied', run, before } : { kind: 'late', run };
  };

  /** A person answers the oldest open request; what the machine asks for then is not done here. */
  answer(text: string): RunContext {
    this.walk.does('answer', { text });
    if (this.run.queue) this.walk.granted();
    this.onMove(this.run);
    return this.run;
  }

  /** Resolves when `type` has been delivered `count` times. */
  async delivered<T extends RunEvent['type']>(type: T, count = 1): Promise<Extract<RunEvent, { type: T }>> {
    await this.when(() => this.of(type).length >= count, `${count} × ${type}`);
    return this.of(type)[count - 1] as Extract<RunEvent, { type: T }>;
  }

  private when(test: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        act();
      };
      const look = () => test() && settle(resolve);
      const fail = () => reject(new Error(`no ${what}; had: ${this.events.map(({ type }) => type)}`));
      const timer = setTimeout(() => settle(fail), timeoutMs);
      this.waiting.add(look);
      look();
    });
  }

  private worktrees() {
    return this.repos.map((name) => ({
      name,
      path: join(this.workspace, name),
      base: 'main',
      baseCommit: 'b'.repeat(40),
    }));
  }

  private stored(): StoredRun {
    const { id, ticket, createdAt } = this.run;
    const { snapshot, status } = this.walk.decided;
    return { id, ticket, status, snapshot, version: 1, machineVersion: 1, createdAt };
  }
}

/** A call that nobody aborts. */
export const call = (signal = new AbortController().signal): EffectCall => ({
  id: 'run/1/0',
  inDoubt: false,
  startedAt: now(),
  signal,
  outlook: () => new Map(),
});

/** Polls a condition that no event announces; fails loudly. */
export async function until(test: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!test()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
