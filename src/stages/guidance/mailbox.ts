/**
 * The folder `ask/` of `metawsm-ask`, one set of files per question: `q-<id>.json` asks and stays until it is
 * answered, `a-<id>.json` answers, `d-<id>.json` is an answer that was read, `w-<id>.json` says that it is over.
 */
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import type { RunEvent } from '../../run/events.js';
import { readGuarded, stampOf } from '../../shell/guarded-file.js';
import { writeWhole } from '../../shell/whole-file.js';
import { contractFolder, isFolder, mailboxFolder, makeFolder, moveToTaken, namesIn } from './folders.js';
import { tooMuchAsked } from './limits.js';
import { MAX_BYTES, parseRequest } from './shapes.js';

const QUESTION = /^q-([0-9a-f]{12}(?:-\d{1,4})?)\.json$/;

/** What the mailbox needs of the inbox that it is part of. */
export interface Door {
  readonly run: RunContext;
  deliver(event: RunEvent, key: string): Promise<boolean>;
  reject(path: string, name: string, stamp: string, reason: string): Promise<number | undefined>;
  patience(path: string, stamp: string): number;
}

export class Mailbox {
  /** Questions that are stored, by id, as they were when they were read. */
  private readonly stored = new Map<string, string>();

  constructor(
    private readonly options: { home: string; now: () => string },
    private readonly door: Door,
  ) {}

  /** Stores new questions, oldest first, and notes those that are over. Returns how soon to look again, in ms. */
  async sweep(): Promise<number | undefined> {
    const folder = mailboxFolder(this.options.home, this.door.run.id);
    if (!isFolder(folder)) return undefined;
    let againMs: number | undefined;
    for (const { path, name } of this.fresh(folder)) {
      const waitMs = await this.take(path, name);
      if (waitMs !== undefined) againMs = Math.min(waitMs, againMs ?? waitMs);
    }
    await this.close(folder);
    return againMs;
  }

  private fresh(folder: string): { path: string; name: string }[] {
    return namesIn(folder)
      .filter((name) => name.startsWith('q-') && name.endsWith('.json'))
      .map((name) => ({ name, path: join(folder, name), stats: lstat(join(folder, name)) }))
      .filter(({ name, stats }) => stats && this.stored.get(name) !== stampOf(stats))
      .sort((a, b) => Number((a.stats?.mtimeNs ?? 0n) - (b.stats?.mtimeNs ?? 0n)));
  }

  private async take(path: string, name: string): Promise<number | undefined> {
    const file = await readGuarded(path, MAX_BYTES);
    if (file.kind === 'absent') return undefined;
    const id = QUESTION.exec(name)?.[1];
    if (!id) return this.door.reject(path, name, file.stamp, 'it has no name that `metawsm-ask` writes');
    if (file.kind === 'refused') return this.door.reject(path, name, file.stamp, file.reason);
    const read = parseRequest(file.bytes, this.door.run.id);
    if (!read.ok) {
      const waitMs = read.unfinished ? this.door.patience(path, file.stamp) : 0;
      return waitMs > 0 ? waitMs : this.door.reject(path, name, file.stamp, read.reason);
    }
    const agent = read.value.agent ?? this.door.run.agent.name;
    const request = { ...read.value, agent, via: { kind: 'mailbox' as const, id } };
    const excess = tooMuchAsked(this.door.run, request);
    if (excess) return this.door.reject(path, name, file.stamp, excess);
    // Not the file's stamp: the same question is the same one after a move to another disk.
    const known = await this.door.deliver(
      { type: 'guidance_requested', at: this.options.now(), request },
      `ask:${id}`,
    );
    if (known) this.stored.set(name, file.stamp);
    return undefined;
  }

  /** Tells the waiting program that a question is over, and the run that its asker took it back. */
  private async close(folder: string): Promise<void> {
    for (const { via, state } of this.door.run.guidance) {
      if (via.kind !== 'mailbox' || !QUESTION.test(`q-${via.id}.json`)) continue;
      const there = (kind: string) => lstat(join(folder, `${kind}-${via.id}.json`)) !== undefined;
      if (state === 'withdrawn') {
        if (!there('w')) this.mark(folder, via.id);
        this.putAway(via.id);
      } else if (state === 'answered') {
        // The bot died between answering and this, or the question was put again while its answer was read.
        if (there('q') && (there('a') || there('d'))) this.putAway(via.id);
      } else if (!there('q') && !there('a') && !there('d')) {
        const event: RunEvent = { type: 'guidance_withdrawn', at: this.options.now(), via };
        await this.door.deliver(event, `ask:${via.id}:withdrawn`);
        if (!there('w')) this.mark(folder, via.id);
      }
    }
  }

  private mark(folder: string, id: string): void {
    writeWhole(join(folder, `w-${id}.json`), `${JSON.stringify({ withdrawn_at: this.options.now() })}\n`);
  }

  private putAway(id: string): void {
    putQuestionAway(this.options.home, this.door.run.id, id, this.options.now());
    this.stored.delete(`q-${id}.json`);
  }
}

/** Writes `a-<id>.json`, where `metawsm-ask` waits for it, and puts the question away. */
export function answerQuestion(home: string, runId: string, id: string, answer: string, at: string): void {
  const folder = makeFolder(contractFolder(home, runId), 'ask');
  writeWhole(join(folder, `a-${id}.json`), answer);
  putQuestionAway(home, runId, id, at);
}

function putQuestionAway(home: string, runId: string, id: string, at: string): void {
  const name = `q-${id}.json`;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 16);
  const path = join(mailboxFolder(home, runId), name);
  moveToTaken(path, contractFolder(home, runId), { name, stamp: '', digest, at });
}

const lstat = (path: string) => lstatSync(path, { bigint: true, throwIfNoEntry: false });
