/** One gesture of each kind, fitted to the run it is tried on. */
import type { RunContext } from '../../../src/run/context.js';
import type { PersonEventType } from '../../../src/run/events.js';
import { PERSON_EVENTS } from '../../../src/run/events.js';

export const GESTURES = Object.keys(PERSON_EVENTS) as PersonEventType[];

type More = (run: RunContext) => Record<string, unknown>;
const nothing: More = () => ({});

export const openRequest = (run: RunContext) => run.guidance.find((one) => one.state === 'open');
const openQuestion = (run: RunContext) => run.questions.find((one) => !one.answer && !one.withdrawn);

const ANSWERS = { goal: {}, scope: { scope: 'src/greet.ts' }, done: { done: '`npm test` passes' } };
const answerIn = (run: RunContext) =>
  ANSWERS[(openQuestion(run)?.field ?? 'goal') as keyof typeof ANSWERS] ?? {};

/** What each gesture carries beside its type, actor and time. */
export const CARRIES: Record<PersonEventType, More> = {
  answer: (run) => {
    const request = openRequest(run);
    return request?.kind === 'form'
      ? { text: 'Postgres', target: request.id, values: { db: 'pg' } }
      : { text: 'src/greet.ts' };
  },
  permit: (run) => ({ target: openRequest(run)?.id ?? 'g1', choice: 'once' }),
  use_as_is: (run) => ({ target: openQuestion(run)?.id ?? 'q1' }),
  // as the form does, it answers what is asked as well
  fill: (run) => ({ fields: { goal: 'Greet people by their first name', ...answerIn(run) } }),
  edit_answer: () => ({ text: 'docs', message: { channel: 'C0DEV', ts: '9.9' } }),
  start: nothing,
  cancel: nothing,
  stop: nothing,
  restart: nothing,
  pause: nothing,
  resume: nothing,
  tell: () => ({ text: 'The table is called users' }),
  hand_over: (run) => ({ target: openRequest(run)?.id ?? 'g1', to: 'U0BEN' }),
  discard: nothing,
  cleanup: () => ({ keep: false, discard: false }),
  request_changes: () => ({ text: 'Smaller, please' }),
  merge: nothing,
  show_log: nothing,
  show_diff: nothing,
};
