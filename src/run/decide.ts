/** The mind: (stored state, event) → (next state, effects, timers). Pure; a throw is a defect of the machine. */
import { createActor, initialTransition, type SnapshotFrom, transition } from 'xstate';
import type { RunContext } from './context.js';
import { digest } from './digest.js';
import { type Effect, LANES, type TimerChange } from './effects.js';
import { isPersonEvent, type RunEvent } from './events.js';
import { machine } from './machine/run.js';
import { type Outlook, outlook } from './outlook.js';
import { remindersOver } from './reminders.js';
import { sessionNews } from './session.js';
import type { Status } from './status.js';
import type { Activity } from './views.js';

export interface Stored {
  context: RunContext;
  [key: string]: unknown;
}

export interface Decided {
  snapshot: Stored;
  status: Status;
  /** False when the event has no meaning in this state: it came late, or was not fresh. */
  changed: boolean;
  effects: Effect[];
  timers: TimerChange[];
}

type Snapshot = SnapshotFrom<typeof machine>;

/** A new run: its first state and what it starts with. */
export function begin(context: RunContext): Decided {
  const [next, actions] = initialTransition(machine, context);
  return decided(next, actions, [{ kind: 'slack.post', params: { ref: 'card' } }], true);
}

/** What `event` makes of a stored run. */
export function decide(stored: Stored, event: RunEvent): Decided {
  const now = restore(stored);
  const [next, actions] = transition(machine, now, event);
  const messages = redraws(drawn(now), drawn(next), next.context, event);
  // A transition that only acts leaves the very same snapshot.
  const taken = next !== now || actions.length > 0;
  const reply = isPersonEvent(event) && event.reply && event.message && taken;
  const marks: Effect[] = reply
    ? [{ kind: 'slack.react', params: { place: event.message!, name: 'white_check_mark' } }]
    : [];
  const session = sessionNews(momentOf(now), momentOf(next), event);
  const changed = taken || session.effects.length > 0;
  const made = decided(next, actions, [...messages, ...marks, ...session.effects], changed);
  const over = remindersOver(momentOf(now), momentOf(next));
  return { ...made, timers: [...made.timers, ...over, ...session.timers] };
}

/** The messages of a stored run as people see them. */
export function outlookOf(stored: Stored): Outlook {
  return drawn(restore(stored));
}

function restore(stored: Stored): Snapshot {
  const snapshot = createActor(machine, { snapshot: stored as never, input: stored.context }).getSnapshot();
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
}

function decided(
  next: Snapshot,
  actions: readonly { type: string; params?: unknown }[],
  messages: Effect[],
  changed: boolean,
): Decided {
  const taken = actions.flatMap(toEffect);
  return {
    snapshot: machine.getPersistedSnapshot(next) as unknown as Stored,
    status: statusIn(next),
    changed: changed || taken.length > 0,
    effects: [...taken.filter(isEffect), ...messages],
    timers: taken.filter((one): one is TimerChange => !isEffect(one)),
  };
}

const isEffect = (one: Effect | TimerChange): one is Effect => Object.hasOwn(LANES, one.kind);

function toEffect(action: { type: string; params?: unknown }): (Effect | TimerChange)[] {
  if (action.type.startsWith('xstate.')) throw new Error(`${action.type} has no place in this machine`);
  return [{ kind: action.type, params: action.params } as Effect | TimerChange];
}

/** New messages are posted, changed ones redrawn; one that Slack does not have yet is drawn fresh when posted. */
function redraws(before: Outlook, after: Outlook, context: RunContext, event: RunEvent): Effect[] {
  const effects: Effect[] = [];
  for (const [ref, view] of after) {
    const old = before.get(ref);
    const isRefused = context.unsaid?.[ref] !== undefined && event.type !== 'post_refused';
    if (!old || (isRefused && digest(old) !== digest(view)))
      effects.push({ kind: 'slack.post', params: { ref } });
    else if (context.messages[ref] && isStale(ref, digest(old) !== digest(view), digest(view), event))
      effects.push({ kind: 'slack.update', params: { ref } });
  }
  return effects;
}

function isStale(ref: string, differs: boolean, now: string, event: RunEvent): boolean {
  if (event.type === 'posted' && event.ref === ref) return event.drawn !== now;
  return differs;
}

function drawn(snapshot: Snapshot): Outlook {
  return outlook(snapshot.context, statusIn(snapshot), activityIn(snapshot));
}

const momentOf = (snapshot: Snapshot) => ({ context: snapshot.context, status: statusIn(snapshot) });

function statusIn(snapshot: Snapshot): Status {
  const { value } = snapshot;
  return (typeof value === 'string' ? value : Object.keys(value)[0]) as Status;
}

const ACTIVITIES: Record<string, Activity> = {
  reading: 'reading',
  asking: 'asking',
  confirming: 'confirming',
  queued: 'queued',
  making: 'preparing',
  due: 'starting',
  starting: 'starting',
  working: 'working',
  finishing: 'finishing',
  awaiting_guidance: 'waiting',
  checking: 'checking',
  merge_ready: 'ready',
  building: 'merging',
  verifying: 'verifying',
  pushing: 'merging',
  ticket: 'writing_ticket',
  removing: 'removing',
  ending: 'leaving',
  discarding: 'leaving',
  cleaning: 'leaving',
  paused: 'paused',
  stopped: 'stopped',
  failed: 'failed',
  closed: 'closed',
};

function activityIn(snapshot: Snapshot): Activity {
  const { value } = snapshot;
  const leaf = typeof value === 'string' ? value : String(Object.values(value)[0]);
  const activity = ACTIVITIES[leaf];
  if (!activity) throw new Error(`no activity for state ${leaf}`);
  return activity;
}
