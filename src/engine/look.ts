/** Looking, never changing: what a person may ask about runs. */
import { ticketIn } from '../run/issue.js';
import { type Access, holds, maySee, type Right } from '../run/policy.js';
import { ACTIVE, type Status } from '../run/status.js';
import { type Paged, paged } from './pages.js';
import type { UnitOfWork } from './ports.js';
import { type RunSight, Sights } from './sights.js';
import { Waiting } from './waiting.js';

export interface Known {
  repos: readonly string[];
  agents: readonly string[];
  defaultAgent: string;
  channels: Readonly<Record<string, { repos?: readonly string[]; agent?: string }>>;
  /** Address of the GitHub whose issues are tickets, without a slash at its end. Default: github.com. */
  github?: string;
}

/** What is configured for a channel; undefined where nothing is. */
export const defaultsIn = ({ channels }: Pick<Known, 'channels'>, channel: string) =>
  Object.hasOwn(channels, channel) ? channels[channel] : undefined;

export interface RunFilter {
  ticket?: string;
  /** All states, or active ones only: not closed, failed or stopped. */
  all: boolean;
  limit: number;
  offset: number;
}

export type { Paged, RunSight };

const FINISHED: readonly Status[] = ['stopped', 'failed', 'closed'];

/** The lists of one person's overview. */
export type ListName = 'waiting' | 'mine' | 'active';

/** Of each list the page, from 1. */
export type Pages = Record<ListName, number>;

export type Overview = Record<ListName, Paged<RunSight>>;

export class Look {
  private readonly waiting: Waiting;
  private readonly sights = new Sights();

  constructor(
    private readonly unit: Pick<UnitOfWork, 'read'>,
    private readonly access: Access,
    readonly known: Known,
  ) {
    this.waiting = new Waiting(unit.read);
  }

  /** By run id, ticket or issue; a ticket means its newest run. */
  async find(name: string): Promise<RunSight | undefined> {
    return this.sights.of(await this.unit.read.find(this.ticketOf(name)));
  }

  /** An issue by the name of its ticket; everything else as it is. */
  private ticketOf(name: string): string {
    const typed = ticketIn(name, this.known.github);
    return typed.kind === 'ticket' ? typed.ticket : name;
  }

  /** The run that a thread belongs to. */
  async byThread(channel: string, threadTs: string): Promise<RunSight | undefined> {
    return this.sights.of(await this.unit.read.byThread(channel, threadTs));
  }

  /** The newest `limit` of the runs that wait for this person: their own that need an answer, a start or a decision. */
  async waitingFor(person: string, limit: number): Promise<{ runs: RunSight[]; total: number }> {
    const ids = await this.waiting.for(person);
    return { runs: await this.those(ids.slice(0, limit)), total: ids.length };
  }

  /**
   * What waits for this person, their own runs (active ones, then the newest of the others), and all active runs: of
   * each list one page of `sizes` runs, or its last one where there are fewer.
   */
  async overview(person: string, pages: Pages, sizes: Pages): Promise<Overview> {
    const ids = await this.waiting.for(person);
    const waiting = await paged(pages.waiting, sizes.waiting, async (offset, limit) => ({
      rows: await this.those(ids.slice(offset, offset + limit)),
      total: ids.length,
    }));
    const mine = await paged(pages.mine, sizes.mine, (offset, limit) => this.own(person, offset, limit));
    const active = await paged(pages.active, sizes.active, async (offset, limit) => {
      const { runs, total } = await this.list({ all: false, limit, offset });
      return { rows: runs, total };
    });
    return { waiting, mine, active };
  }

  private async own(requester: string, offset: number, limit: number) {
    const read = this.unit.read;
    const active = await read.list({ requester, statuses: ACTIVE, limit, offset });
    const skipped = Math.max(0, offset - active.total);
    const others = await read.list({ requester, statuses: FINISHED, limit, offset: skipped });
    const rows = [...active.runs, ...others.runs].slice(0, limit).map((run) => this.sights.of(run));
    return { rows, total: active.total + others.total };
  }

  private async those(ids: readonly string[]): Promise<RunSight[]> {
    const runs = await Promise.all(ids.map((id) => this.unit.read.run(id)));
    return runs.flatMap((run) => (run ? [this.sights.of(run)] : []));
  }

  async list(filter: RunFilter): Promise<{ runs: RunSight[]; total: number }> {
    const { runs, total } = await this.unit.read.list({
      ...(filter.ticket === undefined ? {} : { ticket: this.ticketOf(filter.ticket) }),
      ...(filter.all ? {} : { statuses: ACTIVE }),
      limit: filter.limit,
      offset: filter.offset,
    });
    return { runs: runs.map((run) => this.sights.of(run)), total };
  }

  /** Tickets and ids of the newest active runs. */
  async activeNames(limit: number): Promise<string[]> {
    const runs = await this.unit.read.activeNames(limit);
    return runs.flatMap(({ id, ticket }) => [ticket, id]);
  }

  /** Open runs with a thread, for reading what was missed. */
  async openThreads(): Promise<{ sight: RunSight; seenTs: string | undefined }[]> {
    const threads = [];
    for (const id of await this.unit.read.openRunIds()) {
      const sight = this.sights.of(await this.unit.read.run(id));
      if (sight?.run.messages.card) threads.push({ sight, seenTs: await this.unit.read.seenTs(id) });
    }
    return threads;
  }

  /** Undefined: nothing is known of this person yet. */
  async maySee(user: string): Promise<boolean | undefined> {
    const person = await this.unit.read.person(user);
    return person && maySee(person, this.access);
  }

  /** Those who may do everything; ids of users and user groups. */
  get admins(): readonly string[] {
    return this.access.admins.filter((id) => id !== 'everyone');
  }

  /** For what begins no run yet. Undefined: nothing is known of this person yet. */
  async holds(user: string, right: Right): Promise<boolean | undefined> {
    const person = await this.unit.read.person(user);
    return person && holds(person, right, this.access);
  }
}
