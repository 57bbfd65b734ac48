/** The one door: every event reaches its run here and nowhere else. Judge, decide, commit; then the lanes are poked. */
import { randomBytes } from 'node:crypto';
import type { RunContext, RunSettings } from '../run/context.js';
import { begin, type Decided, decide } from '../run/decide.js';
import type { Lane } from '../run/effects.js';
import { isPersonEvent, type PersonEvent, type RunEvent } from '../run/events.js';
import { MACHINE_VERSION } from '../run/machine/run.js';
import { type Access, holds, may, type Person } from '../run/policy.js';
import { statePath } from '../run/state-path.js';
import { type NewRunWish, newRun, runIdOf } from '../run/wish.js';
import { carry, lanesOf } from './carry.js';
import {
  type Delivery,
  DuplicateKey,
  type StoredRun,
  type Tx,
  type UnitOfWork,
  UnreadableRun,
} from './ports.js';

/** Settles the row that brought an event, in the event's own transaction; a withdrawn row rolls it back. */
export type Also = (tx: Tx) => Promise<'withdrawn' | undefined>;

export type PersonDelivery = Delivery | { kind: 'facts_missing' };

export type Creation =
  | { kind: 'created'; run: StoredRun }
  | { kind: 'duplicate' }
  /** The ticket has an active run that nobody has seen who wished for this one. */
  | { kind: 'active'; run: StoredRun }
  | { kind: 'refused'; code: string }
  | { kind: 'facts_missing' };

/** `besides`: the newest active run of the ticket that the person knows of; undefined: none. */
export interface Alone {
  besides: string | undefined;
}

export interface DoorOptions {
  unit: UnitOfWork;
  access: Access;
  settings: RunSettings;
  now: () => string;
  /** Called after each commit that moved a run, with the lanes that have got work by it. */
  onCommitted: (run: StoredRun, lanes: readonly Lane[]) => void;
  /** Called when something would move a run whose stored state cannot be read. */
  onUnreadable?: (run: StoredRun) => void;
}

/** `lanes`: see `onCommitted`. */
interface Committed {
  delivery: Delivery;
  lanes?: readonly Lane[];
}

class Conflict extends Error {}
class Withdrawn extends Error {}
const TRIES = 20;

export class Door {
  constructor(private readonly options: DoorOptions) {}

