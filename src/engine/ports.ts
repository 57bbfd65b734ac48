/**
 * What the engine needs from the rest of the house, as types. `persistence` fills `UnitOfWork`, the stages and
 * `slack` fill `Handlers`; the engine imports neither.
 */
import type { RunContext } from '../run/context.js';
import type { EffectKind, EffectParams, Lane } from '../run/effects.js';
import type { CreatedEvent, RunEvent, TimerEvent, TimerName } from '../run/events.js';
import type { Outlook } from '../run/outlook.js';
import type { Person } from '../run/policy.js';
import type { Outcome, Status } from '../run/status.js';

// ---------------------------------------------------------------- stored rows

/** A row of `runs`. `snapshot` is xstate's persisted snapshot; its `context` is the `RunContext`. */
export interface StoredRun {
  id: string;
  ticket: string;
  status: Status;
  snapshot: { context: RunContext; [key: string]: unknown };
  /** Raised by every delivered event; a move with another version loses. */
  version: number;
  machineVersion: number;
  createdAt: string;
  /** Why the stored state cannot be read; then `snapshot` stands for it and is never stored. */
  unreadable?: string;
}

export interface JournalLine {
  runId: string;
  seq: number;
  /** Unique per run: the same event twice finds it taken. */
  key: string;
  event: RunEvent | CreatedEvent;
  at: string;
  /** Slack user id, where a person caused it. */
  actor?: string;
  outcome: 'applied' | 'ignored' | 'refused';
  /** Why it was refused, a code of `errors`. */
  code?: string;
  /** Path of the state in which it left the run, such as `running.working`; lines of earlier versions have none. */
  state?: string;
}

export type EffectStatus = 'pending' | 'started' | 'done' | 'failed';

export interface EffectRow {
  /** `<run>/<seq>/<k>`: the idempotency key, also the `outbox_id` of posts. */
  id: string;
  runId: string;
  seq: number;
  k: number;
  kind: EffectKind;
  lane: Lane;
  params: EffectParams[EffectKind];
  status: EffectStatus;
  attempts: number;
  /** Not before this instant. */
  dueAt?: string;
  startedAt?: string;
  result?: string;
}

export interface TimerRow {
  id: string;
  runId: string;
  name: TimerName;
  event: Omit<TimerEvent, 'at'>;
  dueAt: string;
}

/** A Slack delivery as it came. `kind` decides which listener sees it again after a restart. */
export interface InboxRow {
  key: string;
  /** `<channel>:<ts>` of a person's message, so that its second appearance under another key is known. */
  messageKey?: string;
  body: unknown;
  receivedAt: string;
  status: 'new' | 'done' | 'dead';
  attempts: number;
  error?: string;
}

// ---------------------------------------------------------------- persistence

/** What may be written, only inside `UnitOfWork.write`. */
export interface Tx {
  run(id: string): Promise<StoredRun | undefined>;
  addRun(run: StoredRun): Promise<void>;
  /** The newest active run of a ticket, letter case ignored. */
  newestActive(ticket: string): Promise<StoredRun | undefined>;
  /** `UPDATE … WHERE id AND version`; false when another decision came first. Sets `version` to `from.version + 1`. */
  moveRun(from: StoredRun, to: Pick<StoredRun, 'snapshot' | 'status' | 'machineVersion'>): Promise<boolean>;

  /** Throws `DuplicateKey` when `(runId, key)` exists. */
  addJournal(line: JournalLine): Promise<void>;
  hasJournal(runId: string, key: string): Promise<boolean>;

  addEffects(rows: EffectRow[]): Promise<void>;
  /** Marks a pending or doubtful effect as begun; raises `attempts`. */
  startEffect(id: string, at: string): Promise<void>;
  settleEffect(id: string, status: 'done' | 'failed', result?: string): Promise<void>;
  /** Not before `dueAt`: in doubt it stays `started` with its instant, else it is `pending` as if never begun. */
  postponeEffect(id: string, dueAt: string, inDoubt: boolean): Promise<void>;

  /** Replaces a timer of the same name of that run. */
  setTimer(row: TimerRow): Promise<void>;
  clearTimer(runId: string, name: TimerName): Promise<void>;
  /** Deletes the timer; false when it was cleared meanwhile. */
  takeTimer(id: string): Promise<boolean>;

  /** False when the key or the message is known already; nothing is stored then. */
  addInbox(row: InboxRow): Promise<boolean>;
  /** True when the row was `new`; false when it was settled before or never stored. */
  settleInbox(key: string, status: 'done' | 'dead', error?: string): Promise<boolean>;
  /** Drops the bodies of settled rows received before `before`; their keys stay, so that a redelivery is known. */
  trimInbox(before: string): Promise<void>;
  /** Drops the journal of runs that were closed before `before`; the runs themselves stay. */
  trimJournal(before: string): Promise<void>;
  /** Counts another try of a row that stays `new`. */
  touchInbox(key: string, error: string): Promise<void>;

  person(id: string): Promise<Person | undefined>;
  putPerson(person: Person): Promise<void>;
  /** Replaces the members of a user group. */
  putGroup(group: string, members: string[], at: string): Promise<void>;
  /** Takes people out of a user group whose other members are not known anew. */
  leaveGroup(group: string, members: readonly string[]): Promise<void>;
  channel(id: string): Promise<ChannelFacts | undefined>;
  putChannel(channel: ChannelFacts): Promise<void>;
  /** Writes something that means nothing; rejects where the database cannot be written. */
  touch(): Promise<void>;
  /** Newest message `ts` seen in a run's thread; never goes back. */
  markSeen(runId: string, ts: string): Promise<void>;
}

