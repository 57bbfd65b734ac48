/** One run's incoming files: seen at once, delivered exactly once, then moved away. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Deliver } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { RunEvent } from '../../run/events.js';
import { readGuarded } from '../../shell/guarded-file.js';
import {
  contractFolders,
  folderOf,
  isAgentsDoing,
  isFolder,
  labelOf,
  mailboxFolder,
  moveToRejected,
  moveToTaken,
  namesIn,
  readTakenName,
} from './folders.js';
import { toldOf, tooMuchAsked } from './limits.js';
import { Mailbox } from './mailbox.js';
import { dropStaleResponse } from './responses.js';
import { MAX_BYTES, type Parsed, parseCompletion, parseRequest } from './shapes.js';

export const REQUEST = 'guidance-request.json';
export const COMPLETION = 'implementation-complete.json';

export interface InboxOptions {
  home: string;
  deliver: Deliver;
  now: () => string;
  /** A text that does not parse is given this long to become whole, counted from its last change. Default 2,000. */
  retryMs: number;
}

/** A text that changes all the time is given so often the time to become whole. */
const MOST_RETRIES = 5;
/** Whoever replaces his files more often is not waited for. */
const MOST_DODGES = 3;

/** What a sweep found: undefined when all is done, else how soon to look again. */
type Again = number | undefined;

export class Inbox {
  readonly mailbox: Mailbox;
  /** Files that do not parse yet: when each was first seen as it is now. */
  private readonly unfinished = new Map<string, { stamp: string; since: number; first: number }>();
  /** Files that were stored or told of and that the agent keeps from being moved, as they were then. */
  private readonly stuck = new Map<string, string>();
  /** How often a file that was rejected has been replaced before it could be moved. */
  private readonly dodged = new Map<string, number>();
  /** Files in `taken/` that were never stored: a writer replaced them at the last moment. */
  private readonly strays = new Set<string>();
  private recovered = false;

  constructor(
    private readonly options: InboxOptions,
    public run: RunContext,
  ) {
    this.mailbox = new Mailbox(options, this);
  }

  /** The folders that are there and worth watching. */
  folders(): string[] {
    return [
      ...contractFolders(this.options.home, this.run),
      mailboxFolder(this.options.home, this.run.id),
    ].filter(isFolder);
  }

  /** Takes what is there. Requests come before completions, so that a question is never overtaken. */
  async sweep(): Promise<Again> {
    const folders = contractFolders(this.options.home, this.run);
    if (!this.recovered) for (const folder of folders) await this.recover(join(folder, 'taken'));
    this.recovered = true;
    const asked: Again[] = [];
    for (const path of this.strays)
      asked.push(await this.take(path, readTakenName(basename(path))?.name ?? ''));
    for (const folder of folders)
      if (namesIn(folder).includes(REQUEST)) asked.push(await this.take(join(folder, REQUEST), REQUEST));
    asked.push(await this.mailbox.sweep());
    const soonest = least(asked);
    if (soonest !== undefined) return soonest;
    const done: Again[] = [];
    for (const folder of folders)
      if (namesIn(folder).includes(COMPLETION))
        done.push(await this.take(join(folder, COMPLETION), COMPLETION));
    return least(done);
  }

  /** Reads, delivers and moves one file. */
  async take(path: string, name: string): Promise<Again> {
    const file = await readGuarded(path, MAX_BYTES);
    if (file.kind === 'absent') return this.forget(path);
    if (this.stuck.get(path) === file.stamp) return undefined;
    if (file.kind === 'refused') return this.reject(path, name, file.stamp, file.reason);
    const parsed = this.parse(path, name, file.bytes);
    if (!parsed.ok) {
      const waitMs = parsed.unfinished ? this.patience(path, file.stamp) : 0;
      return waitMs > 0 ? waitMs : this.reject(path, name, file.stamp, parsed.reason);
    }
    const { value } = parsed;
    const excess = value.type === 'guidance_requested' ? tooMuchAsked(this.run, value.request) : undefined;
    if (excess) return this.reject(path, name, file.stamp, excess);
    const digest = digestOf(file.bytes);
    if (!(await this.deliver(value, `file:${name}:${file.stamp}:${digest}`))) return undefined;
    if (name === REQUEST) dropStaleResponse(folderOf(path), this.run);
    this.forget(path);
    const at = this.options.now();
    const moved = this.move(path, file.stamp, () =>
      moveToTaken(path, folderOf(path), { name, stamp: file.stamp, digest, at }),
    );
    if (!moved || moved.same) return undefined;
    this.strays.add(moved.path);
    return 0;
  }

