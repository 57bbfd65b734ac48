/** Rest and its ways out: pause, resume, notes, handing over, discarding, cleaning up, and the clocks of an agent. */
import { describe, expect, test } from '@jest/globals';
import { later, REQUESTER, Walk } from './walk.js';

const waiting = () => new Walk().working().asked();
/** Asked through the tool, which can take its question back. */
const inMailbox = () =>
  new Walk().working().event({
    type: 'guidance_requested',
    at: later(),
    request: { question: 'Which one?', options: [], agent: 'script', via: { kind: 'mailbox', id: 'm1' } },
  });
const by = (walk: Walk) => walk.run.pausedBy?.by;
const timer = (walk: Walk, name: string) => walk.event({ type: 'timer', name, at: later() });
const claims = (walk: Walk) => walk.event({ type: 'completion_claimed', at: later(), summary: 'did it' });

describe('pause', () => {
  test('a queued run rests at once and is queued again when it is resumed', () => {
    const walk = new Walk().read().does('start').does('pause');
    expect(walk.status).toBe('paused');
    expect(walk.run.queue).toBeUndefined();
    walk.does('resume');
    expect(walk.status).toBe('preparing');
    expect(walk.granted().effects).toContain('workspace.prepare');
  });

  test('a workspace under way is made, and no agent starts in it until the run is resumed', () => {
    const walk = new Walk().read().does('start').granted().does('pause');
    expect(walk.status).toBe('preparing');
    walk.work('workspace_prepared', { worktrees: [{ name: 'api', path: '/w/api', base: 'main' }] });
    expect([walk.status, walk.effects.filter((one) => one.startsWith('agent'))]).toEqual(['paused', []]);
    expect(walk.does('resume').granted().effects).toContain('agent.start start');
  });

  test('a working agent goes on until it asks; the answer is kept for later', () => {
    const walk = new Walk().working().does('pause');
    expect([walk.status, by(walk)]).toEqual(['running', REQUESTER]);
    walk.asked();
    expect([walk.status, walk.timersBesideClocks]).toEqual(['paused', []]);
    walk.does('answer', { text: 'A' });
    expect([walk.status, walk.effects.filter((one) => one.startsWith('guidance'))]).toEqual(['paused', []]);
    walk.does('resume');
    expect([walk.status, walk.effects.filter((one) => one === 'guidance.deliver')]).toEqual([
      'running',
      ['guidance.deliver'],
    ]);
    expect(by(walk)).toBeUndefined();
  });

  test('an agent that says it is done rests before the checks', () => {
    const walk = new Walk().working().does('pause').done();
    expect([walk.status, walk.effects.includes('checks.run')]).toEqual(['paused', false]);
    expect(walk.does('resume').granted().status).toBe('checking');
    expect(walk.effects).toContain('checks.run');
  });

  test('checks that pass lead to merge-ready, where nothing starts by itself', () => {
    const walk = new Walk().working().done().does('pause').checks(0);
    expect([walk.status, by(walk)]).toEqual(['merge_ready', undefined]);
  });

  test('checks that fail rest before the agent goes on', () => {
    const walk = new Walk().working().done().does('pause').checks(1);
    expect(walk.status).toBe('paused');
    expect(walk.does('resume').granted().effects).toContain('agent.start checks');
  });

  test('an agent that ends without a word rests, and is asked after the resume', () => {
    const walk = new Walk().working().does('pause').exits(0);
    expect(walk.status).toBe('paused');
    expect(walk.does('resume').granted().effects).toContain('agent.start finish');
  });

  test('an agent that dies fails the run all the same', () => {
    expect(new Walk().working().does('pause').exits(1).status).toBe('failed');
  });

  test('resumed before the halt: nothing rests', () => {
    const walk = new Walk().working().does('pause').does('resume');
    expect([walk.status, by(walk)]).toEqual(['running', undefined]);
    expect(walk.asked().status).toBe('awaiting_guidance');
  });

  test('a second pause is late, and so is one on an old card', () => {
    const walk = new Walk().working().does('pause');
    expect(walk.does('pause').decided.changed).toBe(false);
    expect(new Walk().working().does('pause', { revision: 0 }).decided.changed).toBe(false);
  });

  test.each<[string, (walk: Walk) => Walk]>([
    [
      'withdrawn by the agent',
      (walk) => walk.event({ type: 'guidance_withdrawn', at: later(), via: { kind: 'mailbox', id: 'm1' } }),
    ],
    ['stopped with the run', (walk) => walk.does('stop')],
  ])('the reminders of a request end with it: %s', (_, ends) => {
    const walk = ends(inMailbox());
    expect(walk.timersBesideClocks).toEqual(
      expect.arrayContaining(['timer.clear remind:g1', 'timer.clear escalate:g1']),
    );
  });

  test('nobody is reminded while the run rests; the reminders begin anew with the resume', () => {
    const walk = waiting().does('pause');
    expect(walk.timersBesideClocks).toEqual(['timer.clear remind:g1', 'timer.clear escalate:g1']);
    expect(timer(walk, 'remind:g1').effects).toEqual([]);
    expect(walk.does('resume').timersBesideClocks).toEqual(['timer.set remind:g1', 'timer.set escalate:g1']);
    expect(walk.status).toBe('awaiting_guidance');
  });

  test('what ends while the run rests is gone on with', () => {
    const walk = waiting().does('pause').exits(0).does('answer', { text: 'A' }).does('resume');
    expect(walk.status).toBe('preparing');
    expect(walk.granted().effects).toContain('agent.start answer');
  });

  test('from rest it is stopped, or sent on with feedback', () => {
    expect(waiting().does('pause').does('stop').status).toBe('stopped');
    const walk = waiting().does('pause').does('request_changes', { text: 'Other way' });
    expect(walk.run.guidance.map((one) => one.state)).toEqual(['withdrawn']);
    expect(walk.granted().effects).toContain('agent.start feedback');
  });
});

