/** Looks into the database of a bot while it runs in another process, for the playground's inspector. */
import { join } from 'node:path';
import { fileAt, Onlooker } from '../persistence/onlooker.js';
import { createRedactor, type Redactor } from '../redact.js';
import { machinePicture } from '../run/machine-picture.js';
import { isEmpty, Known, newsOf } from './inspected.js';
import type { InspectionChange, InspectionMessage } from './inspection.js';

export interface InspectionOptions {
  /** The bot's home. Its database may come later, go, or be replaced. */
  home: string;
  /** Default: what has the form of a secret. */
  redact?: Redactor;
  /** Milliseconds between two looks while somebody watches. */
  everyMs?: number;
}

export interface Inspection {
  /** Calls `send` with the machine, then with all there is, then with each change, until the returned function is called. */
  watch(send: (message: InspectionMessage) => void): () => void;
}

/** Touches nothing until somebody watches, and nothing any more once nobody does. */
export function openInspection({
  home,
  redact = createRedactor({ env: {} }),
  everyMs = 150,
}: InspectionOptions): Inspection {
  const viewers = new Set<(message: InspectionMessage) => void>();
  const publish = (change: InspectionChange) => {
    for (const send of viewers) send(change);
  };
  let watch: Watch | undefined;
  return {
    watch(send) {
      // Somebody may watch twice with the same function.
      const viewer = (message: InspectionMessage) => send(message);
      viewer({ is: 'machine', picture: machinePicture() });
      if (watch?.last) viewer(watch.last);
      viewers.add(viewer);
      watch ??= new Watch(join(home, 'metawsm.sqlite'), redact, everyMs, publish);
      return () => {
        viewers.delete(viewer);
        if (viewers.size > 0) return;
        watch?.end();
        watch = undefined;
      };
    },
  };
}

/** From the first viewer to the last. */
class Watch {
  private known: Known | undefined;
  private file: string | undefined;
  private onlooker: Onlooker | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isMissing = false;

  constructor(
    private readonly path: string,
    private readonly redact: Redactor,
    private readonly everyMs: number,
    private readonly publish: (change: InspectionChange) => void,
  ) {
    void this.look();
  }

  /** What a viewer who comes later is told first; undefined before the first look has ended. */
  get last(): InspectionChange | undefined {
    return this.known?.whole() ?? (this.isMissing ? MISSING : undefined);
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    // A look that is under way closes it when it ends.
    if (this.timer) void this.close();
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    try {
      await this.once();
    } catch {
      // Not there yet, being migrated, or of another version: the next look begins anew.
      await this.close();
      this.tellMissing();
    }
    if (this.isOver) await this.close();
    else this.timer = setTimeout(() => void this.look(), this.everyMs);
  }

  private async once(): Promise<void> {
    const file = fileAt(this.path);
    if (file !== this.file) await this.close();
    this.file = file;
    if (file === undefined) return this.tellMissing();
    this.onlooker ??= await Onlooker.open(this.path);
    if (!(await this.onlooker.moved())) return;
    const known = this.known ?? new Known();
    const news = await this.onlooker.glance((glances) => newsOf(glances, known, this.redact));
    if (this.isOver) return;
    known.take(news);
    if (this.known && isEmpty(news)) return;
    this.publish(this.known ? news : known.whole());
    this.known = known;
    this.isMissing = false;
  }

  private tellMissing(): void {
    if (!this.isMissing && !this.isOver) this.publish(MISSING);
    this.isMissing = true;
  }

  private async close(): Promise<void> {
    const { onlooker } = this;
    this.known = undefined;
    this.onlooker = undefined;
    await onlooker?.close().catch(() => undefined);
  }
}

const MISSING: InspectionChange = { is: 'change', fresh: true, hasDatabase: false, events: [], effects: [] };
