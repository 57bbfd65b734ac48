/** An interviewer in the machine: what it proposes, when it is asked, and that nobody waits for it. */
import { describe, expect, test } from '@jest/globals';
import { editableText } from '../../src/run/interview.js';
import { may } from '../../src/run/policy.js';
import { COMPLETE, later, REQUESTER, Walk } from './walk.js';

const LANGUAGE = {
  field: 'goal',
  question: 'Which language?',
  options: ['English', 'German'],
  why: 'Nobody says.',
};
const COMMAND = { field: 'done', question: 'Does `npm run lint` count?', options: ['`sh prove.sh` passes'] };

const begun = (fields: object = COMPLETE) => new Walk(fields as never, { interviewer: 'claude' }).read();
const heard = (walk: Walk, ...questions: object[]) => walk.work('interview_done', { questions });
const open = (walk: Walk) => walk.run.questions.find((one) => !one.answer && !one.withdrawn);
const stateOf = (walk: Walk) => walk.decided.snapshot.value;
const rounds = (walk: Walk) =>
  walk.decided.effects.flatMap((one) => (one.kind === 'interview.ask' ? [one.params] : []));

describe('the interviewer', () => {
  test('is asked once ticket and repositories are read, and only where it is configured', () => {
    expect(new Walk().read().effects).not.toContain('interview.ask');
    const walk = begun();
    expect(rounds(walk)).toEqual([{ step: walk.run.step, round: 1 }]);
    expect(walk.run.interview).toMatchObject({ agent: 'claude', reading: true });
  });

  test('keeps nobody from the own questions, from the brief, and from its start', () => {
    const asked = begun({ ...COMPLETE, goal: 'TBD' });
    expect(open(asked)?.field).toBe('goal');
    asked.does('answer', { text: 'Greet people by name' });
    expect(asked.views.get('brief')).toMatchObject({
      interviewer: 'claude',
      actions: [{ do: 'start' }, {}, {}],
    });
    expect(asked.views.get('card')).toMatchObject({ interviewer: 'claude' });
    const { step } = asked.run;
    asked.does('start');
    expect(asked.status).toBe('preparing');
    expect(asked.run.step).toBeGreaterThan(step);
    asked.event({ type: 'interview_done', at: later(), step, questions: [LANGUAGE] });
    expect([asked.decided.changed, asked.run.questions.length]).toEqual([false, 1]);
  });

  test.each(['cancel', 'stop'] as const)('is broken off by %s', (gesture) => {
    const walk = begun();
    const { step } = walk.run;
    walk.does(gesture);
    expect([walk.status, walk.run.step > step]).toEqual(['closed', true]);
  });

  test('asks when no field is open, one question at a time, in its own words', () => {
    const walk = heard(begun({ ...COMPLETE, scope: '' }), LANGUAGE, COMMAND);
    expect(open(walk)?.askedBy).toBeUndefined();
    walk.does('answer', { text: 'src/greet.ts' });
    expect(open(walk)).toMatchObject({
      field: 'goal',
      askedBy: 'claude',
      words: 'Which language?',
      why: 'Nobody says.',
      acceptable: COMPLETE.goal,
    });
    expect(open(walk)?.suggestions[0]).toEqual({
      text: 'English',
      source: { from: 'agent', agent: 'claude' },
    });
    expect(walk.views.get(`question:${open(walk)?.id}`)?.actions.map((one) => one.do)).toEqual([
      'answer',
      'answer',
      'write_answer',
      'use_as_is',
    ]);
  });

  test('brings a complete brief back to asking, and a brief without questions stays as it is', () => {
    expect(stateOf(heard(begun(), LANGUAGE))).toEqual({ intake: 'asking' });
    const walk = begun();
    const { revision } = walk.run;
    heard(walk);
    expect([stateOf(walk), walk.run.revision]).toEqual([{ intake: 'confirming' }, revision]);
    expect(walk.views.get('brief')).not.toHaveProperty('interviewer');
  });
});

