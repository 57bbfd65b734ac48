/**
 * The fast twin of the crash harness: the engine dies before or after its n-th transaction, for every n of a whole
 * run, and another one takes over on the same database. Slack and the agents outlive it.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRun, Tx, UnitOfWork } from '../../src/engine/ports.js';
import { singleBy } from '../../src/persistence/single.js';
import { LANES } from '../../src/run/effects.js';
import { REQUESTER, wish } from '../run/walk.js';
import { by, type Engine, now, Workshop, World } from './workshop.js';

class Death extends Error {}

/** Dies once at its n-th transaction, and nothing works afterwards. */
class Mortal implements UnitOfWork {
  writes = 0;
  dead = false;
  readonly died: Promise<void>;
  private readonly underWay = new Set<Promise<unknown>>();
  private tell: () => void = () => undefined;

  constructor(
    private readonly inner: UnitOfWork,
    private readonly at: number,
    private readonly committed: boolean,
  ) {
    this.died = new Promise((resolve) => {
      this.tell = resolve;
    });
  }

  get read() {
    return this.inner.read;
  }

  readonly single = singleBy((work) => this.commit(() => work(this.inner.single)));

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.commit(() => this.inner.write(work));
  }

  private async commit<T>(write: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Death();
    this.writes += 1;
    if (this.writes !== this.at) return this.track(write());
    if (this.committed) await write();
    this.dead = true;
    this.tell();
    throw new Death();
  }

  /** A dead process commits nothing any more: what was under way has ended before the next engine looks. */
  async buried(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private track<T>(write: Promise<T>): Promise<T> {
    this.underWay.add(write);
    const done = () => this.underWay.delete(write);
    write.then(done, done);
    return write;
  }
}

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.close());

type Step = (engine: Engine, id: string) => Promise<unknown>;
const status = (name: string) => (run: StoredRun) => run.status === name;
const question = {
  question: 'Which?',
  options: [],
  agent: 'script',
  via: { kind: 'file' as const, path: '/w' },
};

interface Life {
  steps: Step[];
  /** What is posted, in order. */
  posts: string[];
}

/** What the world does to the bot, each step until it has reached it: Slack and files deliver again. */
const merged: Step[] = [
  async (engine, id) => {
    await engine.until(id, (run) => 'brief' in run.snapshot.context.messages);
    await engine.door.gesture(id, by('start'), 'start');
  },
  async (engine, id) => {
    await engine.until(
      id,
      (run) => run.snapshot.context.agent.alive || run.snapshot.context.guidance.length > 0,
    );
    await engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
  },
  async (engine, id) => {
    await engine.until(id, (run) => 'guidance:g1' in run.snapshot.context.messages);
    await engine.door.gesture(id, by('answer', { text: 'A', target: 'g1' }), 'answer');
    await engine.door.gesture(id, by('show_log'), 'log');
  },
  async (engine, id) => {
    await engine.until(id, (run) => run.snapshot.context.guidance[0]?.deliveredAt !== undefined);
    await engine.door.deliver(id, { type: 'completion_claimed', at: now(), summary: '' }, 'file-2');
    const run = await (await shop.unit()).read.run(id);
    const step = run!.snapshot.context.agent.step;
    await engine.door.deliver(id, { type: 'agent_exited', at: now(), step, exitCode: 0 }, 'exit');
  },
  async (engine, id) => {
    await engine.until(id, (run) => 'summary:1' in run.snapshot.context.messages);
    await engine.door.gesture(id, by('merge'), 'merge');
  },
  (engine, id) =>
    engine.until(
      id,
      (run) => status('closed')(run) && run.snapshot.context.messages['notice:n1'] !== undefined,
    ),
];

const context = (run: StoredRun) => run.snapshot.context;
const done = async (engine: Engine, id: string, nth: number) => {
  await engine.door.deliver(id, { type: 'completion_claimed', at: now(), summary: '' }, `done-${nth}`);
  const { step } = context((await (await shop.unit()).read.run(id))!).agent;
  await engine.door.deliver(id, { type: 'agent_exited', at: now(), step, exitCode: 0 }, `exit-${nth}`);
};

