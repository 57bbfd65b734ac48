/** Carries out effects: per run one lane for each kind of work, in order inside a lane, side by side across lanes. */
import { setTimeout as delay } from 'node:timers/promises';
import { outlookOf } from '../run/decide.js';
import type { EffectKind, Lane } from '../run/effects.js';
import type { RunEvent } from '../run/events.js';
import type { Admission } from './admission.js';
import type { Door } from './deliver.js';
import { isObsolete, lost, stepIn, supersededIn, wordsOf } from './effect-rows.js';
import { Pauses } from './pauses.js';
import {
  type EffectRow,
  type Handler,
  type Handlers,
  Later,
  type StoredRun,
  type UnitOfWork,
  UnreadableRun,
} from './ports.js';

export interface LanesOptions {
  unit: UnitOfWork;
  door: Door;
  handlers: Handlers;
  now: () => string;
  /** Lets work begin; what stops work, and what is said, is never held up. Default: everything at once. */
  admission?: Pick<Admission, 'enter' | 'open'>;
  /** A defect: an effect that threw. */
  onBroken: (row: EffectRow, error: unknown) => void;
  /** Called when a lane leaves a run alone, since its stored state cannot be read. */
  onUnreadable?: (run: StoredRun) => void;
  /** Pause before a lane looks again after the database failed it. Default 2,000. */
  retryMs?: number;
}

/** In this order they are taken up, posts before edits. */
const ALL: readonly Lane[] = ['work', 'control', 'posts', 'edits', 'files'];
/** These wait while people do: neither what stops work, nor a question that somebody's reply is held for. */
const HELD: readonly Lane[] = ['work', 'edits', 'files'];
/** Over in a moment and safe to repeat, whatever came of an earlier try: noting the try would take longer than they do. */
const BRIEF: readonly EffectKind[] = ['guidance.deliver', 'feedback.write', 'agent.look'];
const MESSAGE_TRIES = 5;
/** A post that waits for its turn, or for Slack, takes longer than it holds up an edit. */
const POST_FIRST_MS = 500;
const RETRY_MS = 2_000;

interface Busy {
  row: EffectRow;
  controller: AbortController;
}

export class Lanes {
  private readonly loops = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private readonly busy = new Map<string, Busy>();
  /** Runs whose state could not be read. */
  private readonly left = new Set<string>();
  private readonly alarms = new Map<string, NodeJS.Timeout>();
  private readonly pauses: Pauses;
  private draining = false;

  constructor(private readonly options: LanesOptions) {
    this.pauses = new Pauses(options.now);
  }

  /** Looks for work of a run; cheap when there is none. */
  poke(runId: string): void {
    for (const lane of ALL) this.pokeLane(runId, lane);
  }

  /** The run has moved: work of an older step is told to stop, new work of these lanes is taken up. */
  moved(run: StoredRun, lanes: readonly Lane[]): void {
    const busy = this.busy.get(`${run.id} work`);
    if (busy && isObsolete(busy.row, run)) busy.controller.abort();
    // What can be read again goes on where it was left.
    const isBack = this.left.delete(run.id);
    for (const lane of ALL) if (isBack || lanes.includes(lane)) this.pokeLane(run.id, lane);
  }

  /** Takes nothing new and waits for what is under way; what is left after `graceMs` is aborted and done again later. */
  async drain(graceMs: number): Promise<void> {
    this.draining = true;
    this.options.admission?.open();
    for (const alarm of this.alarms.values()) clearTimeout(alarm);
    const hurry = setTimeout(() => {
      for (const { controller } of this.busy.values()) controller.abort();
    }, graceMs);
    await Promise.all(this.loops.values());
    clearTimeout(hurry);
  }

  private pokeLane(runId: string, lane: Lane): void {
    const name = `${runId} ${lane}`;
    if (this.draining) return;
    if (this.loops.has(name)) {
      this.again.add(name);
      return;
    }
    const loop = this.work(runId, lane, name)
      .catch((error: unknown) => {
        // Its effects stay for the day on which it can be read again.
        if (error instanceof UnreadableRun) {
          this.left.add(runId);
          return this.options.onUnreadable?.(error.run);
        }
        this.options.onBroken(lost(runId, lane), error);
        // The database failed, for instance; nobody else may ever poke this lane.
        this.wakeIn(this.options.retryMs ?? RETRY_MS, runId, lane, name);
      })
      .finally(() => {
        this.loops.delete(name);
        if (this.again.delete(name)) this.pokeLane(runId, lane);
      });
    this.loops.set(name, loop);
  }

  private async work(runId: string, lane: Lane, name: string): Promise<void> {
    let isAdmitted = false;
    if (lane === 'edits') await this.afterPosts(`${runId} posts`);
    while (!this.draining) {
      const open = await this.options.unit.read.openEffects(runId, lane);
      const row = lane === 'edits' ? await this.newestEdit(open) : open[0];
      if (!row) return this.wakeAt(open, runId, lane, name);
      if (this.pauses.leftMs(row) > 0) return this.wakeAt([row], runId, lane, name);
      const wait: Promise<void> | undefined =
        HELD.includes(lane) && !isAdmitted ? this.options.admission?.enter() : undefined;
      isAdmitted = wait !== undefined;
      if (wait) {
        await wait;
        // Much may have changed meanwhile.
        continue;
      }
      const controller = new AbortController();
      this.busy.set(name, { row, controller });
      try {
        await this.carryOut(row, controller.signal);
      } finally {
        this.busy.delete(name);
      }
    }
  }

