/** Everything an agent asks for: how it opens, who decides it, how often, and what becomes of it when its asker is gone. */
import { describe, expect, test } from '@jest/globals';
import type { FormField } from '../../src/run/guidance-request.js';
import { later, REQUESTER, Walk } from './walk.js';

const FIELDS: FormField[] = [{ name: 'db', title: 'Database', type: 'text', required: true }];
const working = () => new Walk().working();
const form = (walk = working()) => walk.asks({ kind: 'form', fields: FIELDS, via: { kind: 'acp', id: '1' } });
const states = (walk: Walk) => walk.run.guidance.map((one) => one.state);
const delivers = (walk: Walk) => walk.effects.filter((one) => one === 'guidance.deliver').length;
const withdraws = (walk: Walk, id = '0') =>
  walk.event({ type: 'guidance_withdrawn', at: later(), via: { kind: 'acp', id } });
const claims = (walk: Walk) => walk.event({ type: 'completion_claimed', at: later(), summary: 'did it' });
const actions = (walk: Walk, id = 'g1') => walk.views.get(`guidance:${id}`)?.actions ?? [];
const starts = (walk: Walk) => walk.effects.filter((one) => one.startsWith('agent.start'));

describe('a request opens', () => {
  test.each<[string, () => Walk]>([
    ['while the agent starts', () => new Walk().prepared()],
    ['while it works', working],
    ['while another one is open', () => working().asked()],
    ['while it ends', () => claims(working())],
  ])('%s', (_, from) => {
    const walk = from().permission();
    expect(walk.status).toBe('awaiting_guidance');
    expect(walk.run.guidance.at(-1)).toMatchObject({ kind: 'permission', state: 'open' });
    expect(walk.timersBesideClocks.filter((one) => one.startsWith('timer.set'))).toHaveLength(2);
  });

  test('of a run that rests, without anybody being reminded', () => {
    const walk = working().does('pause').permission();
    expect([walk.status, walk.timersBesideClocks]).toEqual(['paused', []]);
    expect(walk.does('permit', { target: 'g1', choice: 'once' }).status).toBe('paused');
    expect(delivers(walk)).toBe(0);
    walk.does('resume');
    expect([walk.status, delivers(walk)]).toEqual(['running', 1]);
  });
});

