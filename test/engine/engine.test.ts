import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredRun } from '../../src/engine/ports.js';
import { Later } from '../../src/engine/ports.js';
import { by, type Engine, now, Workshop, World } from './workshop.js';

let shop: Workshop;
let world: World;
let engine: Engine;
beforeEach(async () => {
  shop = new Workshop();
  world = new World();
  engine = await shop.start(world.handlers());
});
afterEach(async () => {
  await engine.stop();
  await shop.close();
});

const is = (status: string) => (run: StoredRun) => run.status === status;
const alive = (run: StoredRun) => run.snapshot.context.agent.alive;
const posted = (ref: string) => (run: StoredRun) => ref in run.snapshot.context.messages;
const question = {
  question: 'Which?',
  options: [],
  agent: 'script',
  via: { kind: 'file' as const, path: '/w' },
};

async function working(): Promise<string> {
  const id = await shop.begin(engine);
  await engine.until(id, posted('brief'));
  await engine.door.gesture(id, by('start'), 'click-start');
  await engine.until(id, alive);
  return id;
}

describe('the engine', () => {
  test('carries a run from the command to the close', async () => {
    const id = await working();
    await engine.door.deliver(id, { type: 'completion_claimed', at: now(), summary: '' }, 'file-1');
    const { agent } = (await engine.until(id, alive)).snapshot.context;
    await engine.door.deliver(
      id,
      { type: 'agent_exited', at: now(), step: agent.step, exitCode: 0 },
      'exit-1',
    );
    await engine.until(id, is('merge_ready'));
    await engine.door.gesture(id, by('merge'), 'click-merge');
    const closed = await engine.until(id, (run) => is('closed')(run) && posted('notice:n1')(run));
    expect(closed.snapshot.context.outcome).toBe('merged');
    expect(world.done).toEqual(['push', 'remove']);
    expect(world.posts.map((post) => post.ref)).toEqual(['card', 'brief', 'summary:1', 'notice:n1']);
    expect(engine.broken).toEqual([]);
  });

  test('an event twice is one event', async () => {
    const id = await working();
    const ask = () =>
      engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
    expect((await ask()).kind).toBe('applied');
    expect((await ask()).kind).toBe('duplicate');
    const run = await engine.until(id, is('awaiting_guidance'));
    expect(run.snapshot.context.guidance).toHaveLength(1);
  });

  test('hours of plans do not fill the disk: figures alone are kept of an agent’s progress', async () => {
    const id = await working();
    const { agent } = (await engine.until(id, alive)).snapshot.context;
    const plan = Array.from({ length: 50 }, () => ({ title: 'x'.repeat(200), status: 'pending' as const }));
    const progress = { plan, doing: 'Reads everything', tools: 3, allowed: 2, denied: 1, tokens: 5 };
    await engine.door.deliver(id, { type: 'agent_progressed', at: now(), step: agent.step, progress }, 'p-1');
    const { read } = await shop.unit();
    const line = (await read.journal(id)).at(-1)!;
    expect(line.event).toMatchObject({ progress: { plan: [], tools: 3, allowed: 2, denied: 1, tokens: 5 } });
    expect(JSON.stringify(line).length).toBeLessThan(500);
    expect((await read.run(id))!.snapshot.context.agent.progress?.plan).toHaveLength(50);
  });

  test('a command twice is one run', async () => {
    await shop.begin(engine);
    const again = await engine.door.create(
      { ...(await import('../run/walk.js')).wish(), at: now() },
      'command',
    );
    expect(again).toEqual({ kind: 'duplicate' });
    expect((await (await shop.unit()).read.list({ limit: 10, offset: 0 })).total).toBe(1);
  });

  test('ten people answer at once: one answer counts, the others are late', async () => {
    const id = await working();
    await engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        engine.door.gesture(id, by('answer', { text: `answer ${n}`, target: 'g1' }), `click-${n}`),
      ),
    );
    expect(answers.map((one) => one.kind).sort()).toEqual(['applied', ...Array(9).fill('late')]);
    await engine.until(id, (run) => run.snapshot.context.guidance[0]?.deliveredAt !== undefined);
    expect(world.done).toEqual(['deliver g1']);
  });

  test('that a message is on its way is stored before it is sent; an answer is brought without that', async () => {
    await engine.stop();
    const handlers = world.handlers();
    const { read } = await shop.unit();
    const found: string[] = [];
    const note = async (run: string, lane: 'work' | 'posts') => {
      const [row] = await read.openEffects(run, lane);
      found.push(`${row?.kind} ${row?.status}`);
    };
    engine = await shop.start({
      ...handlers,
      'slack.post': async (...call) => {
        await note(call[1].id, 'posts');
        return handlers['slack.post'](...call);
      },
      'guidance.deliver': async (...call) => {
        await note(call[1].id, 'work');
        return handlers['guidance.deliver'](...call);
      },
    });
    const id = await working();
    await engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
    await engine.door.gesture(id, by('answer', { text: 'this', target: 'g1' }), 'click-1');
    await engine.until(id, (run) => run.snapshot.context.guidance[0]?.deliveredAt !== undefined);
    expect(new Set(found)).toEqual(new Set(['slack.post started', 'guidance.deliver pending']));
  });

  test('a person without stored facts is not judged yet', async () => {
    const id = await working();
    const event = { type: 'stop' as const, actor: 'U0NEW', at: now() };
    expect((await engine.door.gesture(id, event, 'click-1')).kind).toBe('facts_missing');
    await shop.introduce('other', ['U0NEW']);
    expect((await engine.door.gesture(id, event, 'click-1')).kind).toBe('applied');
  });

  test('a reminder is delivered once, also by an engine that starts later', async () => {
    await engine.stop();
    engine = await shop.start(world.handlers(), undefined, 20);
    const id = await working();
    await engine.door.deliver(id, { type: 'guidance_requested', at: now(), request: question }, 'file-1');
    await engine.stop();
    engine = await shop.start(world.handlers());
    const run = await engine.until(id, posted('notice:n1'));
    expect(run.snapshot.context.notices).toMatchObject([{ kind: 'reminder', about: 'g1' }]);
  });

  test('a rate limit holds back its own lane only', async () => {
    await engine.stop();
    const handlers = world.handlers();
    let refusals = 2;
    engine = await shop.start({
      ...handlers,
      'slack.post': async (...call) => {
        if (refusals-- > 0) throw new Later(30, 'rate limited');
        return handlers['slack.post'](...call);
      },
    });
    const id = await shop.begin(engine);
    await engine.until(id, (run) => run.snapshot.context.facts.length > 0);
    await engine.until(id, posted('brief'));
    expect(world.posts.map((post) => post.ref)).toEqual(['card', 'brief']);
  });

  test('an edit waits for the post beside it, and not for one that waits itself', async () => {
    await engine.stop();
    const handlers = world.handlers();
    const seen: string[] = [];
    let post = async (): Promise<unknown> => pause(100);
    engine = await shop.start({
      ...handlers,
      'slack.post': async (...call) => {
        await post();
        seen.push(call[0].ref);
        return handlers['slack.post'](...call);
      },
      'slack.update': async ({ ref }) => void seen.push(`edit ${ref}`),
    });
    const asks = async (times: number) => {
      seen.length = 0;
      await engine.door.deliver(
        id,
        { type: 'guidance_requested', at: now(), request: question },
        `file-${times}`,
      );
      while (seen.length < 2) await pause(5);
      return seen.slice(0, 2);
    };
    const id = await working();
    // what came before is over
    while ((await (await shop.unit()).read.openEffects(id, 'edits')).length > 0) await pause(5);
    expect(await asks(1)).toEqual(['guidance:g1', expect.stringMatching(/^edit /)]);
    const held = new Promise<void>((release) => {
      post = () => held;
      setTimeout(release, 2_500);
    });
    expect((await asks(2))[0]).toMatch(/^edit /);
  });

  test('while people wait no work begins but what stops work, and none of it is lost', async () => {
    const id = await working();
    shop.isCrowded = true;
    await engine.door.gesture(id, by('stop'), 'click-stop');
    await engine.until(id, is('stopped'));
    await engine.door.gesture(id, by('discard'), 'click-discard');
    const unit = await shop.unit();
    const waiting = async () =>
      (await unit.read.openEffects(id, 'work')).map(({ kind, status }) => [kind, status]);
    // Not before the agent's processes were ended.
    while ((await waiting()).length === 0) await pause(10);
    expect(await waiting()).toEqual([['workspace.remove', 'pending']]);
    expect(world.done).toEqual([]);
    await engine.stop();
    shop.isCrowded = false;
    engine = await shop.start(world.handlers());
    await engine.until(id, is('closed'));
    expect(world.done).toEqual(['remove']);
  });

  test('work that throws becomes an event, not silence', async () => {
    await engine.stop();
    engine = await shop.start({
      ...world.handlers(),
      'workspace.prepare': async () => {
        throw new Error('out of cheese');
      },
    });
    const id = await shop.begin(engine);
    await engine.until(id, posted('brief'));
    await engine.door.gesture(id, by('start'), 'click-start');
    const run = await engine.until(id, is('failed'));
    expect(run.snapshot.context.trouble).toMatchObject({ code: 'internal', detail: 'workspace.prepare' });
    expect(engine.broken).toHaveLength(1);
  });

  test('a stop aborts the work under way, and its result is ignored', async () => {
    await engine.stop();
    let aborted = false;
    let begun: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    engine = await shop.start({
      ...world.handlers(),
      'workspace.prepare': (_, __, { signal }) =>
        new Promise((_resolve, reject) => {
          begun();
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    const id = await shop.begin(engine);
    await engine.until(id, posted('brief'));
    await engine.door.gesture(id, by('start'), 'click-start');
    await underWay;
    await engine.door.gesture(id, by('stop'), 'click-stop');
    await engine.until(id, is('stopped'));
    await engine.stop();
    expect(aborted).toBe(true);
    expect(engine.broken).toEqual([]);
    expect((await (await shop.unit()).read.openEffects(id, 'work')).length).toBe(0);
  });
});
