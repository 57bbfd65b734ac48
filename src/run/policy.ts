/** Who may do what. Judged from stored facts only; what is not known is refused. */
import { questionFor } from './asked.js';
import type { RunContext } from './context.js';
import type { PersonEvent, PersonEventType } from './events.js';

export type Right = 'start' | 'answer' | 'merge' | 'admins';

/** Facts about a Slack user as they were last fetched. */
export interface Person {
  id: string;
  name: string;
  /** A full member of this workspace: no guest, no bot, not deleted, not of another organisation. */
  isFullMember: boolean;
  isBot: boolean;
  /** User groups of the configuration that list this person. */
  groups: string[];
  fetchedAt: string;
}

/** Lists of user ids, user group ids, or `everyone`. */
export interface Access {
  start: string[];
  answer: string[];
  merge: string[];
  admins: string[];
  fourEyes: boolean;
}

/** The right that each gesture needs, and whether the requester may do it on the own run without it. */
export const RIGHTS = {
  answer: { right: 'answer', requester: true },
  permit: { right: 'answer', requester: false },
  use_as_is: { right: 'answer', requester: true },
  fill: { right: 'start', requester: true },
  edit_answer: { right: 'answer', requester: true },
  start: { right: 'start', requester: false },
  cancel: { right: 'start', requester: true },
  stop: { right: 'answer', requester: true },
  restart: { right: 'answer', requester: false },
  pause: { right: 'answer', requester: true },
  resume: { right: 'answer', requester: false },
  tell: { right: 'answer', requester: false },
  hand_over: { right: 'answer', requester: true },
  discard: { right: 'merge', requester: false },
  cleanup: { right: 'admins', requester: false },
  request_changes: { right: 'answer', requester: false },
  merge: { right: 'merge', requester: false },
  show_log: { right: 'answer', requester: false },
  show_diff: { right: 'answer', requester: false },
} as const satisfies Record<PersonEventType, { right: Right; requester: boolean }>;

/** True when `person` holds `right`; admins hold all of them. */
export function holds(person: Person, right: Right, access: Access): boolean {
  if (!person.isFullMember || person.isBot) return false;
  return [...access[right], ...access.admins].some(
    (entry) => entry === 'everyone' || entry === person.id || person.groups.includes(entry),
  );
}

export type Verdict =
  | { ok: true }
  | { ok: false; code: 'not_allowed' | 'four_eyes' | 'new_command' | 'cannot_answer' };

/** May this person cause this event on this run? `other`: the person to whom something is handed over. */
export function may(
  event: PersonEvent,
  run: RunContext,
  person: Person,
  access: Access,
  other?: Person,
): Verdict {
  if (!person.isFullMember || person.isBot) return { ok: false, code: 'not_allowed' };
  const { right, requester } = RIGHTS[event.type];
  // While a question is open the form is its answer; afterwards it edits the brief.
  const asked = questionFor(run) !== undefined;
  const own = requester && person.id === run.requester && (event.type !== 'fill' || asked);
  const answers = event.type === 'fill' && asked && holds(person, 'answer', access);
  if (!own && !answers && !holds(person, right, access)) return { ok: false, code: 'not_allowed' };
  if (event.type === 'hand_over' && !(other && mayAnswer(other, run, access, event.target)))
    return { ok: false, code: 'cannot_answer' };
  if (event.type === 'merge' && access.fourEyes && person.id === run.requester)
    return { ok: false, code: 'four_eyes' };
  if (
    event.type === 'start' &&
    run.brief?.checks.some((check) => check.source === 'new') &&
    !holds(person, 'merge', access)
  )
    return { ok: false, code: 'new_command' };
  return { ok: true };
}

/** With the right to answer, or as the requester of the run, who decides no permissions. */
const mayAnswer = (person: Person, run: RunContext, access: Access, target: string): boolean =>
  holds(person, 'answer', access) ||
  (person.isFullMember &&
    !person.isBot &&
    person.id === run.requester &&
    !run.guidance.some((one) => one.id === target && one.kind === 'permission'));

/** May this person see `status` and `list`? Anyone with any right. */
export function maySee(person: Person, access: Access): boolean {
  return (['start', 'answer', 'merge', 'admins'] as const).some((right) => holds(person, right, access));
}