describe('resume from stopped', () => {
  test('the session goes on', () => {
    const walk = new Walk().working().does('stop').does('resume');
    expect(walk.granted().effects).toContain('agent.start resume');
  });

  test('after the agent was done, the checks', () => {
    const walk = new Walk().working().done().does('stop').does('resume');
    expect(walk.granted().effects).toContain('checks.run');
  });

  test('without a workspace, the workspace', () => {
    const walk = new Walk().read().does('start').granted().does('stop').does('resume');
    expect(walk.granted().effects).toContain('workspace.prepare');
  });
});

describe('tell', () => {
  test('a note reaches the file at once and gets a turn, even when the agent is done', () => {
    const walk = new Walk().working().does('tell', { text: 'Use the table' });
    expect(walk.effects).toContain('feedback.write');
    walk.done();
    expect([walk.status, walk.effects.filter((one) => one.startsWith('agent'))]).toEqual([
      'running',
      ['agent.start note'],
    ]);
    expect(walk.work('agent_started').done().status).toBe('checking');
  });

  test('a note during the checks: the agent gets its turn before anything is merge-ready', () => {
    const walk = new Walk().working().done().does('tell', { text: 'One more thing' }).checks(0);
    expect(walk.effects).toContain('agent.start note');
    expect(walk.run.evidence).toEqual([]);
  });

  test('with nobody at work it is late', () => {
    expect(new Walk().ready().does('tell', { text: 'x' }).decided.changed).toBe(false);
  });
});

test('a request is handed over: its card and its reminders name the other one', () => {
  const walk = waiting().does('hand_over', { target: 'g1', to: 'U0BEN' });
  expect(walk.views.get('card')).toMatchObject({ waitingFor: { user: 'U0BEN' } });
  expect(walk.effects).toContain('slack.post notice:n1');
  expect(walk.does('hand_over', { target: 'g7', to: 'U0BEN' }).decided.changed).toBe(false);
});

