import { describe, expect, test } from '@jest/globals';
import { COMPLETE, later, merge, Walk } from './walk.js';

const START = { goal: 'Greet people by name' };

/** [what happens, how to get there, the event, status afterwards, effects of the event, timers of the event] */
const table: [string, () => Walk, (walk: Walk) => Walk, string, string[], string[]?][] = [
  [
    'a new run reads its repositories',
    () => new Walk(START),
    (w) => w,
    'intake',
    ['repositories.read', 'slack.post card'],
    ['timer.set lapse'],
  ],
  ['what is missing is asked', () => new Walk(START), (w) => w.read(), 'intake', ['slack.post question:q1']],
  [
    'what the ticket says is not asked',
    () => new Walk({ goal: 'Greet people' }),
    (w) => w.read({ fields: { ...COMPLETE, goal: 'never' }, unread: [] }),
    'intake',
    ['slack.post brief'],
  ],
  [
    'what the ticket lacks is asked, and what of it was not read is said',
    () => new Walk(),
    (w) => w.read({ fields: {}, unread: [{ path: 'a/index.md', why: 'no_header' }] }),
    'intake',
    ['slack.post brief', 'slack.post notice:n1'],
  ],
  ['nothing missing: the brief', () => new Walk(), (w) => w.read(), 'intake', ['slack.post brief']],
  [
    'repositories that cannot be used end the run',
    () => new Walk(),
    (w) => w.work('repositories_unusable', { faults: [{ code: 'base_missing', repo: 'api' }] }),
    'closed',
    ['slack.post notice:n1'],
    ['timer.clear lapse'],
  ],
  [
    'an answer leads to the next question',
    () => new Walk(START).read(),
    (w) => w.does('answer', { text: 'src/greet.ts' }),
    'intake',
    ['slack.post question:q2'],
  ],
  [
    'start waits for a place',
    () => new Walk().read(),
    (w) => w.does('start'),
    'preparing',
    [],
    ['timer.clear lapse'],
  ],
  [
    'a place prepares the workspace',
    () => new Walk().read().does('start'),
    (w) => w.granted(),
    'preparing',
    ['workspace.prepare'],
  ],
  [
    'a start on an old brief is late',
    () => new Walk().read(),
    (w) => w.does('start', { revision: 0 }),
    'intake',
    [],
  ],
  ['cancel closes', () => new Walk().read(), (w) => w.does('cancel'), 'closed', [], ['timer.clear lapse']],
  [
    'stop during intake cancels',
    () => new Walk().read(),
    (w) => w.does('stop'),
    'closed',
    [],
    ['timer.clear lapse'],
  ],
  [
    'seven days without an answer',
    () => new Walk().read(),
    (w) => w.event({ type: 'timer', name: 'lapse', at: later() }),
    'closed',
    ['slack.post notice:n1'],
    ['timer.clear lapse'],
  ],
  [
    'a prepared workspace starts the agent',
    () => new Walk().read().does('start').granted(),
    (w) => w.work('workspace_prepared', { worktrees: [] }),
    'running',
    ['agent.start start'],
  ],
  [
    'a failed preparation',
    () => new Walk().read().does('start').granted(),
    (w) => w.work('preparation_failed', { fault: { code: 'setup_failed', repo: 'api' } }),
    'failed',
    ['processes.end', 'slack.post notice:n1'],
  ],
  [
    'the result of an older step is ignored',
    () => new Walk().prepared(),
    (w) => w.work('preparation_failed', { step: 1, fault: { code: 'setup_failed' } }),
    'running',
    [],
  ],
  [
    'an agent that cannot be started',
    () => new Walk().prepared(),
    (w) => w.work('agent_not_started', { fault: { code: 'agent_not_found' } }),
    'failed',
    ['processes.end', 'slack.post notice:n1'],
  ],
  [
    'a question of the agent',
    () => new Walk().working(),
    (w) => w.asked(),
    'awaiting_guidance',
    ['slack.post guidance:g1'],
    ['timer.set remind:g1', 'timer.set escalate:g1'],
  ],
  [
    'a question before the news of the start',
    () => new Walk().prepared(),
    (w) => w.asked().work('agent_started'),
    'awaiting_guidance',
    [],
  ],
  [
    'the answer reaches a living agent',
    () => new Walk().working().asked(),
    (w) => w.does('answer', { text: 'A' }),
    'running',
    ['guidance.deliver'],
    ['timer.clear remind:g1', 'timer.clear escalate:g1'],
  ],
  [
    'the answer wakes an ended agent',
    () => new Walk().working().asked().exits(0),
    (w) => w.does('answer', { text: 'A' }),
    'preparing',
    ['guidance.deliver'],
    ['timer.clear remind:g1', 'timer.clear escalate:g1'],
  ],
  [
    'which begins when it has a place',
    () => new Walk().working().asked().exits(0).does('answer', { text: 'A' }),
    (w) => w.granted(),
    'running',
    ['guidance.deliver', 'agent.start answer'],
  ],
  [
    'an answer to an answered question is late',
    () => new Walk().working().asked().does('answer', { text: 'A' }),
    (w) => w.does('answer', { text: 'B', target: 'g1' }),
    'running',
    [],
  ],
  [
    'of two questions one is still open',
    () => new Walk().working().asked('One?').asked('Two?'),
    (w) => w.does('answer', { text: 'A' }),
    'awaiting_guidance',
    ['guidance.deliver'],
    ['timer.clear remind:g1', 'timer.clear escalate:g1'],
  ],
  [
    'one reminder',
    () => new Walk().working().asked(),
    (w) => w.event({ type: 'timer', name: 'remind:g1', at: later() }),
    'awaiting_guidance',
    ['slack.post notice:n1'],
  ],
  [
    'a reminder for what is answered',
    () => new Walk().working().asked().does('answer', { text: 'A' }),
    (w) => w.event({ type: 'timer', name: 'remind:g1', at: later() }),
    'running',
    [],
  ],
  [
    'done lets the agent end by itself',
    () => new Walk().working(),
    (w) => w.event({ type: 'completion_claimed', at: later(), summary: '' }),
    'running',
    [],
    ['timer.set agent_end'],
  ],
  [
    'an agent that does not end is ended',
    () => new Walk().working().event({ type: 'completion_claimed', at: later(), summary: '' }),
    (w) => w.event({ type: 'timer', name: 'agent_end', at: later() }),
    'running',
    ['processes.end'],
  ],
  [
    'done and ended: the checks',
    () => new Walk().working(),
    (w) => w.done(),
    'checking',
    ['checks.run'],
    ['timer.clear agent_end'],
  ],
  [
    'exit 0 without a word is asked about once',
    () => new Walk().working(),
    (w) => w.exits(0),
    'running',
    ['agent.start finish'],
  ],
  [
    'then a person is asked',
    () => new Walk().working().exits(0).work('agent_started'),
    (w) => w.exits(0),
    'awaiting_guidance',
    ['slack.post guidance:g1'],
    ['timer.set remind:g1', 'timer.set escalate:g1'],
  ],
  [
    'asked, answered, ended: waiting was its way',
    () => new Walk().working().asked().does('answer', { text: 'A' }),
    (w) => w.exits(0),
    'running',
    ['guidance.deliver', 'agent.start answer'],
  ],
  [
    'exit 1',
    () => new Walk().working(),
    (w) => w.exits(1),
    'failed',
    ['processes.end', 'slack.post notice:n1'],
  ],
  [
    'a vanished agent is resumed',
    () => new Walk().working(),
    (w) => w.exits(null),
    'running',
    ['agent.start resume'],
  ],
  [
    'a question outlives its agent',
    () => new Walk().working().asked(),
    (w) => w.exits(1),
    'awaiting_guidance',
    [],
  ],
  [
    'done while a question is open waits',
    () =>
      new Walk().working().asked().event({ type: 'completion_claimed', at: later(), summary: '' }).exits(0),
    (w) => w.does('answer', { text: 'A' }),
    'preparing',
    ['guidance.deliver'],
    ['timer.clear remind:g1', 'timer.clear escalate:g1'],
  ],
  [
    'passing checks: merge-ready',
    () => new Walk().working().done(),
    (w) => w.checks(0),
    'merge_ready',
    ['slack.post summary:1'],
  ],
  [
    'failing checks go back to the agent',
    () => new Walk().working().done(),
    (w) => w.checks(1),
    'running',
    ['agent.start checks'],
  ],
  [
    'the third failure is for a person',
    () =>
      new Walk()
        .working()
        .done()
        .checks(1)
        .work('agent_started')
        .done()
        .checks(1)
        .work('agent_started')
        .done(),
    (w) => w.checks(1),
    'failed',
    ['processes.end', 'slack.post notice:n1'],
  ],
  ['merge builds first', () => new Walk().ready(), (w) => w.does('merge'), 'closing', ['merge.build']],
  [
    'a merge on an old summary is late',
    () => new Walk().ready(),
    (w) => w.does('merge', { revision: 1 }),
    'merge_ready',
    [],
  ],
  [
    'feedback is another iteration',
    () => new Walk().ready(),
    (w) => w.does('request_changes', { text: 'More' }).granted(),
    'running',
    ['agent.start feedback'],
  ],
  [
    'nothing moved: push',
    () => new Walk().ready().does('merge'),
    (w) => w.work('merge_built', { merges: [merge({})] }),
    'closing',
    ['merge.push'],
  ],
  [
    'a base that moved is verified',
    () => new Walk().ready().does('merge'),
    (w) => w.work('merge_built', { merges: [merge({ moved: true })] }),
    'closing',
    ['merge.verify'],
  ],
  [
    'a refused merge',
    () => new Walk().ready().does('merge'),
    (w) => w.work('merge_refused', { gate: 3, fault: { code: 'gate_dirty', repo: 'api' } }),
    'merge_ready',
    ['slack.post notice:n1'],
  ],
  [
    'a refused push keeps what is merged',
    () =>
      new Walk()
        .ready()
        .does('merge')
        .work('merge_built', { merges: [merge({})] }),
    (w) => w.work('merge_finished', { merges: [merge({ state: 'refused' })] }),
    'merge_ready',
    ['slack.post notice:n1'],
  ],
  [
    'merged: the ticket',
    () => pushed(),
    (w) => w.work('merge_finished', { merges: [merge({ state: 'merged' })] }),
    'closing',
    ['ticket.write'],
  ],
  [
    'a ticket that cannot be written',
    () => pushed().work('merge_finished', { merges: [merge({ state: 'merged' })] }),
    (w) => w.work('ticket_failed', { fault: { code: 'ticket_failed' } }),
    'merge_ready',
    ['slack.post notice:n1'],
  ],
  [
    'the workspace goes last',
    () => pushed().work('merge_finished', { merges: [merge({ state: 'merged' })] }),
    (w) => w.work('ticket_written'),
    'closing',
    ['workspace.remove'],
  ],
  [
    'closed',
    () =>
      pushed()
        .work('merge_finished', { merges: [merge({ state: 'merged' })] })
        .work('ticket_written'),
    (w) => w.work('workspace_removed'),
    'closed',
    ['slack.post notice:n1'],
  ],
  [
    'what is merged was told as not merged where its folder could not be removed',
    () =>
      pushed()
        .work('merge_finished', { merges: [merge({ state: 'merged' })] })
        .work('ticket_written'),
    (w) => {
      w.work('cleanup_refused', { fault: { code: 'cleanup_failed', repo: 'api', detail: 'EROFS' } });
      expect([w.run.notices.at(-1)?.kind, w.run.refusal, w.run.merges[0]?.state]).toEqual([
        'cleanup_refused',
        undefined,
        'merged',
      ]);
      return w;
    },
    'merge_ready',
    ['slack.post notice:n1'],
  ],
  [
    'a retry after that looked for the worktree that was removed by then, and never came further',
    () =>
      pushed()
        .work('merge_finished', { merges: [merge({ state: 'merged' })] })
        .work('ticket_written')
        .work('cleanup_refused', { fault: { code: 'cleanup_failed', repo: 'api', detail: 'EROFS' } }),
    (w) => w.does('merge'),
    'closing',
    ['workspace.remove'],
  ],
  ['stop ends the agent', () => new Walk().working(), (w) => w.does('stop'), 'stopped', ['processes.end']],
  [
    'an agent that starts after the stop is ended',
    () => new Walk().prepared().does('stop'),
    (w) => w.event({ type: 'agent_started', at: later(), step: w.run.agent.step }),
    'stopped',
    ['processes.end'],
  ],
  [
    'restart begins the agent anew',
    () => new Walk().working().does('stop'),
    (w) => w.does('restart').granted(),
    'running',
    ['agent.start restart'],
  ],
  [
    'restart without a workspace prepares',
    () => new Walk().read().does('start').does('stop'),
    (w) => w.does('restart').granted(),
    'preparing',
    ['workspace.prepare'],
  ],
  ['a merged run takes no stop', () => pushed(), (w) => w.does('stop'), 'closing', []],
  [
    'a defect leaves a way out',
    () => new Walk().working().done(),
    (w) => w.work('effect_broken', { kind: 'checks.run', detail: 'x' }),
    'failed',
    ['processes.end', 'slack.post notice:n1'],
  ],
  [
    'a defect while closing leads back',
    () => new Walk().ready().does('merge'),
    (w) => w.work('effect_broken', { kind: 'merge.build', detail: 'x' }),
    'merge_ready',
    ['slack.post notice:n1'],
  ],
];