  /** People wait for the question, and not for the card that tells of it; side by side each takes longer. */
  private async afterPosts(name: string): Promise<void> {
    const until = performance.now() + POST_FIRST_MS;
    for (let posts = this.loops.get(name); posts; posts = this.loops.get(name)) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return;
      await Promise.race([posts, delay(leftMs, undefined, { ref: false })]);
    }
  }

  private async newestEdit(open: EffectRow[]): Promise<EffectRow | undefined> {
    const superseded = supersededIn(open);
    if (superseded.length > 0)
      await this.options.unit.write(async (tx) => {
        for (const row of superseded) await tx.settleEffect(row.id, 'done', 'superseded');
      });
    for (const row of superseded) this.pauses.forget(row);
    return open.find((row) => !superseded.includes(row) && this.pauses.leftMs(row) <= 0);
  }

  private wakeAt(rows: EffectRow[], runId: string, lane: Lane, name: string): void {
    const paused = rows.filter(({ dueAt }) => dueAt !== undefined);
    if (paused.length === 0) return;
    const leftMs = Math.min(...paused.map((row) => this.pauses.leftMs(row)));
    this.wakeIn(Math.max(1, leftMs), runId, lane, name);
  }

  private wakeIn(waitMs: number, runId: string, lane: Lane, name: string): void {
    if (this.draining) return;
    clearTimeout(this.alarms.get(name));
    const ring = () => {
      this.alarms.delete(name);
      this.pokeLane(runId, lane);
    };
    this.alarms.set(name, setTimeout(ring, Math.min(waitMs, 60_000)));
  }

  private async carryOut(row: EffectRow, signal: AbortSignal): Promise<void> {
    const { unit, now } = this.options;
    const run = await unit.read.run(row.runId);
    if (run?.unreadable) throw new UnreadableRun(run);
    if (!run || isObsolete(row, run)) return this.settle(row, 'done', 'obsolete');
    const inDoubt = row.status === 'started';
    const startedAt = row.startedAt ?? now();
    // Counts the try, in doubt as well: a message that never works is given up in the end.
    if (!BRIEF.includes(row.kind)) await unit.single.startEffect(row.id, startedAt);
    let outcome: RunEvent | undefined;
    try {
      const handler = this.options.handlers[row.kind] as Handler<EffectKind>;
      const call = { id: row.id, inDoubt, startedAt, signal, outlook: () => outlookOf(run.snapshot) };
      outcome = await handler(row.params, run.snapshot.context, call);
    } catch (error) {
      return this.fallBack(row, error, signal);
    }
    // Not the handler's fault when this fails: the row stays in doubt, and the lane wakes itself.
    await this.conclude(row, outcome);
  }

  private async conclude(row: EffectRow, outcome: RunEvent | undefined): Promise<void> {
    await (outcome ? this.report(row, outcome, 'done', outcome.type) : this.settle(row, 'done'));
  }

  private async fallBack(row: EffectRow, error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof Later) return this.postpone(row, error.afterMs, error.inDoubt);
    if (signal.aborted) {
      if (this.draining) return;
      return this.settle(row, 'done', 'obsolete');
    }
    this.options.onBroken(row, error);
    const step = stepIn(row);
    if (step === undefined && row.lane !== 'work') {
      if (row.attempts < MESSAGE_TRIES) return this.postpone(row, RETRY_MS * 2 ** row.attempts, true);
      return this.settle(row, 'failed', wordsOf(error));
    }
    const run = await this.options.unit.read.run(row.runId);
    const broken: RunEvent = {
      type: 'effect_broken',
      step: step ?? run?.snapshot.context.step ?? 0,
      at: this.options.now(),
      kind: row.kind,
      detail: wordsOf(error),
    };
    await this.report(row, broken, 'failed', wordsOf(error));
  }

  /** The run hears of it in the transaction that settles the effect. */
  private async report(
    row: EffectRow,
    news: RunEvent,
    status: 'done' | 'failed',
    result: string,
  ): Promise<void> {
    await this.options.door.deliver(row.runId, news, `fx:${row.id}`, async (tx) => {
      await tx.settleEffect(row.id, status, result);
      return undefined;
    });
    this.pauses.forget(row);
  }

  private async postpone(row: EffectRow, afterMs: number, inDoubt: boolean): Promise<void> {
    const dueAt = this.pauses.begin(row, afterMs);
    await this.options.unit.single.postponeEffect(row.id, dueAt, inDoubt);
  }

  private async settle(row: EffectRow, status: 'done' | 'failed', result?: string): Promise<void> {
    await this.options.unit.single.settleEffect(row.id, status, result);
    this.pauses.forget(row);
  }
}
