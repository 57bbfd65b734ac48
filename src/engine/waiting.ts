/** Whose answer each open run waits for. Runs that have not moved since are not read again. */
import { outlookOf } from '../run/decide.js';
import type { Reads } from './ports.js';

interface Known {
  version: number;
  /** The person; undefined where nobody is waited for. */
  person: string | undefined;
}

export class Waiting {
  private known = new Map<string, Known>();
  private reading: Promise<void> | undefined;

  constructor(private readonly read: Pick<Reads, 'openVersions' | 'run'>) {}

  /** Ids of the runs that wait for this person, newest first. */
  async for(person: string): Promise<string[]> {
    // What moved after a reading began is not in it.
    await this.reading;
    this.reading ??= this.renew().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
    return [...this.known].flatMap(([id, one]) => (one.person === person ? [id] : []));
  }

  private async renew(): Promise<void> {
    const now = new Map<string, Known>();
    for (const { id, version } of await this.read.openVersions()) {
      const before = this.known.get(id);
      const known = before?.version === version ? before : await this.look(id);
      if (known) now.set(id, known);
    }
    this.known = now;
  }

  private async look(id: string): Promise<Known | undefined> {
    const run = await this.read.run(id);
    if (!run) return undefined;
    const card = outlookOf(run.snapshot).get('card');
    return { version: run.version, person: card?.kind === 'card' ? card.waitingFor?.user : undefined };
  }
}
