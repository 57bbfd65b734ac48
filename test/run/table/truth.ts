/**
 * What the contract says, written by hand from its sections 2 to 4, 6 and 9: which gesture works where, which button
 * stands where, who may. A gesture, label or state without a row does not compile.
 */

import type { PersonEventType } from '../../../src/run/events.js';
import type { Status } from '../../../src/run/status.js';
import type { Action } from '../../../src/run/views.js';
import { SAMPLE_NAMES, type SampleName } from './samples.js';

/** Whole states by their name, single situations by theirs. */
type Places = readonly (Status | SampleName)[];

const ONE_LEFT = 'intake, the ticket says all but the done criteria';
/** Of an interviewer every question may be declined. */
const PROPOSED = 'intake, the interviewer asks';
const ASKING = [
  'intake, asking',
  'intake, the ticket was not read',
  ONE_LEFT,
  'intake, a vague answer may be used',
  'intake, asking while the interviewer reads',
  'intake, the interviewer was not heard',
  PROPOSED,
] as const;
/** Nobody waits for an interviewer that reads. */
const COMPLETE = [
  'intake, the brief is complete',
  'intake, the brief is complete while the interviewer reads',
] as const;
const PERMITS = [
  'awaiting_guidance, a permission',
  'awaiting_guidance, a permission that may destroy',
  'awaiting_guidance, a permission of an agent that was lost',
  'paused, a permission is open',
] as const;
const FORM = 'awaiting_guidance, a form';
const SEVERAL = 'awaiting_guidance, several options';
const ADDRESS = 'awaiting_guidance, an address';
/** Nobody has anything to answer there. */
const LIMITS = [
  'awaiting_guidance, a limit whose end is known',
  'awaiting_guidance, a limit without an end',
] as const;
/** A request that words answer. */
const GUIDED = [
  'awaiting_guidance, the agent lives',
  'awaiting_guidance, the agent has ended',
  SEVERAL,
  ADDRESS,
  'awaiting_guidance, the turn ended with a question',
  'paused, a request is open',
] as const;
const OPTIONED = [
  'awaiting_guidance, the agent lives',
  'awaiting_guidance, the agent has ended',
  'awaiting_guidance, the turn ended with a question',
  'paused, a request is open',
] as const;
/** Of everything that waits for a person's word. */
const HANDABLE = [...GUIDED, ...PERMITS, FORM] as const;
const AT_WORK = ['preparing', 'running', 'awaiting_guidance', 'checking'] as const;
const PAUSING = ['preparing, and pausing', 'running, and pausing', 'checking, and pausing'] as const;
const OVER = ['stopped', 'failed'] as const;
/** Feedback needs something to work on. */
const WITH_WORK = [
  'merge_ready',
  'failed, with a workspace',
  'stopped, with a workspace',
  'paused, with a workspace',
  'paused, a request is open',
  'paused, a permission is open',
  'paused, a limit is open',
] as const;

const but = (places: Places, without: Places): SampleName[] =>
  situations(places).filter((one) => !situations(without).includes(one));

/** The situations that a list names. */
export const situations = (places: Places): SampleName[] =>
  SAMPLE_NAMES.filter((name) => places.some((one) => one === name || one === statusOf(name)));

export const statusOf = (name: SampleName) => name.split(',')[0] as Status;

/** An agent has run here, so there is a log; it outlives its run. */
const LOGGED = [
  'running',
  'awaiting_guidance',
  'checking',
  'paused, a request is open',
  'paused, a permission is open',
  'paused, a limit is open',
  'paused, with a workspace',
  'stopped, with a workspace',
  'failed, with a workspace',
] as const;

/** Where a gesture does something; everywhere else it is late. */
export const WORKS: Record<PersonEventType, Places> = {
  answer: [...ASKING, ...GUIDED, FORM],
  permit: PERMITS,
  use_as_is: ['intake, a vague answer may be used', PROPOSED],
  fill: [...ASKING, ...COMPLETE],
  // only where a reply in the thread was taken as an intake answer; that has a test of its own
  edit_answer: [],
  start: COMPLETE,
  cancel: ['intake'],
  // during intake a stop cancels
  stop: ['intake', ...AT_WORK, 'paused'],
  restart: [...OVER, 'running, the agent is silent'],
  pause: but(AT_WORK, PAUSING),
  resume: ['paused', 'stopped', ...PAUSING, ...LIMITS],
  tell: [...AT_WORK, 'paused'],
  hand_over: HANDABLE,
  discard: ['merge_ready', ...OVER],
  cleanup: ['merge_ready', ...OVER, 'closed, the workspace is kept'],
  request_changes: WITH_WORK,
  merge: ['merge_ready'],
  show_log: [
    ...LOGGED,
    'merge_ready',
    'closing',
    'closed, merged',
    'closed, discarded',
    'closed, the workspace is kept',
  ],
  // once checks have run
  show_diff: ['merge_ready', 'closing', 'paused, with a workspace', 'closed, merged', 'closed, discarded'],
};

