/** How messages, forms and edits of them move an intake: the machine alone. */
import { expect, test } from '@jest/globals';
import { COMPLETE, later, REQUESTER, Walk } from './walk.js';

const place = (ts: string) => ({ channel: 'C0DEV', ts });
const BEN = 'U0BEN';

/** A run that asks for everything. */
const asking = () => new Walk({}).read();
const says = (walk: Walk, text: string, ts: string, actor = REQUESTER) =>
  walk.does('answer', { text, actor, message: place(ts), reply: true });
const edits = (walk: Walk, text: string, ts: string, actor = REQUESTER) =>
  walk.does('edit_answer', { text, actor, message: place(ts) });
const texts = ({ run }: Walk) =>
  Object.fromEntries(Object.entries(run.draft).map(([field, draft]) => [field, draft.text]));
const open = ({ run }: Walk) =>
  run.questions.filter((one) => !one.answer && !one.withdrawn).map(({ id, field }) => `${id} ${field}`);

const ALL = 'Goal: Log in by mail\nScope: src\nDone: `npm test`';

test('the same vague words twice count twice, so that they may be used', () => {
  const walk = says(says(asking(), 'fix it', '1'), 'fix it', '2');
  expect(walk.run.questions.at(-1)).toMatchObject({ field: 'goal', acceptable: 'fix it' });
});

test('labels take the last word, with who said it; what is not named stays', () => {
  const walk = says(says(asking(), ALL, '1'), 'none\nScope: src/greet.ts', '2', BEN);
  expect(texts(walk)).toEqual({
    goal: 'Log in by mail',
    scope: 'src/greet.ts',
    done: '`npm test`',
    constraints: 'none',
    merge: 'default',
  });
  expect([walk.run.draft.goal?.decision?.by, walk.run.draft.scope?.decision?.by]).toEqual([REQUESTER, BEN]);
});

test('a reply about other fields alone leaves the question to be asked again, once, with what was taken', () => {
  const walk = says(asking(), 'Scope: src', '1');
  expect(open(walk)).toEqual(['q2 goal']);
  expect(walk.run.questions[1]).toMatchObject({ lack: 'missing', took: [{ field: 'scope', text: 'src' }] });
  expect(walk.run.vague.goal ?? 0).toBe(0);
});

test('an edit changes what came from the message, opens what it no longer says, and leaves what others changed', () => {
  const walk = says(asking(), ALL, '1');
  expect(open(walk)).toEqual(['q2 constraints']);
  walk.does('fill', { actor: BEN, fields: { goal: 'Log in by pigeon' } });
  expect(open(walk)).toEqual(['q2 constraints']);
  edits(walk, 'Goal: Log in by mail\nScope: src/greet.ts', '1');
  expect(texts(walk)).toEqual({ goal: 'Log in by pigeon', scope: 'src/greet.ts', merge: 'default' });
  expect(open(walk)).toEqual(['q2 constraints']);
  says(walk, 'none', '2');
  expect(open(walk)).toEqual(['q3 done']);
  edits(walk, 'Goal: Log in by carrier\nScope: src/greet.ts\nDone: `npm test`', '1');
  expect(texts(walk)).toMatchObject({ goal: 'Log in by carrier', done: '`npm test`' });
  expect(walk.run.questions[2]).toMatchObject({ withdrawn: true, withdrawnBy: { by: REQUESTER } });
  expect(walk.run.brief?.goal).toBe('Log in by carrier');
});

test('an edited merge intent falls back to the configured way', () => {
  const walk = says(new Walk({ ...COMPLETE, constraints: '' }).read(), 'none\nMerge: squash', '1');
  expect(walk.run.brief?.merge).toBe('squash');
  edits(walk, 'none at all', '1');
  expect(walk.run.brief).toMatchObject({ merge: 'default', constraints: 'none at all' });
});

test('an edit of a message of which nothing counts, or that grows beyond a field, changes nothing', () => {
  const walk = says(asking(), 'Log in by mail', '1');
  walk.does('fill', { actor: BEN, fields: { goal: 'Log in by pigeon' } });
  expect(edits(walk, 'Log in by telephone', '1').decided.changed).toBe(false);
  expect(edits(walk, 'x', '7').decided.changed).toBe(false);
  says(walk, 'src', '2');
  expect(edits(walk, 'x'.repeat(3_001), '2').decided.changed).toBe(false);
  expect(says(walk, 'x'.repeat(3_001), '3').decided.changed).toBe(false);
});

test('a form about other fields keeps the open question; about its own it withdraws it', () => {
  const walk = asking().does('fill', { fields: { scope: 'src', done: '`npm test`' } });
  expect([open(walk), walk.run.questions.length]).toEqual([['q1 goal'], 1]);
  walk.does('fill', { fields: { goal: 'make it better' } });
  expect(open(walk)).toEqual(['q2 goal']);
  expect(walk.run.questions[1]?.lack).toBe('vague');
});

test('whoever else cancels is named in the thread; the requester is not told of the own decision', () => {
  expect(asking().does('cancel').run.notices).toEqual([]);
  const walk = asking().does('cancel', { actor: BEN, at: later() });
  expect([...walk.views.values()].at(-1)).toMatchObject({
    kind: 'notice',
    outcome: 'cancelled',
    closedBy: { by: BEN },
  });
});
