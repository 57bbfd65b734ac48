/** Agent sessions: one per thread, with a status that people see beside it and a title in their lists. */
import { Streams } from './streams.js';

export const SESSION_STATUSES = ['active', 'processing', 'suspended', 'closed'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export interface AgentSession {
  channel: string;
  /** Root of the thread. */
  thread: string;
  status: SessionStatus;
  title: string;
  /** User id. */
  initiator?: string;
}

/** `processing` ends by itself when it is not said again within this time. */
const PROCESSING_MS = 60 * 60_000;

export class AgentSessions {
  readonly #sessions = new Map<string, AgentSession & { at: number }>();
  /** Messages that are still being written, in these threads. */
  readonly streams = new Streams();
  #aheadMs = 0;

  /** Makes everything older by so many milliseconds. */
  passes(ms: number): void {
    this.#aheadMs += ms;
    this.streams.passes(ms);
  }

  #now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Begins a session, or changes the status of the one there is; title and initiator count at the beginning only. */
  set(wish: AgentSession): AgentSession {
    const known = this.#sessions.get(keyOf(wish));
    const session = { ...(known ?? wish), status: wish.status, at: this.#now() };
    this.#sessions.set(keyOf(wish), session);
    return this.of(session) ?? session;
  }

  /** @returns the title that it had; undefined when there is no such session */
  rename(place: Pick<AgentSession, 'channel' | 'thread'>, title: string): string | undefined {
    const session = this.#sessions.get(keyOf(place));
    if (session === undefined) return undefined;
    const before = session.title;
    session.title = title;
    return before;
  }

  all(): AgentSession[] {
    return [...this.#sessions.values()].map(({ at: _, ...session }) => session);
  }

  /** The session as people see it now. */
  of(place: Pick<AgentSession, 'channel' | 'thread'>): AgentSession | undefined {
    const found = this.#sessions.get(keyOf(place));
    if (found === undefined) return undefined;
    const { at, ...session } = found;
    const lapsed = session.status === 'processing' && this.#now() - at > PROCESSING_MS;
    return lapsed ? { ...session, status: 'active' } : session;
  }
}

const keyOf = ({ channel, thread }: Pick<AgentSession, 'channel' | 'thread'>): string =>
  `${channel}:${thread}`;