describe('a permission', () => {
  test('is decided once, by a button alone', () => {
    const walk = working().permission();
    for (const answer of [
      { text: 'yes' },
      { text: 'yes', target: 'g1' },
      { text: 'x', target: 'g1', values: {} },
    ])
      expect(walk.does('answer', answer).decided.changed).toBe(false);
    walk.does('permit', { target: 'g1', choice: 'once' });
    expect([walk.status, delivers(walk)]).toEqual(['running', 1]);
    expect(walk.run.guidance[0]?.answer).toMatchObject({
      text: 'Allow once',
      permit: { choice: 'once' },
      decision: { by: REQUESTER },
    });
    expect(walk.run.rules).toBeUndefined();
    expect(walk.does('permit', { target: 'g1', choice: 'reject' }).decided.changed).toBe(false);
  });

  test('is no question, and a question is no permission', () => {
    expect(working().asked().does('permit', { target: 'g1', choice: 'once' }).decided.changed).toBe(false);
    const walk = working().permission().asked('Which one?');
    walk.does('answer', { text: 'A' });
    expect(states(walk)).toEqual(['open', 'answered']);
  });

  test('allowed always is a rule for the rest of the run, with who made it', () => {
    const walk = working()
      .permission({ paths: ['/w/api'] })
      .does('permit', { target: 'g1', choice: 'always' });
    expect(walk.run.rules).toEqual([
      {
        tool: 'execute',
        command: 'npm test',
        paths: ['/w/api'],
        decision: expect.objectContaining({ by: REQUESTER }),
      },
    ]);
  });

  test('is rejected with what to do instead', () => {
    const walk = working().permission();
    walk.does('permit', { target: 'g1', choice: 'reject', note: 'use npm ci' });
    expect(walk.run.guidance[0]?.answer).toMatchObject({
      text: 'Reject: use npm ci',
      permit: { choice: 'reject', note: 'use npm ci' },
    });
  });

  test('rejected with what to do instead, an agent that is done has a turn to read it', () => {
    const walk = working().permission();
    walk.does('permit', { target: 'g1', choice: 'reject', note: 'use npm ci' });
    expect(walk.run.notes).toMatchObject([{ text: 'use npm ci', by: REQUESTER, about: 'g1' }]);
    expect(walk.effects).toContain('feedback.write');
    expect(starts(walk.done())).toEqual(['agent.start note']);
    expect(walk.work('agent_started').done().status).toBe('checking');
  });

  test('rejected so after the agent was lost, or while the run rests, likewise', () => {
    const reject = { target: 'g1', choice: 'reject', note: 'use npm ci' };
    const lost = claims(working().permission()).exits(null).does('permit', reject);
    expect(starts(lost.granted())).toEqual(['agent.start note']);
    const rests = claims(working().permission()).does('pause').exits(null).does('permit', reject);
    expect(starts(rests.does('resume').granted())).toEqual(['agent.start note']);
  });

  test('asks once more only where it allows what may be destroyed', () => {
    const confirmed = (walk: Walk) => actions(walk).filter((one) => 'confirm' in one);
    expect(confirmed(working().permission())).toEqual([]);
    expect(confirmed(working().permission({ destructive: true }))).toEqual([
      { do: 'permit', target: 'g1', choice: 'once', confirm: true },
      { do: 'permit', target: 'g1', choice: 'always', confirm: true },
    ]);
  });

  test('names the requester on the card, and can be pressed no more once it is decided', () => {
    const walk = working().permission();
    const card = walk.views.get('card');
    expect(card?.kind === 'card' && card.waitingFor).toMatchObject({
      user: REQUESTER,
      request: { kind: 'permission' },
    });
    expect(actions(walk.does('permit', { target: 'g1', choice: 'once' }))).toEqual([]);
  });
});

describe('a form', () => {
  test('takes its values, and no words', () => {
    const walk = form();
    expect(walk.does('answer', { text: 'Postgres' }).decided.changed).toBe(false);
    expect(walk.does('answer', { text: 'Postgres', target: 'g1' }).decided.changed).toBe(false);
    walk.does('answer', { text: 'Database: pg', target: 'g1', values: { db: 'pg' } });
    expect([walk.status, delivers(walk)]).toEqual(['running', 1]);
    expect(walk.run.guidance[0]?.answer).toMatchObject({ text: 'Database: pg', values: { db: 'pg' } });
  });
});

describe('a question', () => {
  test('of a turn that ended with the work done is withdrawn, unless another program may wait for it', () => {
    const spoken = working().asks().done();
    expect([spoken.status, states(spoken)]).toEqual(['preparing', ['withdrawn']]);
    const filed = working().asked().done();
    expect([filed.status, states(filed)]).toEqual(['awaiting_guidance', ['open']]);
    const undone = working().asks().exits(0);
    expect([undone.status, states(undone)]).toEqual(['awaiting_guidance', ['open']]);
  });

  test('takes values only where several options may be chosen', () => {
    const values = { options: ['A', 'B'] };
    const one = working().asks({ options: ['A', 'B'] });
    expect(one.does('answer', { text: 'A', target: 'g1', values }).decided.changed).toBe(false);
    const several = working().asks({ options: ['A', 'B'], multiple: true });
    several.does('answer', { text: 'A, B', target: 'g1', values });
    expect(several.run.guidance[0]?.answer).toMatchObject({ text: 'A, B', values });
    const words = working().asks({ options: ['A', 'B'], multiple: true });
    expect(words.does('answer', { text: 'neither' }).status).toBe('running');
  });

  test('an address that is none is text only', () => {
    const link = (address: string) =>
      actions(working().asks({ kind: 'link', link: address })).filter((one) => one.do === 'open_link');
    expect(link('https://example.com/a')).toHaveLength(1);
    expect([link('javascript:alert(1)'), link('https://'), link('nowhere')]).toEqual([[], [], []]);
  });
});

