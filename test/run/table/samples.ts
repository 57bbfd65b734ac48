/** A run in every state of the contract, and in the situations within a state that make a difference. */
import type { Decided } from '../../../src/run/decide.js';
import type { FormField } from '../../../src/run/guidance-request.js';
import type { NewRunWish } from '../../../src/run/wish.js';
import { later, merge, Walk } from '../walk.js';

const START = { goal: 'Greet people by name' };

const TICKET = {
  fields: { goal: 'Something else', scope: 'src', constraints: 'none', done: 'it looks good' },
  unread: [],
};

const interviewed = (fields?: NewRunWish['fields']) => new Walk(fields, { interviewer: 'claude' }).read();
const proposed = () =>
  interviewed().work('interview_done', {
    questions: [{ field: 'goal', question: 'Which language?', options: ['English'] }],
  });
const asking = () => new Walk(START).read();
const confirming = () => new Walk().read();
const queued = () => confirming().does('start');
const making = () => queued().granted();
const working = () => new Walk().working();
const asked = () => working().asked();
const ready = () => new Walk().ready();
const pushing = () =>
  ready()
    .does('merge')
    .work('merge_built', { merges: [merge()] });
const failedSetup = () =>
  making().work('preparation_failed', { fault: { code: 'setup_failed', repo: 'api' } });
const silent = () =>
  working().work('agent_seen', {
    activeAt: new Date(Date.parse(later()) - 3_600_000).toISOString(),
  });
const FIELDS: FormField[] = [
  {
    name: 'db',
    title: 'Database',
    type: 'choice',
    required: true,
    options: [
      { value: 'pg', label: 'Postgres' },
      { value: 'lite', label: 'SQLite' },
    ],
  },
  { name: 'note', title: 'Note', type: 'text', required: false },
];
const progressed = (walk: Walk) =>
  walk.work('agent_progressed', {
    step: walk.run.agent.step,
    progress: {
      plan: [
        { title: 'Read the code', status: 'completed' },
        { title: 'Write the greeting', status: 'in_progress' },
      ],
      doing: 'Editing src/greet.ts',
      tokens: 12_300,
      cost: { amount: 0.42, currency: 'USD' },
      fullness: 0.125,
      tools: 4,
      allowed: 3,
      denied: 0,
    },
  });
const left = (walk: Walk) => walk.work('processes_ended').work('workspace_removed');

