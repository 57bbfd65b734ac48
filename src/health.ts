/**
 * Is the database writable, Slack connected, the outbox moving, every agent alive, every run readable? Answers findings,
 * each well or with a code of `errors`; who shows them puts them into words. Nothing is changed.
 */
import type { Reads, UnitOfWork } from './engine/ports.js';
import type { ErrorCode, Fill } from './errors.js';

/** What is looked at, in the order in which it is told. */
export const SUBJECTS = ['database', 'slack', 'outbox', 'agents', 'runs'] as const;
export type Subject = (typeof SUBJECTS)[number];

export type Finding =
  | { subject: Subject; ok: true }
  | { subject: Subject; ok: false; code: ErrorCode; fill: Fill };

/** An agent that shall be at work. */
export interface AgentSeen {
  runId: string;
  alive: boolean;
}

export interface HealthOptions {
  unit: Pick<UnitOfWork, 'write'> & { read: Pick<Reads, 'unsent'> };
  /** Whether Slack can deliver. */
  isConnected: () => boolean;
  agents: () => Promise<readonly AgentSeen[]>;
  /** Ids of runs whose stored state cannot be read. */
  unreadable?: () => readonly string[];
  /** Ids of open runs with a message that Slack refused for good. */
  refused?: () => Promise<readonly string[]>;
  /** Milliseconds since 1970. Default the clock. */
  now?: () => number;
  /** A message that has waited for so long is stuck. Default 2 minutes. */
  stuckAfterMs?: number;
  /** The end of an agent takes a moment to be noticed; longer than this it should not. Default 30 seconds. */
  goneAfterMs?: number;
  /** So long an answer counts. Default 10 seconds. */
  keepMs?: number;
}

const MOST_NAMED = 3;

export class Health {
  /** Agents that were not found, since when. */
  private readonly gone = new Map<string, number>();
  private kept: { at: number; findings: Promise<Finding[]> } | undefined;

  constructor(private readonly options: HealthOptions) {}

  /** One finding per subject, at most `keepMs` old. Never rejects. */
  look(): Promise<Finding[]> {
    const at = this.now();
    if (!this.kept || at - this.kept.at >= (this.options.keepMs ?? 10_000))
      this.kept = { at, findings: Promise.all(SUBJECTS.map((subject) => this.find(subject))) };
    return this.kept.findings;
  }

  private async find(subject: Subject): Promise<Finding> {
    try {
      const fault = await this[subject]();
      return fault ? { subject, ok: false, ...fault } : { subject, ok: true };
    } catch (error) {
      return { subject, ok: false, code: 'health_unknown', fill: { detail: wordsOf(error) } };
    }
  }

  private async database(): Promise<Fault | undefined> {
    try {
      await this.options.unit.write((tx) => tx.touch());
      return undefined;
    } catch (error) {
      return { code: 'health_database', fill: { detail: wordsOf(error) } };
    }
  }

  private async slack(): Promise<Fault | undefined> {
    return this.options.isConnected() ? undefined : { code: 'health_slack', fill: {} };
  }

  private async outbox(): Promise<Fault | undefined> {
    const refused = (await this.options.refused?.()) ?? [];
    if (refused.length > 0) return { code: 'health_refused', fill: { detail: named(refused) } };
    const { count, since } = await this.options.unit.read.unsent();
    const waitedMs = since === undefined ? 0 : this.now() - Date.parse(since);
    if (waitedMs < (this.options.stuckAfterMs ?? 120_000)) return undefined;
    const minutes = Math.floor(waitedMs / 60_000);
    return { code: 'health_outbox', fill: { detail: `${count}, the oldest for ${minutes} min` } };
  }

  private async agents(): Promise<Fault | undefined> {
    const seen = await this.options.agents();
    const missing = new Set(seen.filter(({ alive }) => !alive).map(({ runId }) => runId));
    for (const runId of this.gone.keys()) if (!missing.has(runId)) this.gone.delete(runId);
    for (const runId of missing) if (!this.gone.has(runId)) this.gone.set(runId, this.now());
    const long = [...this.gone].flatMap(([runId, since]) =>
      this.now() - since >= (this.options.goneAfterMs ?? 30_000) ? [runId] : [],
    );
    return long.length === 0 ? undefined : { code: 'health_agents', fill: { detail: named(long) } };
  }

  private async runs(): Promise<Fault | undefined> {
    const ids = this.options.unreadable?.() ?? [];
    return ids.length === 0 ? undefined : { code: 'health_runs', fill: { detail: named(ids) } };
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

function named(runs: readonly string[]): string {
  const more = runs.length > MOST_NAMED ? ` and ${runs.length - MOST_NAMED} more` : '';
  return `${runs.slice(0, MOST_NAMED).join(', ')}${more}`;
}

interface Fault {
  code: ErrorCode;
  fill: Fill;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