describe('withdrawn by its agent', () => {
  test.each<[string, (walk: Walk) => Walk, string]>([
    ['while it is waited for', (walk) => walk, 'running'],
    ['of a run that rests', (walk) => walk.does('pause'), 'paused'],
  ])('%s', (_, then, status) => {
    const walk = withdraws(then(working().permission()));
    expect([walk.status, states(walk), actions(walk)]).toEqual([status, ['withdrawn'], []]);
  });

  test('after it was answered: nothing', () => {
    const walk = working().permission().does('permit', { target: 'g1', choice: 'once' });
    expect(withdraws(walk).decided.changed).toBe(false);
    expect(states(walk)).toEqual(['answered']);
  });

  test('means the request of the newest life, since ids begin anew with each', () => {
    const walk = working()
      .permission()
      .asks({ via: { kind: 'acp', id: '0' } });
    expect(states(withdraws(walk))).toEqual(['open', 'withdrawn']);
  });
});

describe('the asker is gone', () => {
  test('a question outlives the turn: its answer comes with the next one', () => {
    const walk = form().exits(0);
    expect([walk.status, states(walk)]).toEqual(['awaiting_guidance', ['open']]);
    walk.does('answer', { text: 'pg', target: 'g1', values: { db: 'pg' } });
    expect([walk.status, delivers(walk)]).toEqual(['preparing', 1]);
    walk.granted();
    expect(walk.effects).toEqual(expect.arrayContaining(['guidance.deliver', 'agent.start answer']));
  });

  test('a permission ends with its turn, and the turn is gone on with as if it had not been', () => {
    const ended = working().permission().exits(0);
    expect([ended.status, states(ended)]).toEqual(['preparing', ['withdrawn']]);
    expect(starts(ended.granted())).toEqual(['agent.start finish']);
    expect(working().permission().exits(1).run.trouble?.code).toBe('agent_died');
    const done = claims(working().permission()).exits(0);
    expect([done.status, done.granted().status]).toEqual(['preparing', 'checking']);
  });

  test('a permission that ends with a turn leaves a question open', () => {
    const walk = form(working().permission()).exits(1);
    expect([walk.status, states(walk)]).toEqual(['awaiting_guidance', ['withdrawn', 'open']]);
  });

  test('a permission of a lost agent waits for its answer, which brings the agent back', () => {
    const walk = working().permission().exits(null);
    expect([walk.status, states(walk)]).toEqual(['awaiting_guidance', ['open']]);
    expect(actions(walk).map((one) => one.do)).toContain('permit');
    walk.does('permit', { target: 'g1', choice: 'once' });
    expect([walk.status, delivers(walk)]).toEqual(['preparing', 1]);
    expect(starts(walk.granted())).toEqual(['agent.start answer']);
    expect(delivers(walk)).toBe(1);
    expect(walk.run.guidance[0]?.answer?.permit?.choice).toBe('once');
  });

  test('answered to the process itself, the agent has seen it: then it is asked to finish', () => {
    const walk = working().permission().does('permit', { target: 'g1', choice: 'once' });
    walk.event({ type: 'guidance_delivered', at: later(), id: 'g1' });
    expect(starts(walk.exits(0))).toEqual(['agent.start finish']);
    const unseen = working().permission().does('permit', { target: 'g1', choice: 'once' });
    expect(starts(unseen.exits(0))).toEqual(['agent.start answer']);
  });

  test('of a run that rests: resumed, it goes on with what the turn left', () => {
    const walk = working().permission().does('pause').exits(0);
    expect([walk.status, states(walk)]).toEqual(['paused', ['withdrawn']]);
    expect(starts(walk.does('resume').granted())).toEqual(['agent.start finish']);
    const asked = working().permission().does('pause').exits(0, { said: 'Which one?' });
    expect([asked.status, states(asked)]).toEqual(['paused', ['withdrawn', 'open']]);
    expect(asked.does('resume').status).toBe('awaiting_guidance');
  });
});
