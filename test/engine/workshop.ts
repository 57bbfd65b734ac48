/** The engine over a real database, with a world of handlers that remember what they did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Admission } from '../../src/engine/admission.js';
import { Door } from '../../src/engine/deliver.js';
import { Lanes } from '../../src/engine/lanes.js';
import { Places } from '../../src/engine/places.js';
import type { EffectRow, Handlers, StoredRun, UnitOfWork } from '../../src/engine/ports.js';
import { Timers } from '../../src/engine/timers.js';
import { openStore, type Store } from '../../src/persistence/store.js';
import type { RunEvent } from '../../src/run/events.js';
import type { Limits } from '../../src/run/places.js';
import { REQUESTER, SETTINGS, wish } from '../run/walk.js';

export const now = () => new Date().toISOString();

/** What is outside: it survives the crash of the engine, as Slack and agents do. */
export class World {
  /** Posts by outbox id: the same id twice would be a duplicate. */
  readonly posts: { outboxId: string; ref: string }[] = [];
  readonly done: string[] = [];
  /** Files by effect. */
  readonly files: string[] = [];
  /** Exit code of the next checks. */
  checks: number[] = [];

  handlers(): Handlers {
    const at = now();
    const did = (what: string) => this.done.push(what);
    const post: Handlers['slack.post'] = async ({ ref }, _, { id, inDoubt }) => {
      const known = inDoubt && this.posts.some((one) => one.outboxId === id);
      if (!known) this.posts.push({ outboxId: id, ref });
      return { type: 'posted', ref, channel: 'C0DEV', ts: `${this.posts.length}.0`, drawn: '' };
    };
    const worktrees = [{ name: 'api', path: '/w/api', base: 'main', baseCommit: 'b'.repeat(40) }];
    const facts = [
      {
        name: 'api',
        base: 'main',
        baseCommit: 'b'.repeat(40),
        detected: ['npm test'],
        configured: [],
        areas: [],
      },
    ];
    const result = (exitCode: number) => ({
      repo: 'api',
      command: 'npm test',
      exitCode,
      timedOut: false,
      durationMs: 1,
      output: '',
      commit: 'h'.repeat(40),
      undone: [],
    });
    const merges = [
      {
        name: 'api',
        base: 'main',
        head: 'h'.repeat(40),
        baseCommit: 'b'.repeat(40),
        mergeCommit: 'c'.repeat(40),
        moved: false,
        remote: true,
      },
    ];
    return {
      'repositories.read': async ({ step }) => ({ type: 'repositories_read', step, at, facts }),
      'interview.ask': async ({ step }) => ({ type: 'interview_done', step, at, questions: [] }),
      'workspace.prepare': async ({ step }) => ({ type: 'workspace_prepared', step, at, worktrees }),
      'workspace.remove': async ({ step }) => {
        did('remove');
        return { type: 'workspace_removed', step, at };
      },
      'workspace.clean': async ({ step }) => ({ type: 'workspace_removed', step, at }),
      'agent.start': async ({ step }) => ({ type: 'agent_started', step, at }),
      'agent.look': async ({ step }) => ({ type: 'agent_seen', step, at, activeAt: at }),
      'feedback.write': async () => undefined,
      'guidance.deliver': async ({ id }) => {
        did(`deliver ${id}`);
        return { type: 'guidance_delivered', id, at };
      },
      'processes.end': async ({ step }) => ({ type: 'processes_ended', step, at }),
      'checks.run': async ({ step }) => ({
        type: 'checks_finished',
        step,
        at,
        results: [result(this.checks.shift() ?? 0)],
        changes: [],
      }),
      'merge.build': async ({ step }) => ({
        type: 'merge_built',
        step,
        at,
        merges: merges.map((one) => ({ ...one, state: 'built' as const })),
      }),
      'merge.verify': async ({ step }) => ({ type: 'merge_verified', step, at, results: [] }),
      'merge.push': async ({ step }) => {
        did('push');
        return {
          type: 'merge_finished',
          step,
          at,
          merges: merges.map((one) => ({ ...one, state: 'merged' as const })),
        };
      },
      'ticket.write': async ({ step }) => ({ type: 'ticket_written', step, at }),
      'slack.post': post,
      'slack.update': async () => undefined,
      'slack.react': async () => undefined,
      'slack.file': async (_params, _run, { id, inDoubt }) => {
        if (!inDoubt || !this.files.includes(id)) this.files.push(id);
        return undefined;
      },
      'slack.session': async () => undefined,
    };
  }
}