describe('leaving without a merge', () => {
  const merged = {
    name: 'api',
    base: 'main',
    head: 'h',
    baseCommit: 'b',
    mergeCommit: 'c',
    moved: false,
    remote: true,
    state: 'merged',
  };

  test.each([
    ['merge_ready', () => new Walk().ready()],
    ['stopped', () => new Walk().working().does('stop')],
    ['failed', () => new Walk().working().exits(1)],
  ] as const)('discarded from %s: processes end first, then the workspace goes', (_, make) => {
    const walk = make().does('discard');
    expect([walk.status, walk.effects.filter((one) => !one.startsWith('slack'))]).toEqual([
      'closing',
      ['processes.end'],
    ]);
    expect(walk.work('processes_ended').decided.effects).toContainEqual({
      kind: 'workspace.remove',
      params: { step: walk.run.step, discard: true },
    });
    walk.work('workspace_removed');
    expect([walk.status, walk.run.outcome, walk.run.closedBy?.by]).toEqual([
      'closed',
      'discarded',
      REQUESTER,
    ]);
  });

  const mergedInPart = () =>
    new Walk()
      .ready()
      .does('merge')
      .work('merge_built', { merges: [{ ...merged, state: 'built' }] })
      .work('merge_finished', { merges: [merged, { ...merged, name: 'web', state: 'refused' }] });

  test('what was merged in part stays merged', () => {
    const walk = mergedInPart();
    walk.does('discard').work('processes_ended').work('workspace_removed');
    expect(walk.run.outcome).toBe('merged');
  });

  test('what was merged in part stays merged over another iteration, and the run knows', () => {
    const walk = mergedInPart();
    walk.does('request_changes', { text: 'name web as well' });
    expect([walk.run.merges, walk.run.landed]).toEqual([[], [merged]]);
    walk.does('stop').does('discard').work('processes_ended').work('workspace_removed');
    expect([walk.status, walk.run.outcome]).toEqual(['closed', 'merged']);
    expect(walk.run.landed).toEqual([merged]);
  });

  test('a discard that breaks leads back', () => {
    const walk = new Walk().working().does('stop').does('discard').work('processes_ended');
    walk.work('effect_broken', { kind: 'workspace.remove', detail: 'out of cheese' });
    expect([walk.status, walk.run.notices.at(-1)?.kind]).toEqual(['stopped', 'cleanup_refused']);
  });

  test('a clean-up that would lose work leads back and says so', () => {
    const walk = new Walk().working().exits(1).does('cleanup', { keep: false, discard: false });
    expect(walk.work('processes_ended').effects).toContain('workspace.clean');
    walk.work('cleanup_refused', { fault: { code: 'cleanup_unmerged', repo: 'api', detail: 'abc' } });
    expect([walk.status, walk.run.notices.at(-1)?.kind]).toEqual(['failed', 'cleanup_refused']);
  });

  test('a workspace that is kept can be cleaned after the close', () => {
    const walk = new Walk().working().does('stop').does('cleanup', { keep: true, discard: false });
    walk.work('processes_ended');
    expect([walk.status, walk.run.kept]).toEqual(['closed', true]);
    expect(walk.does('cleanup', { keep: false, discard: false }).effects).toContain('workspace.clean');
    expect(walk.work('workspace_removed').run.kept).toBe(false);
    expect(walk.does('cleanup', { keep: false, discard: false }).decided.changed).toBe(false);
  });
});

