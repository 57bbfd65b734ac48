/** Hears what agents ask and claim through files, and brings them the answers. */
import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Deliver, Handlers } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import { statsOf } from './folders.js';
import { Inbox } from './inbox.js';
import { bringAnswer } from './responses.js';

export interface GuidanceOptions {
  home: string;
  deliver: Deliver;
  /** The present as an ISO instant. */
  now: () => string;
  /** How often the folders are read although nothing was seen to change. Default 2,000. */
  sweepMs?: number;
  /** How long a text that does not parse may take to become whole. Default 2,000. */
  retryMs?: number;
  /** How long an answer is left to a living agent before the next one replaces it. Default 5,000. */
  holdMs?: number;
  /** Told of what went wrong while looking; the next sweep tries again. Default: a warning of the process. */
  fault?: (runId: string, error: unknown) => void;
}

export interface GuidanceStage extends Pick<Handlers, 'guidance.deliver'> {
  /** Watches the run's folders from now on, or takes note of what the run has become. May be called often. */
  follow(run: RunContext): void;
  forget(runId: string): void;
  /**
   * Takes what the run's agent has written up to now; resolves when nothing of it is left. Called before the end of
   * an agent is told, so that its last words come first.
   */
  settle(runId: string): Promise<void>;
  /** Stops watching; resolves when nothing is being delivered any more. */
  close(): Promise<void>;
}

const RETRY_MS = 2_000;
/** What outlives an agent could write without end; its end is told all the same. */
const LONGEST_RETRIES = 10;

export function guidanceStage(options: GuidanceOptions): GuidanceStage {
  const followed = new Map<string, Watched>();
  const sweep = setInterval(() => {
    for (const one of followed.values()) one.look();
  }, options.sweepMs ?? 2_000);
  sweep.unref();

  const forget = (runId: string) => {
    followed.get(runId)?.stop();
    followed.delete(runId);
  };

  return {
    'guidance.deliver': async ({ id }, run) => {
      bringAnswer({ ...options, holdMs: options.holdMs ?? 5_000 }, run, id);
      return { type: 'guidance_delivered', at: options.now(), id };
    },
    follow(run) {
      if (run.closedAt) return forget(run.id);
      const watched = followed.get(run.id) ?? new Watched(options, run);
      followed.set(run.id, watched);
      watched.know(run);
    },
    forget,
    settle: async (runId) => followed.get(runId)?.settle(),
    async close() {
      clearInterval(sweep);
      const all = [...followed.values()];
      for (const one of all) one.stop();
      followed.clear();
      await Promise.all(all.map((one) => one.idle()));
    },
  };
}

/** How a sweep ended: how soon to look again, in ms, or why it could not look. */
interface Swept {
  againMs?: number;
  broken?: { cause: unknown };
}

/** One run's folders under watch; never two sweeps at once. */
class Watched {
  private readonly inbox: Inbox;
  private readonly watchers = new Map<string, { watcher: FSWatcher; inode: number }>();
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<Swept> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly options: GuidanceOptions,
    run: RunContext,
  ) {
    this.inbox = new Inbox({ ...options, retryMs: options.retryMs ?? RETRY_MS }, run);
  }

  know(run: RunContext): void {
    this.inbox.run = run;
    this.look();
  }

  look(): void {
    if (this.stopped) return;
    this.again = true;
    this.sweeping ??= this.sweepAll();
  }

  idle = async () => this.sweeping;

  /** Looks until nothing is left, also of what does not parse yet, but not for ever. Throws what the last look ended in. */
  async settle(): Promise<void> {
    const deadline = performance.now() + LONGEST_RETRIES * (this.options.retryMs ?? RETRY_MS);
    while (performance.now() < deadline) {
      this.look();
      const { againMs, broken } = (await this.sweeping) ?? {};
      if (broken) throw broken.cause;
      if (againMs === undefined || this.stopped) return;
      await delay(Math.min(againMs, 50));
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const { watcher } of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private async sweepAll(): Promise<Swept> {
    let swept: Swept = {};
    // Not at once: whoever called has to know of this promise before it ends.
    await undefined;
    while (this.again && !this.stopped) {
      this.again = false;
      swept = await this.sweep();
    }
    // In the same breath as the last look at `again`, so that no call is lost.
    this.sweeping = undefined;
    return swept;
  }

  private async sweep(): Promise<Swept> {
    try {
      // Watched first and read then, so that nothing falls in between.
      this.watchFolders();
      const againMs = await this.inbox.sweep();
      this.lookAgain(againMs);
      return againMs === undefined ? {} : { againMs };
    } catch (cause) {
      this.tell(cause);
      return { broken: { cause } };
    }
  }

  private lookAgain(ms: number | undefined): void {
    clearTimeout(this.timer);
    if (this.stopped || ms === undefined) return;
    this.timer = setTimeout(() => this.look(), ms);
    this.timer.unref();
  }

  private watchFolders(): void {
    const there = new Map(this.inbox.folders().map((folder) => [folder, inodeOf(folder)]));
    for (const [folder, { watcher, inode }] of this.watchers) {
      // A folder that was made anew is another one, and the old watch says nothing about it.
      if (there.get(folder) === inode) there.delete(folder);
      else this.drop(folder, watcher);
    }
    for (const [folder, inode] of there) if (inode !== undefined) this.watchFolder(folder, inode);
  }

  private watchFolder(folder: string, inode: number): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.look());
      watcher.on('error', () => this.drop(folder, watcher));
      this.watchers.set(folder, { watcher, inode });
    } catch (error) {
      // Without a watch (a limit of the system) the sweep still sees everything, only later.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.tell(error);
    }
  }

  private drop(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.watchers.get(folder)?.watcher === watcher) this.watchers.delete(folder);
  }

  private tell(error: unknown): void {
    const fault = this.options.fault ?? ((_, cause) => process.emitWarning(cause as Error));
    fault(this.inbox.run.id, error);
  }
}

const inodeOf = (folder: string) => statsOf(folder)?.ino;