/** Where a button is seen. */
export const SHOWN: Record<Action['do'], Places> = {
  // every question of these samples, about the scope or the checks, offers what the repository holds
  answer: [...ASKING, ...OPTIONED],
  write_answer: [...ASKING, ...GUIDED],
  permit: PERMITS,
  reject_with_note: PERMITS,
  choose: [SEVERAL],
  fill_in: [FORM],
  open_link: [ADDRESS],
  use_as_is: ['intake, a vague answer may be used', PROPOSED],
  answer_all: but(ASKING, [ONE_LEFT, PROPOSED]),
  start: COMPLETE,
  edit_brief: COMPLETE,
  cancel: ['intake'],
  stop: [...AT_WORK, 'paused'],
  pause: but(AT_WORK, PAUSING),
  resume: ['paused', ...PAUSING, ...LIMITS],
  restart: [...OVER, 'running, the agent is silent'],
  hand_over: HANDABLE,
  discard: ['merge_ready', ...OVER],
  request_changes: ['merge_ready', 'failed, with a workspace'],
  merge: ['merge_ready'],
  view_log: LOGGED,
  view_diff: ['merge_ready'],
};

/** Where `Merge & close` is called `Retry`. */
export const RETRIES: Places = ['merge_ready, merged in part', 'merge_ready, the ticket was not written'];

/** The state a gesture leads to, where that is not the state it came from. */
export const LEADS: Partial<Record<PersonEventType, Status | Partial<Record<Status, Status>>>> = {
  start: 'preparing',
  cancel: 'closed',
  stop: {
    intake: 'closed',
    preparing: 'stopped',
    running: 'stopped',
    awaiting_guidance: 'stopped',
    checking: 'stopped',
    paused: 'stopped',
  },
  restart: { failed: 'preparing', stopped: 'preparing', running: 'running' },
  resume: { stopped: 'preparing', awaiting_guidance: 'preparing' },
  discard: 'closing',
  cleanup: { merge_ready: 'closing', stopped: 'closing', failed: 'closing', closed: 'closed' },
  request_changes: 'preparing',
  merge: 'closing',
};

/** People by what the configuration grants them; the requester has no right at all by list. */
export const ROLES = [
  'requester',
  'starter',
  'answerer',
  'lead',
  'admin',
  'stranger',
  'guest',
  'outsider',
  'bot',
] as const;
export type Role = (typeof ROLES)[number];

/** Who may; guests, bots and people of other organisations may nothing, whatever list names them. */
export const MAY: Record<PersonEventType, readonly Role[]> = {
  answer: ['requester', 'answerer', 'admin'],
  permit: ['answerer', 'admin'],
  use_as_is: ['requester', 'answerer', 'admin'],
  // `Edit brief`; while a question is open the form answers it, and whoever may answer may send it
  fill: ['starter', 'admin'],
  edit_answer: ['requester', 'answerer', 'admin'],
  start: ['starter', 'admin'],
  cancel: ['requester', 'starter', 'admin'],
  stop: ['requester', 'answerer', 'admin'],
  restart: ['answerer', 'admin'],
  pause: ['requester', 'answerer', 'admin'],
  resume: ['answerer', 'admin'],
  tell: ['answerer', 'admin'],
  // part of guidance, which is the requester's on their own run; it grants nothing
  hand_over: ['requester', 'answerer', 'admin'],
  discard: ['lead', 'admin'],
  cleanup: ['admin'],
  request_changes: ['answerer', 'admin'],
  merge: ['lead', 'admin'],
  show_log: ['answerer', 'admin'],
  show_diff: ['answerer', 'admin'],
};

/** The form while a question is open. */
export const MAY_FILL_WHILE_ASKED: readonly Role[] = ['requester', 'starter', 'answerer', 'admin'];
