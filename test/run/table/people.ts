/** People by what the configuration grants them. */
import type { RunContext } from '../../../src/run/context.js';
import type { PersonEvent, PersonEventType } from '../../../src/run/events.js';
import { type Access, may, type Person } from '../../../src/run/policy.js';
import { later, REQUESTER } from '../walk.js';
import { sample } from './samples.js';
import type { Role } from './truth.js';

const ACCESS: Access = {
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

/** Guest, outsider and bot stand on every list and may nothing all the same. */
const PEOPLE: Record<Role, Person> = {
  requester: person(REQUESTER),
  starter: person('U0STARTER'),
  answerer: person('U0TEAM', { groups: ['S0TEAM'] }),
  lead: person('U0LEAD'),
  admin: person('U0ADMIN'),
  stranger: person('U0NOBODY'),
  guest: person('U0ADMIN', { isFullMember: false, groups: ['S0TEAM'] }),
  outsider: person(REQUESTER, { isFullMember: false, groups: ['S0TEAM'] }),
  bot: person('U0ADMIN', { isBot: true }),
};

/** Whether somebody may; on a run in which nobody is asked unless another one is given. */
export function mayDo(
  role: Role,
  type: PersonEventType,
  run: RunContext = sample('merge_ready, nobody has decided').run,
): boolean {
  const event = { type, actor: PEOPLE[role].id, at: later() } as PersonEvent;
  return may(event, run, PEOPLE[role], ACCESS, PEOPLE.answerer).ok;
}