describe('an answer', () => {
  test('stands beside the field’s text and replaces nothing', () => {
    const walk = heard(begun(), LANGUAGE).does('answer', { text: 'German' });
    expect(walk.run.brief?.goal).toBe(`${COMPLETE.goal}\nclaude: Which language? — German`);
    expect(walk.run.draft.goal).toMatchObject({ text: COMPLETE.goal, source: 'flag' });
    expect(stateOf(walk)).toEqual({ intake: 'confirming' });
  });

  test.each(['?', 'TBD', 'whatever'])('of %p does not make the field vague', (text) => {
    const walk = heard(begun(), LANGUAGE).does('answer', { text });
    expect(stateOf(walk)).toEqual({ intake: 'confirming' });
  });

  test('with a command is a criterion, and a new command needs the right to merge', () => {
    const walk = heard(begun(), COMMAND).does('answer', { text: '`sh prove.sh` passes' });
    expect(walk.run.brief?.done).toBe('`npm test` passes\n`sh prove.sh` passes');
    expect(walk.run.brief?.checks.map(({ command, source }) => [command, source])).toEqual([
      ['npm test', 'detected'],
      ['sh prove.sh', 'new'],
    ]);
    const access = { start: ['everyone'], answer: [], merge: [], admins: [], fourEyes: false };
    const person = {
      id: REQUESTER,
      name: 'ana',
      isFullMember: true,
      isBot: false,
      groups: [],
      fetchedAt: '',
    };
    const start = { type: 'start', actor: REQUESTER, at: later() } as const;
    expect(may(start, walk.run, person, access)).toEqual({ ok: false, code: 'new_command' });
  });

  test('without a command makes none of the words in which the agent asked', () => {
    const asked = { field: 'done', question: 'Shall `npm test` count?', options: [] };
    const walk = heard(begun({ ...COMPLETE, done: '`make check` passes' }), asked).does('answer', {
      text: 'no',
    });
    expect(walk.run.brief?.done).toBe('`make check` passes\nclaude: Shall npm test count? — no');
    expect(walk.run.brief?.checks.map(({ command }) => command)).toEqual(['make check']);
  });

  test('with a command that cannot run is asked about again, and loses nothing', () => {
    const walk = heard(begun(), COMMAND).does('answer', { text: '`a | b` passes' });
    expect(open(walk)).toMatchObject({ id: 'q2', askedBy: 'claude', lack: { refused: expect.any(String) } });
    walk.does('use_as_is', { target: 'q2' });
    expect(walk.run.brief?.done).toBe(COMPLETE.done);
  });

  test('may be declined: the field stays, accepted as nothing', () => {
    const walk = heard(begun(), LANGUAGE).does('use_as_is', { target: 'q1' });
    expect(walk.run.brief).toMatchObject({ goal: COMPLETE.goal, unclear: [] });
    expect(walk.run.questions[0]?.keptBy).toMatchObject({ by: REQUESTER });
    expect(rounds(walk)).toEqual([]);
  });

  test('that is edited counts as edited', () => {
    const message = { channel: 'C0DEV', ts: '7.1' };
    const walk = heard(begun(), LANGUAGE).does('answer', { text: 'German', message, reply: true });
    walk.does('edit_answer', { text: 'Low German', message });
    expect(walk.run.brief?.goal).toBe(`${COMPLETE.goal}\nclaude: Which language? — Low German`);
    expect(walk.run.interview?.added).toEqual(['q1']);
  });

  test('is seen and changed in the form, and is not there twice afterwards', () => {
    const walk = heard(begun(), LANGUAGE).does('answer', { text: 'German' });
    const goal = editableText(walk.run, 'goal') ?? '';
    expect(goal).toContain('German');
    walk.does('fill', { fields: { goal, scope: 'README.md' } });
    expect(walk.run.brief).toMatchObject({ goal, scope: 'README.md' });
    walk.does('fill', { fields: { goal: 'Greet people in Welsh' } });
    expect(walk.run.brief?.goal).toBe('Greet people in Welsh');
  });

  test('that is too long for a form is kept when the form changes the rest', () => {
    const walk = heard(begun(), LANGUAGE).does('answer', { text: 'x'.repeat(2_990) });
    expect(editableText(walk.run, 'goal')).toBe(COMPLETE.goal);
    walk.does('fill', { fields: { goal: 'Greet all' } });
    expect(walk.run.brief?.goal).toMatch(/^Greet all\nclaude: Which language\? — x+$/u);
  });
});

describe('rounds', () => {
  const answered = () => heard(begun(), LANGUAGE).does('answer', { text: 'German' });

  test('there is a second one after answers, under a step of its own', () => {
    const walk = answered();
    expect(rounds(walk)).toEqual([{ step: walk.run.step, round: 2 }]);
  });

  test('there is none without questions, nor a third', () => {
    expect(rounds(heard(begun()))).toEqual([]);
    const walk = heard(answered(), { ...LANGUAGE, question: 'Which script?' }).does('answer', {
      text: 'Latin',
    });
    expect(rounds(walk)).toEqual([]);
    expect(walk.run.brief?.goal.split('\n')).toHaveLength(3);
    expect(stateOf(walk)).toEqual({ intake: 'confirming' });
  });

  test('what was asked before is not asked again', () => {
    const walk = heard(answered(), LANGUAGE);
    expect([open(walk), stateOf(walk)]).toEqual([undefined, { intake: 'confirming' }]);
  });

  test('a result of the first is nothing to the second', () => {
    const walk = heard(begun(), LANGUAGE);
    const { step } = walk.run;
    walk.does('answer', { text: 'German' });
    walk.event({ type: 'interview_done', at: later(), step, questions: [COMMAND] });
    expect([walk.decided.changed, walk.run.interview?.reading]).toEqual([false, true]);
  });
});

describe('a failure', () => {
  test('is told once, and the own questions go on', () => {
    const walk = begun({ ...COMPLETE, goal: '' });
    walk.work('interview_failed', { fault: { code: 'interview_timeout', detail: '120 seconds' } });
    expect(walk.run.notices).toMatchObject([
      { kind: 'interview_failed', trouble: { code: 'interview_timeout' } },
    ]);
    expect(walk.views.get('card')).not.toHaveProperty('interviewer');
    expect(stateOf(walk.does('answer', { text: 'Greet people' }))).toEqual({ intake: 'confirming' });
    expect(rounds(walk)).toEqual([]);
  });

  test('that is a defect does not end the run', () => {
    const walk = begun();
    walk.work('effect_broken', { kind: 'interview.ask', detail: 'out of cheese' });
    expect(walk.status).toBe('intake');
    expect(walk.run.notices).toMatchObject([
      { kind: 'interview_failed', trouble: { code: 'interview_broken' } },
    ]);
  });
});