  /** Delivers an event of this run and keeps what the run became; false when there is no such run. */
  async deliver(event: RunEvent, key: string): Promise<boolean> {
    const delivery = await this.options.deliver(this.run.id, event, key);
    if (delivery.kind === 'unknown') return false;
    this.run = delivery.run.snapshot.context;
    return true;
  }

  async reject(path: string, name: string, stamp: string, reason: string): Promise<Again> {
    this.forget(path);
    if (this.stuck.get(path) === stamp) return undefined;
    const told = toldOf(this.run);
    const file = join(labelOf(this.options.home, this.run.id, folderOf(path)), name);
    const last = told === 'last' ? `${reason}; further ones are not told here` : reason;
    const event: RunEvent = { type: 'file_rejected', at: this.options.now(), file, reason: last };
    if (told !== 'untold' && !(await this.deliver(event, `file:${name}:${stamp}:rejected`))) return undefined;
    const dodges = this.dodged.get(path) ?? 0;
    const judged = dodges < MOST_DODGES ? { stamp } : {};
    const moved = this.move(path, stamp, () =>
      moveToRejected(path, folderOf(path), { name, reason, ...judged }),
    );
    if (moved !== false) this.dodged.delete(path);
    else this.dodged.set(path, dodges + 1);
    return moved === false ? 0 : undefined;
  }

  /** What the agent has arranged so that it cannot be moved is left there, and does not hold up the others. */
  private move<T>(path: string, stamp: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!isAgentsDoing(error)) throw error;
      this.stuck.set(path, stamp);
      return undefined;
    }
  }

  private parse(path: string, name: string, bytes: Buffer): Parsed<RunEvent> {
    const at = this.options.now();
    if (name === COMPLETION) {
      const read = parseCompletion(bytes, this.run.id);
      return read.ok ? { ok: true, value: { type: 'completion_claimed', at, ...read.value } } : read;
    }
    const read = parseRequest(bytes, this.run.id);
    if (!read.ok) return read;
    const agent = read.value.agent ?? this.run.agent.name;
    const via = { kind: 'file' as const, path: folderOf(path) };
    return { ok: true, value: { type: 'guidance_requested', at, request: { ...read.value, agent, via } } };
  }

  /** How long, in ms, to leave a text alone that does not parse. */
  patience(path: string, stamp: string): number {
    const known = this.unfinished.get(path);
    const now = performance.now();
    const since = known?.stamp === stamp ? known.since : now;
    const first = known?.first ?? now;
    this.unfinished.set(path, { stamp, since, first });
    const { retryMs } = this.options;
    // One that is written anew without end is never whole.
    return Math.max(0, Math.min(since + retryMs, first + MOST_RETRIES * retryMs) - now);
  }

  private forget(path: string): undefined {
    this.unfinished.delete(path);
    this.strays.delete(path);
  }

  /** A file whose content is not what its name says was moved but never stored: the bot died in between. */
  private async recover(taken: string): Promise<void> {
    // Named by time: only the newest can be those that were under way.
    for (const entry of namesIn(taken).sort().slice(-20)) {
      const known = readTakenName(entry);
      if (known?.name !== REQUEST && known?.name !== COMPLETION) continue;
      const file = await readGuarded(join(taken, entry), MAX_BYTES);
      if (file.kind === 'file' && digestOf(file.bytes) !== known.digest) this.strays.add(join(taken, entry));
    }
  }
}

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

export const least = (times: Again[]): Again => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};