const pushed = () =>
  new Walk()
    .ready()
    .does('merge')
    .work('merge_built', { merges: [merge({})] });

describe('the machine', () => {
  test.each(table)('%s', (_, before, event, status, effects, timers = []) => {
    const walk = event(before());
    expect(walk.status).toBe(status);
    expect(walk.effects.filter((effect) => !effect.startsWith('slack.update'))).toEqual(effects);
    expect(walk.timersBesideClocks).toEqual(timers);
  });

  test('a base that moves before the push is built upon anew, three times at most', () => {
    const walk = pushed();
    const moved = { merges: [merge({ state: 'refused', code: 'base_moved' })] };
    for (let tries = 1; tries <= 3; tries += 1) {
      expect(walk.work('merge_finished', moved).effects).toContain('merge.build');
      walk.work('merge_built', { merges: [merge({})] });
    }
    expect(walk.work('merge_finished', moved).status).toBe('merge_ready');
  });

  test('checks that were broken off have not passed', () => {
    expect(new Walk().working().done().work('checks_finished', { results: [], changes: [] }).status).toBe(
      'running',
    );
    const walk = new Walk()
      .ready()
      .does('merge')
      .work('merge_built', { merges: [merge({ moved: true })] });
    expect(walk.work('merge_verified', { results: [] }).status).toBe('merge_ready');
    expect(walk.run.refusal).toMatchObject({ gate: 6, code: 'gate_merged_checks' });
  });

  test('a message that Slack has is redrawn when its view changes, and only then', () => {
    const walk = new Walk().working().asked();
    walk.event({ type: 'posted', ref: 'guidance:g1', channel: 'C0DEV', ts: '1.1', drawn: 'stale' });
    expect(walk.effects).toEqual(['slack.update guidance:g1']);
    walk.does('answer', { text: 'A' });
    expect(walk.effects).toContain('slack.update guidance:g1');
    walk.event({ type: 'guidance_delivered', id: 'g1', at: later() });
    expect(walk.effects).toEqual([]);
  });

  test('a settled question is not redrawn when another one is answered', () => {
    const walk = new Walk(START).read();
    for (const ref of ['card', 'question:q1'])
      walk.event({ type: 'posted', ref, channel: 'C0DEV', ts: `${ref}.1`, drawn: '' });
    walk.does('answer', { text: 'src/greet.ts' });
    expect(walk.effects).toContain('slack.update question:q1');
    walk.event({ type: 'posted', ref: 'question:q2', channel: 'C0DEV', ts: '2.1', drawn: '' });
    walk.does('answer', { text: '`npm test` passes' });
    expect(walk.effects).not.toContain('slack.update question:q1');
  });

  test('a reply that was taken is marked', () => {
    const message = { channel: 'C0DEV', ts: '2.2' };
    const walk = new Walk().working().asked().does('answer', { text: 'A', reply: true, message });
    expect(walk.decided.effects).toContainEqual({
      kind: 'slack.react',
      params: { place: message, name: 'white_check_mark' },
    });
  });

  test('a reply that came late is not marked', () => {
    const message = { channel: 'C0DEV', ts: '2.2' };
    expect(new Walk().working().does('answer', { text: 'A', reply: true, message }).effects).toEqual([]);
  });

  test('vague twice: the third question may be settled as it is', () => {
    const walk = new Walk(START).read().does('answer', { text: 'TBD' }).does('answer', { text: '?' });
    const question = walk.run.questions.at(-1);
    expect(question).toMatchObject({ field: 'scope', lack: { kind: 'placeholder' }, acceptable: '?' });
    walk.does('use_as_is', { target: question?.id });
    expect(walk.run.draft.scope).toMatchObject({ text: '?', source: 'accepted_unclear' });
    expect(walk.run.questions.at(-1)?.field).toBe('done');
  });

  test('an edited reply changes its answer until the start', () => {
    const message = { channel: 'C0DEV', ts: '3.3' };
    const walk = new Walk(START).read().does('answer', { text: 'src', reply: true, message });
    walk.does('edit_answer', { text: 'docs', message });
    expect(walk.run.draft.scope?.text).toBe('docs');
    expect(walk.run.questions.filter((one) => !one.answer && !one.withdrawn)).toHaveLength(1);
  });
});