/** What is known of a Slack conversation. */
export interface ChannelFacts {
  id: string;
  isMember: boolean;
  /** `group`: a multi-person DM, which is refused. */
  kind: 'channel' | 'im' | 'group';
  shared: boolean;
  fetchedAt: string;
}

/** Reads that change nothing; on SQLite they use a read-only connection. */
export interface Reads {
  run(id: string): Promise<StoredRun | undefined>;
  /** A run id or a ticket, letter case ignored; a ticket means its newest run by creation. */
  find(name: string): Promise<StoredRun | undefined>;
  /** The run whose card is the root of this thread, or whose message this is. */
  byThread(channel: string, threadTs: string): Promise<StoredRun | undefined>;
  /** Newest first. */
  list(filter: {
    ticket?: string;
    requester?: string;
    statuses?: readonly Status[];
    channel?: string;
    outcome?: Outcome;
    limit: number;
    offset: number;
  }): Promise<{ runs: StoredRun[]; total: number }>;
  /** Of the newest active runs. */
  activeNames(limit: number): Promise<Pick<StoredRun, 'id' | 'ticket'>[]>;
  /** Ids of all runs but closed ones, or of those in these states; oldest first. */
  openRunIds(statuses?: readonly Status[]): Promise<string[]>;
  /** The same with their versions, newest first: what has moved since can be told without reading it. */
  openVersions(): Promise<{ id: string; version: number }[]>;
  /** What has to be said in Slack and is not said yet, and since when the oldest of it waits. */
  unsent(): Promise<{ count: number; since?: string }>;
  /** Runs that have effects to carry out. */
  runsWithOpenEffects(): Promise<string[]>;
  /** Open effects of one lane of one run by `(seq, k)`. */
  openEffects(runId: string, lane: Lane): Promise<EffectRow[]>;
  dueTimers(now: string, limit: number): Promise<TimerRow[]>;
  nextTimerAt(): Promise<string | undefined>;
  newInbox(limit: number): Promise<InboxRow[]>;
  /** Whether a delivery is stored and not settled. */
  isNewInbox(key: string): Promise<boolean>;
  journal(runId: string): Promise<JournalLine[]>;
  person(id: string): Promise<Person | undefined>;
  /** Those whose facts are oldest first. */
  knownPeople(): Promise<string[]>;
  groupFetchedAt(group: string): Promise<string | undefined>;
  channel(id: string): Promise<ChannelFacts | undefined>;
  seenTs(runId: string): Promise<string | undefined>;
}

/** Thrown by `addJournal` on a key that is there already. */
export class DuplicateKey extends Error {}

/** Thrown where work would move a run whose stored state cannot be read; what brought it stays as it is. */
export class UnreadableRun extends Error {
  constructor(readonly run: StoredRun) {
    super(`The stored state of run ${run.id} cannot be read: ${run.unreadable}.`);
  }
}

export interface UnitOfWork {
  /**
   * One transaction at a time, first in first out; a call from within joins the open one. Nothing but the database
   * may be awaited inside. A throw rolls back.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same for one call alone; those that wait one after another share one commit. */
  readonly single: Single;
  readonly read: Reads;
}

/** What is one statement each, so that SQLite makes a transaction of it by itself. */
export type Single = Pick<Tx, 'addInbox' | 'settleInbox' | 'startEffect' | 'settleEffect' | 'postponeEffect'>;

// ---------------------------------------------------------------- handlers

/** What a handler is told beside its parameters. */
export interface EffectCall {
  /** The effect's id, stable over retries. */
  id: string;
  /** True when an earlier try may have happened: adopt its result or repeat safely. */
  inDoubt: boolean;
  /** When the first try began. */
  startedAt: string;
  /** Aborted when the run has moved on (the step is no longer the run's) or the bot drains. */
  signal: AbortSignal;
  /** The run's messages as people see them now. */
  outlook: () => Outlook;
}

/**
 * Carries out one effect and returns the event that tells its outcome; undefined where nobody waits for one.
 * Throws `Later` to be called again, anything else is a defect and becomes `effect_broken`.
 */
export type Handler<K extends EffectKind> = (
  params: EffectParams[K],
  run: RunContext,
  call: EffectCall,
) => Promise<RunEvent | undefined>;

export type Handlers = { [K in EffectKind]: Handler<K> };

/** Thrown by a handler that could not be carried out now: a rate limit, Slack is down. Only its lane waits. */
export class Later extends Error {
  constructor(
    readonly afterMs: number,
    reason: string,
    /** True when the request may have reached the other side, so that the next try has to look first. */
    readonly inDoubt = false,
  ) {
    super(reason);
  }
}

/** The one door: how an event reaches a run. Stages get it from `app`. */
export type Deliver = (runId: string, event: RunEvent, key: string) => Promise<Delivery>;

export type Delivery =
  /** `before`: the run as the event met it, which others may have changed since somebody looked. */
  | { kind: 'applied'; run: StoredRun; before: StoredRun }
  /** The run has moved on; nothing changed. */
  | { kind: 'late'; run: StoredRun }
  | { kind: 'duplicate'; run: StoredRun }
  /** `code` of `errors`; nothing changed but the journal. */
  | { kind: 'refused'; code: string; run: StoredRun }
  | { kind: 'unknown' };