/** By name; the first word is the status. */
export const SAMPLES = {
  'intake, reading the repositories': () => new Walk(),
  'intake, asking': asking,
  'intake, the ticket was not read': () =>
    new Walk(START).read({ fields: {}, unread: [{ path: 'a/index.md', why: 'no_header' }] }),
  'intake, the ticket says all but the done criteria': () => new Walk(START).read(TICKET),
  'intake, a vague answer may be used': () =>
    asking().does('answer', { text: 'TBD' }).does('answer', { text: '?' }),
  'intake, the brief is complete': confirming,
  'intake, asking while the interviewer reads': () => interviewed(START),
  'intake, the brief is complete while the interviewer reads': () => interviewed(),
  'intake, the interviewer asks': proposed,
  'intake, the interviewer was not heard': () =>
    interviewed(START).work('interview_failed', { fault: { code: 'interview_failed' } }),
  'preparing, queued': queued,
  'preparing, making the workspace': making,
  'preparing, and pausing': () => making().does('pause'),
  'running, the agent starts': () => new Walk().prepared(),
  'running, the agent works': working,
  'running, the agent shows its plan': () => progressed(working()),
  'running, and pausing': () => working().does('pause'),
  'running, the agent is silent': silent,
  'running, the agent says it is done': () =>
    working().event({ type: 'completion_claimed', at: later(), summary: 'did it' }),
  'awaiting_guidance, the agent lives': asked,
  'awaiting_guidance, the agent has ended': () => asked().exits(0),
  'awaiting_guidance, a permission': () => working().permission(),
  'awaiting_guidance, a permission that may destroy': () =>
    working().permission({ title: 'rm -rf build', command: 'rm -rf build', destructive: true }),
  'awaiting_guidance, a permission of an agent that was lost': () => working().permission().exits(null),
  'awaiting_guidance, a form': () => working().asks({ kind: 'form', fields: FIELDS }),
  'awaiting_guidance, several options': () => working().asks({ options: ['A', 'B', 'C'], multiple: true }),
  'awaiting_guidance, an address': () =>
    working().asks({ kind: 'link', question: 'Log in there', link: 'https://example.com/login' }),
  'awaiting_guidance, the turn ended with a question': () =>
    working().exits(0, { said: 'Which database?\n1. Postgres\n2. SQLite' }),
  'awaiting_guidance, a limit whose end is known': () => working().limited(1_000),
  'awaiting_guidance, a limit without an end': () => working().limited(),
  'checking, the checks run': () => working().done(),
  'checking, and pausing': () => working().done().does('pause'),
  'merge_ready, nobody has decided': ready,
  'merge_ready, a gate refused': () =>
    ready()
      .does('merge')
      .work('merge_refused', { gate: 3, fault: { code: 'gate_dirty', repo: 'api' } }),
  'merge_ready, merged in part': () =>
    pushing().work('merge_finished', {
      merges: [merge({ state: 'merged' }), merge({ name: 'web', state: 'refused', code: 'push_refused' })],
    }),
  'merge_ready, the ticket was not written': () =>
    pushing()
      .work('merge_finished', { merges: [merge({ state: 'merged' })] })
      .work('ticket_failed', { fault: { code: 'ticket_failed' } }),
  'closing, merging': () => ready().does('merge'),
  'closing, discarding': () => ready().does('discard'),
  'paused, nothing is asked': () => queued().does('pause'),
  'paused, a request is open': () => asked().does('pause'),
  'paused, a permission is open': () => working().permission().does('pause'),
  'paused, a limit is open': () => working().limited().does('pause'),
  'paused, with a workspace': () => working().done().does('pause').checks(1),
  'stopped, with a workspace': () => working().does('stop'),
  'stopped, before there was one': () => queued().does('stop'),
  'failed, with a workspace': () => working().exits(1),
  'failed, before there was one': failedSetup,
  'closed, merged': () =>
    pushing()
      .work('merge_finished', { merges: [merge({ state: 'merged' })] })
      .work('ticket_written')
      .work('workspace_removed'),
  'closed, discarded': () => left(ready().does('discard')),
  'closed, cancelled': () => confirming().does('cancel'),
  'closed, lapsed': () => confirming().event({ type: 'timer', name: 'lapse', at: later() }),
  'closed, the workspace is kept': () =>
    working().does('stop').does('cleanup', { keep: true, discard: false }).work('processes_ended'),
} as const satisfies Record<string, () => Walk>;

export type SampleName = keyof typeof SAMPLES;
export const SAMPLE_NAMES = Object.keys(SAMPLES) as SampleName[];

const made = new Map<SampleName, Decided>();

/** The sample as Slack has it: every message is posted. Each call gives its own walk. */
export function sample(name: SampleName): Walk {
  const walk: Walk = Object.create(Walk.prototype);
  walk.decided = made.get(name) ?? posted(walked(name)).decided;
  made.set(name, walk.decided);
  return walk;
}

const begun = new Map<SampleName, Decided>();

/** The sample before Slack has any of its messages. */
export function walked(name: SampleName): Walk {
  const walk: Walk = Object.create(Walk.prototype);
  walk.decided = begun.get(name) ?? SAMPLES[name]().decided;
  begun.set(name, walk.decided);
  return walk;
}

function posted(walk: Walk): Walk {
  for (const ref of walk.views.keys())
    walk.event({ type: 'posted', ref, channel: 'C0DEV', ts: `${ref}.1`, drawn: '' });
  return walk;
}
