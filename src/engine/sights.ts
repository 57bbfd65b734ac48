/** Runs as people see them. What was drawn of one that has not moved since is not drawn again. */
import type { RunContext } from '../run/context.js';
import { outlookOf } from '../run/decide.js';
import type { Outlook } from '../run/outlook.js';
import type { Status } from '../run/status.js';
import type { StoredRun } from './ports.js';

/** One run as it stands. */
export interface RunSight {
  id: string;
  ticket: string;
  status: Status;
  run: RunContext;
  views: Outlook;
  createdAt: string;
}

const MOST_KNOWN = 1_000;

export class Sights {
  /** By run, the one that was looked at longest ago first. */
  private readonly known = new Map<string, { version: number; views: Outlook }>();

  of(run: StoredRun): RunSight;
  of(run: StoredRun | undefined): RunSight | undefined;
  of(run: StoredRun | undefined): RunSight | undefined {
    if (!run) return undefined;
    const { id, ticket, status, createdAt } = run;
    return { id, ticket, status, run: run.snapshot.context, views: this.viewsOf(run), createdAt };
  }

  private viewsOf({ id, version, snapshot, unreadable }: StoredRun): Outlook {
    // A person may mend its row, and its version stays.
    if (unreadable !== undefined) return outlookOf(snapshot);
    const before = this.known.get(id);
    const views = before?.version === version ? before.views : outlookOf(snapshot);
    this.known.delete(id);
    this.known.set(id, { version, views });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return views;
  }
}
