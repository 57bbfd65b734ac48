/** Looking, never changing: what a person may ask about runs. */
import type { RunContext } from '../run/context.js';
import { outlookOf } from '../run/decide.js';
import type { Outlook } from '../run/outlook.js';
import { type Access, holds, maySee, type Right } from '../run/policy.js';
import type { Status } from '../run/status.js';
import type { StoredRun, UnitOfWork } from './ports.js';

/** One run as it stands. */
export interface RunSight {
  id: string;
  ticket: string;
  status: Status;
  run: RunContext;
  views: Outlook;
  createdAt: string;
}

export interface Known {
  repos: readonly string[];
  agents: readonly string[];
  defaultAgent: string;
  channels: Readonly<Record<string, { repos?: readonly string[]; agent?: string }>>;
}

export interface RunFilter {
  ticket?: string;
  /** All states, or active ones only: not closed, failed or stopped. */
  all: boolean;
  limit: number;
  offset: number;
}

export const ACTIVE: readonly Status[] = [
  'intake',
  'preparing',
  'running',
  'awaiting_guidance',
  'checking',
  'merge_ready',
  'closing',
  'paused',
];

export class Look {
  constructor(
    private readonly unit: Pick<UnitOfWork, 'read'>,
    private readonly access: Access,
    readonly known: Known,
  ) {}

  /** By run id or ticket; a ticket means its newest run. */
  async find(name: string): Promise<RunSight | undefined> {
    return sightOf(await this.unit.read.find(name));
  }

  /** The run that a thread belongs to. */
  async byThread(channel: string, threadTs: string): Promise<RunSight | undefined> {
    return sightOf(await this.unit.read.byThread(channel, threadTs));
  }

  /** Runs that wait for this person: their own that need an answer, a start or a decision. */
  async waitingFor(person: string): Promise<RunSight[]> {
    const { runs } = await this.unit.read.list({ statuses: [...ACTIVE, 'failed'], limit: 200, offset: 0 });
    return runs
      .map((run) => sightOf(run))
      .filter((sight): sight is RunSight => {
        const card = sight?.views.get('card');
        return card?.kind === 'card' && card.waitingFor?.user === person;
      });
  }

  async list(filter: RunFilter): Promise<{ runs: RunSight[]; total: number }> {
    const { runs, total } = await this.unit.read.list({
      ...(filter.ticket === undefined ? {} : { ticket: filter.ticket }),
      ...(filter.all ? {} : { statuses: [...ACTIVE] }),
      limit: filter.limit,
      offset: filter.offset,
    });
    return { runs: runs.map((run) => sightOf(run)!), total };
  }

  /** Open runs with a thread, for reading what was missed. */
  async openThreads(): Promise<{ sight: RunSight; seenTs: string | undefined }[]> {
    const threads = [];
    for (const id of await this.unit.read.openRunIds()) {
      const sight = sightOf(await this.unit.read.run(id));
      if (sight?.run.messages.card) threads.push({ sight, seenTs: await this.unit.read.seenTs(id) });
    }
    return threads;
  }

  /** Undefined: nothing is known of this person yet. */
  async maySee(user: string): Promise<boolean | undefined> {
    const person = await this.unit.read.person(user);
    return person && maySee(person, this.access);
  }

  /** For what begins no run yet. Undefined: nothing is known of this person yet. */
  async holds(user: string, right: Right): Promise<boolean | undefined> {
    const person = await this.unit.read.person(user);
    return person && holds(person, right, this.access);
  }
}

function sightOf(run: StoredRun): RunSight;
function sightOf(run: StoredRun | undefined): RunSight | undefined;
function sightOf(run: StoredRun | undefined): RunSight | undefined {
  if (!run) return undefined;
  const { id, ticket, status, createdAt } = run;
  return { id, ticket, status, run: run.snapshot.context, views: outlookOf(run.snapshot), createdAt };
}
