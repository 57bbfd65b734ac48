import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Handlers, Later, type StoredRun, type UnitOfWork } from '../../src/engine/ports.js';
import { Timers } from '../../src/engine/timers.js';
import { singleBy } from '../../src/persistence/single.js';
import { by, type Engine, now, Workshop, World } from './workshop.js';

let shop: Workshop;
let world: World;
let engine: Engine;
beforeEach(() => {
  shop = new Workshop();
  world = new World();
});
afterEach(async () => {
  await engine.stop();
  await shop.close();
});

const posted = (ref: string) => (run: StoredRun) => ref in run.snapshot.context.messages;

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await is())) {
    if (Date.now() > deadline) throw new Error('it does not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The database refuses the first writes in which `work` is `on`, as with a full disk. */
function failing(unit: UnitOfWork, on: () => boolean): UnitOfWork {
  const unless = <T>(write: () => Promise<T>): Promise<T> =>
    on() ? Promise.reject(new Error('database or disk is full')) : write();
  return {
    read: unit.read,
    single: singleBy((work) => unless(() => work(unit.single))),
    write: (work) => unless(() => unit.write(work)),
  };
}

test('a message that cannot be drawn is given up, and does not hold up those behind it', async () => {
  const handlers = world.handlers();
  let tries = 0;
  engine = await shop.start({
    ...handlers,
    'slack.post': async (params, ...rest) => {
      if (params.ref !== 'card') return handlers['slack.post'](params, ...rest);
      tries += 1;
      throw new Error('cannot be drawn');
    },
  });
  const id = await shop.begin(engine);
  // Its pauses are made short: each is over at once.
  const unit = await shop.unit();
  const hurry = setInterval(async () => {
    const [row] = await unit.read.openEffects(id, 'posts');
    if (row?.dueAt && row.dueAt > now()) {
      await unit.write((tx) => tx.postponeEffect(row.id, now(), true));
      engine.lanes.poke(id);
    }
  }, 10);
  await engine.until(id, posted('brief')).finally(() => clearInterval(hurry));
  expect(tries).toBe(6);
});

test('work goes on by itself when the database takes writes again', async () => {
  let isFull = false;
  const handlers: Handlers = world.handlers();
  const unit = await shop.unit();
  engine = await shop.start(
    {
      ...handlers,
      'workspace.prepare': async (...call) => {
        isFull = !call[2].inDoubt;
        return handlers['workspace.prepare'](...call);
      },
    },
    failing(unit, () => isFull),
  );
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  await engine.door.gesture(id, by('start'), 'click-start');
  await until(() => engine.broken.length > 0);
  isFull = false;
  // Nobody says a word, nothing else happens.
  await until(async () => (await unit.read.run(id))?.status !== 'preparing');
}, 20_000);

test('a clock that was set back held up a message until it had caught up', async () => {
  const handlers = world.handlers();
  let tries = 0;
  engine = await shop.start({
    ...handlers,
    'slack.post': async (params, ...rest) => {
      if (params.ref === 'brief' && tries === 0) {
        tries += 1;
        throw new Later(1, 'in a moment');
      }
      return handlers['slack.post'](params, ...rest);
    },
  });
  const unit = await shop.unit();
  const write = unit.write.bind(unit);
  const id = await shop.begin(engine);
  await until(() => tries > 0);
  // As if it had been noted when the clock was a year ahead.
  const ahead = new Date(Date.now() + 365 * 86_400_000).toISOString();
  const [row] = await unit.read.openEffects(id, 'posts');
  if (row) await write((tx) => tx.postponeEffect(row.id, ahead, false)).catch(() => undefined);
  engine.lanes.poke(id);
  await engine.until(id, posted('brief'));
});

test('a clock that was set back by a minute held up for a minute what was to be tried again in a moment', async () => {
  const handlers = world.handlers();
  let behindMs = 0;
  let tries = 0;
  shop.now = () => new Date(Date.now() - behindMs).toISOString();
  engine = await shop.start({
    ...handlers,
    'slack.post': async (params, ...rest) => {
      if (params.ref !== 'brief' || tries++ > 0) return handlers['slack.post'](params, ...rest);
      setTimeout(() => {
        behindMs = 60_000;
      }, 20);
      throw new Later(100, 'in a moment');
    },
  });
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  expect(tries).toBe(2);
});

test('a clock that was set back during a try whose end could not be stored held up the next one', async () => {
  const handlers = world.handlers();
  let [tries, behindMs, isFull] = [0, 0, false];
  shop.now = () => new Date(Date.now() - behindMs).toISOString();
  engine = await shop.start(
    {
      ...handlers,
      'slack.post': async (params, ...rest) => {
        if (params.ref !== 'brief') return handlers['slack.post'](params, ...rest);
        tries += 1;
        if (tries === 1) throw new Later(50, 'in a moment');
        if (tries === 2) [behindMs, isFull] = [600_000, true];
        return handlers['slack.post'](params, ...rest);
      },
    },
    failing(await shop.unit(), () => isFull),
  );
  const id = await shop.begin(engine);
  await until(() => engine.broken.length > 0);
  isFull = false;
  await engine.until(id, posted('brief'));
  expect(tries).toBe(3);
}, 20_000);

test('a timer that cannot be delivered is tried again, and not without a pause', async () => {
  engine = await shop.start(world.handlers());
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  const unit = await shop.unit();
  await unit.write((tx) =>
    tx.setTimer({ id: 'x', runId: id, name: 'lapse', event: { type: 'timer', name: 'lapse' }, dueAt: now() }),
  );
  let tries = 0;
  let isBroken = true;
  const deliver: Engine['door']['deliver'] = (...call) => {
    tries += 1;
    return isBroken ? Promise.reject(new Error('database or disk is full')) : engine.door.deliver(...call);
  };
  const timers = new Timers({
    unit,
    door: Object.assign(Object.create(engine.door), { deliver }),
    now,
    onBroken: () => undefined,
    retryMs: 100,
  });
  const from = performance.now();
  timers.poke();
  await until(() => tries > 1);
  const pauseMs = performance.now() - from;
  isBroken = false;
  await engine.until(id, (run) => run.status === 'closed');
  await timers.stop();
  expect(pauseMs).toBeGreaterThan(90);
});

test('timers go on when the database could not be read for a moment', async () => {
  engine = await shop.start(world.handlers());
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  const unit = await shop.unit();
  let isBroken = true;
  const read = {
    ...unit.read,
    dueTimers: (...call: Parameters<UnitOfWork['read']['dueTimers']>) =>
      isBroken ? Promise.reject(new Error('disk I/O error')) : unit.read.dueTimers(...call),
  };
  const faults: unknown[] = [];
  const timers = new Timers({
    unit: { read, single: unit.single, write: (work) => unit.write(work) },
    door: engine.door,
    now,
    onBroken: (_, error) => void faults.push(error),
    retryMs: 20,
  });
  await unit.write((tx) =>
    tx.setTimer({ id: 'x', runId: id, name: 'lapse', event: { type: 'timer', name: 'lapse' }, dueAt: now() }),
  );
  timers.poke();
  await until(() => faults.length > 0);
  isBroken = false;
  await engine.until(id, (run) => run.status === 'closed');
  await timers.stop();
});

test('a reply that is answered does not hide an earlier one that was missed', async () => {
  engine = await shop.start(world.handlers());
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  const message = { channel: 'C0DEV', ts: '1700000002.000100' };
  await engine.door.gesture(id, by('answer', { text: 'late', reply: true, message }), 'reply-2');
  // Only the catch-up, which reads the whole thread, says up to where it was read.
  expect(await (await shop.unit()).read.seenTs(id)).toBeUndefined();
});

test('an agent that was being started when the engine ended has its time for that anew', async () => {
  const handlers = world.handlers();
  const slow: Handlers['agent.start'] = async (_params, _run, { signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw new Error('the engine ends');
  };
  engine = await shop.start({ ...handlers, 'agent.start': slow });
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  await shop.introduce('start');
  await engine.door.gesture(id, by('start'), 'start');
  await engine.until(id, (run) => run.snapshot.context.agent.starting);
  await engine.stop();
  const unit = await shop.unit();
  const [row] = (await unit.read.dueTimers('9999', 99)).filter(({ name }) => name === 'start_time');
  await unit.write((tx) => tx.setTimer({ ...row!, dueAt: now() }));
  const late: Handlers['agent.start'] = async (...call) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return handlers['agent.start'](...call);
  };
  engine = await shop.start({ ...handlers, 'agent.start': late });
  const run = await engine.until(id, ({ snapshot }) => !snapshot.context.agent.starting);
  expect(run.status).toBe('running');
});
