import { describe, expect, test } from '@jest/globals';
import type { PersonEventType } from '../../src/run/events.js';
import { type Access, may, maySee, type Person, RIGHTS } from '../../src/run/policy.js';
import { later, REQUESTER, Walk } from './walk.js';

const access: Access = {
  start: ['U0STARTER'],
  answer: ['S0TEAM'],
  merge: ['U0LEAD'],
  admins: ['U0ADMIN'],
  fourEyes: false,
};
const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  isFullMember: true,
  isBot: false,
  groups: [],
  fetchedAt: later(),
  ...more,
});
const people = {
  requester: person(REQUESTER),
  starter: person('U0STARTER'),
  member: person('U0MEMBER', { groups: ['S0TEAM'] }),
  lead: person('U0LEAD'),
  admin: person('U0ADMIN'),
  stranger: person('U0NOBODY'),
  guest: person('U0LEAD', { isFullMember: false }),
  bot: person('U0LEAD', { isBot: true }),
};

/** Who may do what, as PRODUCT's table of rights has it. */
const table: Record<PersonEventType, (keyof typeof people)[]> = {
  answer: ['requester', 'member', 'admin'],
  permit: ['member', 'admin'],
  use_as_is: ['requester', 'member', 'admin'],
  fill: ['starter', 'admin'],
  edit_answer: ['requester', 'member', 'admin'],
  start: ['starter', 'admin'],
  cancel: ['requester', 'starter', 'admin'],
  stop: ['requester', 'member', 'admin'],
  restart: ['member', 'admin'],
  pause: ['requester', 'member', 'admin'],
  resume: ['member', 'admin'],
  tell: ['member', 'admin'],
  hand_over: ['requester', 'member', 'admin'],
  discard: ['lead', 'admin'],
  cleanup: ['admin'],
  request_changes: ['member', 'admin'],
  merge: ['lead', 'admin'],
  show_log: ['member', 'admin'],
  show_diff: ['member', 'admin'],
};

describe('rights', () => {
  const { run } = new Walk().ready();
  const cases = (Object.keys(RIGHTS) as PersonEventType[]).flatMap((type) =>
    (Object.keys(people) as (keyof typeof people)[]).map(
      (who) => [who, type, table[type].includes(who)] as const,
    ),
  );
  test.each(cases)('%s, %s: %s', (who, type, ok) => {
    const event = { type, actor: people[who].id, at: later() } as never;
    expect(may(event, run, people[who], access, people.member).ok).toBe(ok);
  });

  test('four eyes: the requester may not merge, even with the right', () => {
    const all = { ...access, merge: ['everyone'], fourEyes: true };
    const event = { type: 'merge' as const, actor: REQUESTER, at: later() };
    expect(may(event, run, people.requester, all)).toEqual({ ok: false, code: 'four_eyes' });
    expect(may({ ...event, actor: 'U0X' }, run, person('U0X'), all)).toEqual({ ok: true });
  });

  test('the form answers while a question is open: the right to answer is enough', () => {
    const event = { type: 'fill' as const, actor: 'U0MEMBER', at: later(), fields: {} };
    const asking = new Walk({ goal: 'Greet by name' }).read().run;
    expect(may(event, asking, people.member, access).ok).toBe(true);
    expect(may(event, asking, people.requester, access).ok).toBe(true);
    expect(may(event, new Walk().read().run, people.member, access).ok).toBe(false);
  });

  test('a new command needs the merge right to start', () => {
    const brief = new Walk({
      goal: 'Greet by name',
      scope: 'src',
      done: '`./e2e.sh`',
      constraints: 'none',
    }).read();
    const event = { type: 'start' as const, actor: 'U0STARTER', at: later() };
    expect(may(event, brief.run, people.starter, access)).toEqual({ ok: false, code: 'new_command' });
    expect(may({ ...event, actor: 'U0ADMIN' }, brief.run, people.admin, access)).toEqual({ ok: true });
  });

  test('a permission is not handed over to a requester without the right, but a question is', () => {
    const event = {
      type: 'hand_over' as const,
      actor: 'U0MEMBER',
      at: later(),
      target: 'g1',
      to: REQUESTER,
    };
    const refused = { ok: false, code: 'cannot_answer' };
    const permission = new Walk().working().permission().run;
    expect(may(event, permission, people.member, access, people.requester)).toEqual(refused);
    expect(may(event, permission, people.member, access, people.member)).toEqual({ ok: true });
    const question = new Walk().working().asked().run;
    expect(may(event, question, people.member, access, people.requester)).toEqual({ ok: true });
  });

  test('everyone means full members', () => {
    const open = { ...access, answer: ['everyone'] };
    expect(maySee(people.stranger, open)).toBe(true);
    expect(maySee(people.guest, open)).toBe(false);
    expect(maySee(people.bot, open)).toBe(false);
    expect(maySee(people.stranger, access)).toBe(false);
  });
});