export interface Engine {
  door: Door;
  lanes: Lanes;
  timers: Timers;
  places: Places;
  broken: { row: EffectRow | undefined; error: unknown }[];
  /** Resolves when the run satisfies `is`; fails after ten seconds with what it is instead. */
  until(id: string, is: (run: StoredRun) => boolean): Promise<StoredRun>;
  stop(): Promise<void>;
}

export class Workshop {
  readonly home = mkdtempSync(join(tmpdir(), 'metawsm-engine-'));
  /** Places for runs that work. */
  agents = 4;
  /** What workspaces take. */
  disk: Limits['disk'];
  /** So many people wait that work begins one by one, which takes an hour each. */
  isCrowded = false;
  /** The clock of lanes. */
  now = now;
  private store: Store | undefined;

  async unit(): Promise<UnitOfWork> {
    this.store ??= await openStore({ url: `sqlite:${join(this.home, 'metawsm.sqlite')}`, home: this.home });
    return this.store.unit;
  }

  async close(): Promise<void> {
    await this.store?.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Starts an engine on `unit`, taking up what an earlier one left. */
  async start(handlers: Handlers, unit?: UnitOfWork, remindAfterMs = 3_600_000): Promise<Engine> {
    const store = unit ?? (await this.unit());
    const waiting = new Set<() => void>();
    const broken: Engine['broken'] = [];
    const onBroken = (row: unknown, error: unknown) => {
      broken.push({ row: row as EffectRow, error });
    };
    let lanes: Lanes | undefined;
    let timers: Timers | undefined;
    let places: Places | undefined;
    const door = new Door({
      unit: store,
      access: { start: ['everyone'], answer: ['everyone'], merge: ['everyone'], admins: [], fourEyes: false },
      settings: { ...SETTINGS, remindAfterMs, escalateAfterMs: 3_600_000, interviewer: 'claude' },
      now,
      onCommitted: (run, news) => {
        lanes?.moved(run, news);
        timers?.poke();
        places?.moved(run);
        for (const wake of waiting) wake();
      },
    });
    const admission = new Admission({ isCrowded: () => this.isCrowded, everyMs: 3_600_000 });
    lanes = new Lanes({ unit: store, door, handlers, now: () => this.now(), admission, onBroken });
    timers = new Timers({ unit: store, door, now, onBroken });
    const free = { agents: this.agents, disk: () => this.disk };
    places = new Places({ unit: store, door, ...free, now, onBroken: (error) => onBroken(undefined, error) });
    await timers.begin();
    await places.begin();
    for (const id of await store.read.runsWithOpenEffects()) lanes.poke(id);
    timers.poke();
    const until: Engine['until'] = (id, is) =>
      new Promise((resolve, reject) => {
        let last: StoredRun | undefined;
        const look = async () => {
          last = await store.read.run(id);
          if (!last || !is(last)) return;
          finish();
          resolve(last);
        };
        const finish = () => {
          clearTimeout(limit);
          waiting.delete(wake);
        };
        const wake = () => void look().catch(reject);
        const limit = setTimeout(() => {
          finish();
          reject(
            new Error(`still ${last?.status}: ${JSON.stringify(last?.snapshot.value)} ${broken.map(String)}`),
          );
        }, 10_000).unref();
        waiting.add(wake);
        wake();
      });
    const started = { lanes, timers, places };
    const stop = async () => {
      await started.places.stop();
      await started.lanes.drain(1_000);
      await started.timers.stop();
    };
    return { door, ...started, broken, until, stop };
  }

  /** The facts and the inbox row that a command brings. */
  async introduce(key: string, people = [REQUESTER]): Promise<void> {
    const unit = await this.unit();
    await unit.write(async (tx) => {
      for (const id of people)
        await tx.putPerson({ id, name: id, isFullMember: true, isBot: false, groups: [], fetchedAt: now() });
      await tx.putChannel({ id: 'C0DEV', isMember: true, kind: 'channel', shared: false, fetchedAt: now() });
      await tx.addInbox({ key, body: {}, receivedAt: now(), status: 'new', attempts: 0 });
    });
  }

  async begin(engine: Engine, command = 'command'): Promise<string> {
    await this.introduce(command);
    const made = await engine.door.create({ ...wish(), at: now() }, command);
    if (made.kind !== 'created') throw new Error(made.kind);
    return made.run.id;
  }
}

export const by = (type: RunEvent['type'], more: Record<string, unknown> = {}) =>
  ({ type, actor: REQUESTER, at: now(), ...more }) as never;