describe('the clocks of an agent', () => {
  const seen = (walk: Walk, agoMs: number) => {
    const at = later();
    return walk.event({
      type: 'agent_seen',
      step: walk.run.step,
      at,
      activeAt: new Date(Date.parse(at) - agoMs).toISOString(),
    });
  };

  test('no sign of life for long is reported once, and offers a restart', () => {
    const walk = timer(new Walk().working(), 'silence');
    expect(walk.effects).toEqual(['agent.look']);
    seen(walk, 1_800_000);
    expect([walk.status, walk.effects]).toEqual(['running', ['slack.post notice:n1']]);
    expect(walk.views.get('card')?.actions.map((one) => one.do)).toContain('restart');
    seen(timer(walk, 'silence'), 3_600_000);
    expect([walk.effects, walk.timers]).toEqual([[], ['timer.set silence']]);
    seen(timer(walk, 'silence'), 0);
    expect(walk.views.get('card')?.actions.map((one) => one.do)).not.toContain('restart');
  });

  test('a silent agent is restarted in its workspace, a living one is not', () => {
    expect(new Walk().working().does('restart').decided.changed).toBe(false);
    const walk = seen(timer(new Walk().working(), 'silence'), 1_800_000).does('restart');
    expect([walk.status, walk.effects.filter((one) => one.startsWith('agent'))]).toEqual([
      'running',
      ['agent.start restart'],
    ]);
  });

  test('one that does not start in time has failed, and is ended should it start all the same', () => {
    const walk = timer(new Walk().prepared(), 'start_time');
    expect([walk.status, walk.run.trouble?.code]).toEqual(['failed', 'agent_start_time']);
    walk.event({ type: 'agent_started', step: walk.run.agent.step, at: later() });
    expect(walk.effects).toEqual(['processes.end']);
  });

  test('its time is up; waiting for people does not count', () => {
    const left = (walk: Walk) =>
      walk.decided.timers.flatMap((one) =>
        one.kind === 'timer.set' && one.params.name === 'run_time' ? [one.params.afterMs] : [],
      );
    const walk = new Walk().working();
    expect(walk.run.worked.ms).toBe(0);
    walk.asked();
    const worked = walk.run.worked.ms;
    expect(worked).toBeGreaterThan(0);
    for (let minute = 0; minute < 30; minute += 1) later();
    walk.does('answer', { text: 'A' });
    expect(left(walk)).toEqual([28_800_000 - worked]);
    timer(walk, 'run_time');
    expect([walk.status, walk.run.trouble?.code]).toEqual(['failed', 'agent_run_time']);
    expect(left(walk.does('restart').granted())).toEqual([28_800_000]);
  });

  test('done, but it does not end: the time limit still holds', () => {
    expect(timer(claims(new Walk().working()), 'run_time').status).toBe('failed');
  });
});

test('a run of the first version goes on where it was', async () => {
  const { upgraded } = await import('../../src/run/machine/upgrade.js');
  const { decide } = await import('../../src/run/decide.js');
  const walk = new Walk().read().does('start').granted();
  const { notes: _, worked: __, queue: ___, ...context } = walk.run;
  const stored = upgraded(
    JSON.parse(JSON.stringify({ ...walk.decided.snapshot, value: 'preparing', context })),
  );
  const worktrees = [{ name: 'api', path: '/w/api', base: 'main', baseCommit: 'b' }];
  const event = { type: 'workspace_prepared', step: walk.run.step, at: later(), worktrees } as const;
  expect(decide(stored, event).status).toBe('running');
  const told = decide(stored, { type: 'tell', actor: REQUESTER, at: later(), text: 'x' });
  expect(told.snapshot.context.notes).toHaveLength(1);
});

test('a question that was stored with bare suggestions still offers them', async () => {
  const { upgraded } = await import('../../src/run/machine/upgrade.js');
  const walk = new Walk().read();
  const stored = JSON.parse(JSON.stringify(walk.decided.snapshot));
  stored.context.questions = [
    { id: 'q1', field: 'done', lack: 'missing', suggestions: ['`npm test` passes'] },
  ];
  expect(upgraded(stored).context.questions[0].suggestions).toEqual([
    { text: '`npm test` passes', source: { from: 'usual' } },
  ]);
});