  /** A result of work, a timer, or news from Slack. `key` makes a second delivery harmless. */
  async deliver(runId: string, event: RunEvent, key: string, also?: Also): Promise<Delivery> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.once(runId, event, key, also);
      } catch (error) {
        if (error instanceof Withdrawn) return { kind: 'unknown' };
        if (error instanceof DuplicateKey) return this.duplicate(runId, also);
        if (!(error instanceof Conflict) || tries >= TRIES) throw error;
      }
    }
  }

  /** A person's gesture: judged from stored facts, and the inbox row `key` is settled with it. */
  async gesture(runId: string, event: PersonEvent, key: string): Promise<PersonDelivery> {
    const { unit } = this.options;
    const concerned = event.type === 'hand_over' ? [event.actor, event.to] : [event.actor];
    for (const id of concerned) if (!(await unit.read.person(id))) return { kind: 'facts_missing' };
    return this.deliver(runId, event, key, (tx) => settled(tx, key));
  }

  /**
   * Begins a run; the inbox row `key` guards against a second one, and `alone` against one of the same ticket that
   * somebody else has begun meanwhile.
   */
  async create(wish: NewRunWish, key: string, alone?: Alone): Promise<Creation> {
    const { unit, access, settings, onCommitted } = this.options;
    const [person, channel] = [await unit.read.person(wish.requester), await unit.read.channel(wish.channel)];
    if (!person || !channel) return { kind: 'facts_missing' };
    const code = refusalOf(person, access) ?? channelRefusal(channel);
    if (code) {
      await this.settle(key);
      return { kind: 'refused', code };
    }
    const id = runIdOf(wish.ticket, base32(6));
    const decided = begin(newRun(id, wish, settings));
    const creation = await unit.write(async (tx): Promise<Creation> => {
      if (!(await tx.settleInbox(key, 'done'))) return { kind: 'duplicate' };
      const twin = alone && (await tx.newestActive(wish.ticket));
      if (twin && twin.id !== alone.besides) return { kind: 'active', run: twin };
      return { kind: 'created', run: await this.store(tx, decided, key) };
    });
    if (creation.kind === 'created') onCommitted(creation.run, lanesOf(decided));
    return creation;
  }

  /** Settles an inbox row that reached no run. */
  async settle(key: string): Promise<void> {
    await this.options.unit.single.settleInbox(key, 'done');
  }

  private async store(tx: Tx, decided: Decided, key: string): Promise<StoredRun> {
    const { context } = decided.snapshot;
    const run: StoredRun = {
      id: context.id,
      ticket: context.ticket,
      status: decided.status,
      snapshot: decided.snapshot,
      version: 1,
      machineVersion: MACHINE_VERSION,
      createdAt: context.createdAt,
    };
    await tx.addRun(run);
    const at = this.options.now();
    const actor = context.requester;
    const event = { type: 'created', at, actor } as const;
    const state = statePath(run.snapshot);
    await tx.addJournal({ runId: run.id, seq: 1, key, event, at, actor, outcome: 'applied', state });
    await carry(tx, { id: run.id, seq: 1 }, decided, at);
    return run;
  }

  private async once(runId: string, event: RunEvent, key: string, also?: Also): Promise<Delivery> {
    const { delivery, lanes = [] } = await this.options.unit.write(async (tx): Promise<Committed> => {
      const run = await tx.run(runId);
      if (!run) {
        await also?.(tx);
        return { delivery: { kind: 'unknown' } };
      }
      if (run.unreadable) return { delivery: await this.leave(tx, run, event, also) };
      const refusal = isPersonEvent(event) ? await this.judge(tx, event, run.snapshot.context) : undefined;
      return this.commit(tx, run, event, key, refusal, also);
    });
    if (delivery.kind === 'applied') this.options.onCommitted(delivery.run, lanes);
    return delivery;
  }

  /** A person is told; what work and time bring stays where it is, until the state can be read again. */
  private async leave(tx: Tx, run: StoredRun, event: RunEvent, also?: Also): Promise<Delivery> {
    this.options.onUnreadable?.(run);
    if (!isPersonEvent(event)) throw new UnreadableRun(run);
    await also?.(tx);
    return { kind: 'refused', code: 'run_unreadable', run };
  }

  private async commit(
    tx: Tx,
    run: StoredRun,
    event: RunEvent,
    key: string,
    refusal: string | undefined,
    also?: Also,
  ): Promise<Committed> {
    const seq = run.version + 1;
    const decided = refusal ? undefined : decide(run.snapshot, event);
    const outcome = refusal ? 'refused' : decided?.changed ? 'applied' : 'ignored';
    const actor = isPersonEvent(event) ? { actor: event.actor } : {};
    const next = {
      snapshot: decided?.changed ? decided.snapshot : run.snapshot,
      status: decided?.changed ? decided.status : run.status,
      machineVersion: decided?.changed ? MACHINE_VERSION : run.machineVersion,
    };
    const line = {
      runId: run.id,
      seq,
      key,
      event: keptOf(event),
      at: this.options.now(),
      outcome,
      ...(refusal === undefined ? {} : { code: refusal }),
      ...actor,
    } as const;
    await tx.addJournal({ ...line, state: statePath(next.snapshot) });
    if ((await also?.(tx)) === 'withdrawn') throw new Withdrawn();
    if (!(await tx.moveRun(run, next))) throw new Conflict();
    const moved: StoredRun = { ...run, ...next, version: seq };
    if (refusal) return { delivery: { kind: 'refused', code: refusal, run: moved } };
    if (!decided?.changed) return { delivery: { kind: 'late', run: moved } };
    await carry(tx, { id: run.id, seq }, decided, line.at);
    return { delivery: { kind: 'applied', run: moved, before: run }, lanes: lanesOf(decided) };
  }

  private async judge(tx: Tx, event: PersonEvent, run: RunContext): Promise<string | undefined> {
    const person = await tx.person(event.actor);
    if (!person) return 'rights_unknown';
    const other = event.type === 'hand_over' ? await tx.person(event.to) : undefined;
    const verdict = may(event, run, person, this.options.access, other);
    return verdict.ok ? undefined : verdict.code;
  }

  /** The same event again: what brought it is settled all the same. */
  private async duplicate(runId: string, also?: Also): Promise<Delivery> {
    return this.options.unit.write(async (tx): Promise<Delivery> => {
      await also?.(tx);
      const run = await tx.run(runId);
      return run ? { kind: 'duplicate', run } : { kind: 'unknown' };
    });
  }
}

/** Figures alone of what an agent is at: hours of plans would fill the disk, and the run has the newest. */
function keptOf(event: RunEvent): RunEvent {
  if (event.type !== 'agent_progressed') return event;
  const { doing: _, ...figures } = event.progress;
  return { ...event, progress: { ...figures, plan: [] } };
}

async function settled(tx: Tx, key: string): Promise<undefined> {
  await tx.settleInbox(key, 'done');
}

const refusalOf = (person: Person, access: Access) =>
  holds(person, 'start', access) ? undefined : 'not_allowed';

function channelRefusal(channel: { kind: string; isMember: boolean }): string | undefined {
  if (channel.kind === 'group') return 'group_dm';
  return channel.kind === 'im' || channel.isMember ? undefined : 'not_member';
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Random base32, lower case. */
export function base32(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % 32]).join('');
}