/** Paused, handed over, answered while it rests, resumed, told something, discarded. */
const discarded: Step[] = [
  ...merged.slice(0, 1),
  async (engine, id) => {
    await engine.until(id, (run) => context(run).agent.alive || context(run).guidance.length > 0);
    await engine.door.gesture(id, by('pause'), 'pause');
    await engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
  },
  async (engine, id) => {
    await engine.until(id, (run) => 'guidance:g1' in context(run).messages);
    await engine.door.gesture(id, by('hand_over', { target: 'g1', to: 'U0BEN' }), 'hand-over');
    await engine.door.gesture(id, by('answer', { text: 'A', target: 'g1' }), 'answer');
    await engine.door.gesture(id, by('resume'), 'resume');
  },
  async (engine, id) => {
    await engine.until(id, (run) => context(run).guidance[0]?.deliveredAt !== undefined);
    await engine.door.gesture(id, by('tell', { text: 'Use the table' }), 'tell');
    await done(engine, id, 1);
  },
  async (engine, id) => {
    const isTold = ({ notes, agent, evidence }: ReturnType<typeof context>) =>
      notes[0]?.told !== undefined && (agent.alive || agent.completed !== undefined || evidence.length > 0);
    await engine.until(id, (run) => isTold(context(run)));
    await done(engine, id, 2);
  },
  async (engine, id) => {
    await engine.until(id, (run) => 'summary:1' in context(run).messages);
    await engine.door.gesture(id, by('discard'), 'discard');
  },
  (engine, id) =>
    engine.until(id, (run) => context(run).outcome === 'discarded' && 'notice:n2' in context(run).messages),
];

const POSTS = ['card', 'brief', 'guidance:g1', 'summary:1', 'notice:n1'];
const MERGED: Life = { steps: merged, posts: POSTS };
const DISCARDED: Life = {
  steps: discarded,
  posts: ['card', 'brief', 'guidance:g1', 'notice:n1', 'summary:1', 'notice:n2'],
};

async function live(world: World, dieAt: number, committed: boolean, life = MERGED): Promise<number> {
  const inner = await shop.unit();
  let unit = new Mortal(inner, dieAt, committed);
  let engine = await shop.start(world.handlers(), unit);
  await shop.introduce('command', [REQUESTER, 'U0BEN']);
  const survive = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      const done = work().catch((error: unknown) => {
        if (!unit.dead) throw error;
      });
      const result = await Promise.race([done, unit.died]);
      if (!unit.dead) return result as T;
      await engine.stop();
      await unit.buried();
      unit = new Mortal(inner, 0, false);
      engine = await shop.start(world.handlers(), unit);
    }
  };
  const create = () => engine.door.create({ ...wish(), at: now() }, 'command');
  await survive(create);
  const { runs } = await inner.read.list({ limit: 10, offset: 0 });
  expect(runs).toHaveLength(1);
  const id = runs[0]!.id;
  for (const step of life.steps) await survive(() => step(engine, id));
  await survive(() => settled(id));
  await engine.stop();
  await expectWhole(world, id, inner, life.posts);
  return unit.writes;
}

/** Resolves when no effect of the run is open. */
async function settled(id: string): Promise<void> {
  const { read } = await shop.unit();
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const lanes = [...new Set(Object.values(LANES))];
    const open = await Promise.all(lanes.map((lane) => read.openEffects(id, lane)));
    if (open.flat().length === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function expectWhole(world: World, id: string, unit: UnitOfWork, posts: string[]): Promise<void> {
  const outbox = world.posts.map((post) => post.outboxId);
  expect(new Set(outbox).size).toBe(outbox.length);
  expect(world.posts.map((post) => post.ref)).toEqual(posts);
  const journal = await unit.read.journal(id);
  expect(new Set(journal.map((line) => line.key)).size).toBe(journal.length);
  for (const lane of new Set(Object.values(LANES))) expect(await unit.read.openEffects(id, lane)).toEqual([]);
  expect((await unit.read.run(id))?.snapshot.context.guidance[0]?.answer?.text).toBe('A');
}

describe('the engine dies', () => {
  test('never, to count its transactions', async () => {
    expect(await live(new World(), 0, false)).toBeGreaterThan(30);
  });

  // A whole run takes about eighty transactions; before and after take turns.
  const moments = Array.from(
    { length: 42 },
    (_, n) => [2 * n + 1, n % 2 === 0 ? 'before' : 'after'] as const,
  );
  test.each(moments)('at transaction %i, %s its commit', async (n, when) => {
    await live(new World(), n, when === 'after');
  });

  test('never, on the way of a run that rests and is discarded', async () => {
    expect(await live(new World(), 0, false, DISCARDED)).toBeGreaterThan(40);
  });

  const others = Array.from({ length: 24 }, (_, n) => [4 * n + 3, n % 2 === 0 ? 'before' : 'after'] as const);
  test.each(others)(
    'at transaction %i of a run that rests and is discarded, %s its commit',
    async (n, when) => {
      await live(new World(), n, when === 'after', DISCARDED);
    },
  );
});
