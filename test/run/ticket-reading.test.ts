/** What the ticket says, in a draft: whose words win, how they are judged, and what becomes of them. */
import { expect, test } from '@jest/globals';
import { may } from '../../src/run/policy.js';
import type { NewRunWish } from '../../src/run/wish.js';
import { COMPLETE, later, REQUESTER, Walk } from './walk.js';

const says = (fields: NewRunWish['fields'], given: NewRunWish['fields'] = {}) =>
  new Walk(given).read({ fields, unread: [] });
const sources = ({ run: { draft } }: Walk) =>
  Object.fromEntries(Object.entries(draft).map(([field, { text, source }]) => [field, `${source}: ${text}`]));
const open = ({ run }: Walk) => run.questions.filter((one) => !one.answer && !one.withdrawn);

test('all of it in the ticket: nothing is asked', () => {
  const walk = says({ ...COMPLETE, merge: 'squash' });
  expect(walk.effects).toEqual(['slack.post brief']);
  expect(sources(walk)).toEqual({
    goal: 'ticket: Greet people by name',
    scope: 'ticket: src/greet.ts',
    done: 'ticket: `npm test` passes',
    constraints: 'ticket: none',
    merge: 'ticket: squash',
  });
  expect(walk.run.brief).toMatchObject({ ...COMPLETE, merge: 'squash', unclear: [] });
});

test('what the person said wins, and `default` is nothing that was said', () => {
  const walk = says({ ...COMPLETE, merge: 'squash' }, { goal: 'Greet nobody', merge: 'rebase' });
  expect(sources(walk)).toMatchObject({
    goal: 'flag: Greet nobody',
    scope: 'ticket: src/greet.ts',
    merge: 'flag: rebase',
  });
  expect(sources(says({ goal: 'Greet people' }))).toMatchObject({ merge: 'default: default' });
});

test.each([
  ['goal', 'TBD', { kind: 'placeholder' }],
  ['goal', 'make it better', { kind: 'vague' }],
  ['scope', 'n/a', { kind: 'placeholder' }],
  ['done', 'it looks good', { kind: 'vague' }],
  [
    'done',
    '`npm test | tee log`',
    { kind: 'refused', refused: expect.stringContaining('put it in a script') },
  ],
] as const)('the %s %j of a ticket is judged as any text', (field, text, lack) => {
  const walk = says({ ...COMPLETE, [field]: text });
  expect(open(walk)).toMatchObject([{ field, lack, ticketSays: text }]);
  walk.does('answer', { text: COMPLETE[field] });
  expect(sources(walk)[field]).toBe(`answer: ${COMPLETE[field]}`);
  expect(walk.run.brief?.[field]).toBe(COMPLETE[field]);
});

test('a vague answer to what the ticket left vague may be used as it is, as after a flag', () => {
  const walk = says({ ...COMPLETE, goal: 'fix it' });
  expect(open(walk)[0]?.acceptable).toBeUndefined();
  walk.does('answer', { text: 'make it work' });
  expect(open(walk)).toMatchObject([{ acceptable: 'make it work' }]);
  expect(open(walk)[0]?.ticketSays).toBeUndefined();
});

test('a form makes what it changes the person’s, and leaves the rest', () => {
  const walk = says(COMPLETE);
  walk.does('fill', { fields: { goal: 'Greet everybody', scope: COMPLETE.scope } });
  expect(sources(walk)).toMatchObject({ goal: 'form: Greet everybody', scope: 'ticket: src/greet.ts' });
});

test('a command that only the ticket names is a new one, and starting needs the right to merge', () => {
  const walk = says({ ...COMPLETE, done: '`npm test` and `curl example.org` pass' });
  expect(walk.run.brief?.checks.map(({ command, source }) => [command, source])).toEqual([
    ['npm test', 'detected'],
    ['curl example.org', 'new'],
  ]);
  const person = {
    id: REQUESTER,
    name: 'ana',
    isFullMember: true,
    isBot: false,
    groups: [],
    fetchedAt: later(),
  };
  const access = { start: ['everyone'], answer: ['everyone'], merge: [], admins: [], fourEyes: false };
  const start = { type: 'start', actor: REQUESTER, at: later() } as const;
  expect(may(start, walk.run, person, access)).toEqual({ ok: false, code: 'new_command' });
  expect(may(start, walk.run, person, { ...access, merge: [REQUESTER] })).toEqual({ ok: true });
});

test('what was not read is said once, and never for a second time', () => {
  const unread = [{ path: '2026/01/02/ABC-12--x/index.md', why: 'no_header' as const }];
  const walk = new Walk({ goal: 'Greet people' }).read({ fields: {}, unread });
  expect(walk.run.notices).toMatchObject([{ id: 'n1', kind: 'ticket_unread', unread }]);
  expect(walk.effects).toEqual(['slack.post question:q1', 'slack.post notice:n1']);
  walk.read({ fields: { scope: 'src' }, unread });
  expect(walk.decided.changed).toBe(false);
  expect(walk.run.notices).toHaveLength(1);
});

test('no document, and a result of an earlier version: nothing is said', () => {
  for (const walk of [says({}), new Walk({}).read()]) {
    expect(walk.effects).toEqual(['slack.post question:q1']);
    expect(sources(walk)).toEqual({ merge: 'default: default' });
  }
});
