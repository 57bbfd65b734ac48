/** Runs as an earlier version has left them: every situation of the machine, and what older machines stored. */
import { readFileSync } from 'node:fs';
import { outlookOf, type Stored } from '../../../src/run/decide.js';
import { type Effect, LANES } from '../../../src/run/effects.js';
import { upgraded } from '../../../src/run/machine/upgrade.js';
import type { Status } from '../../../src/run/status.js';
import { SAMPLE_NAMES, walked } from '../../run/table/samples.js';
import { statusOf } from '../../run/table/truth.js';

export interface Earlier {
  /** What it is, for whoever reads of a failure. */
  name: string;
  status: Status;
  machineVersion: number;
  snapshot: Stored;
  /** Work that was to be done. */
  effects: Effect[];
}

const FILE = 'test/fixtures/snapshots/before-interviewers.json';
/** States that the first machine did not know. */
const UNKNOWN_TO_FIRST = /^(?:paused|preparing, queued|.*pausing|.*interviewer|.*limit|.*form|.*permission)/;

export function earlierRuns(): Earlier[] {
  const now = SAMPLE_NAMES.map((name): Earlier => {
    const { snapshot, effects } = walked(name).decided;
    return { name, status: statusOf(name), machineVersion: 2, snapshot, effects };
  });
  const first = now
    .filter(({ name }) => !UNKNOWN_TO_FIRST.test(name))
    .map((one) => ({
      ...one,
      name: `${one.name} (machine 1)`,
      machineVersion: 1,
      snapshot: firstMachine(one.snapshot),
    }));
  const stored = Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Stored>).map(
    ([name, snapshot]): Earlier => ({
      name: `${name} (stored once)`,
      status: statusIn(snapshot),
      machineVersion: 2,
      snapshot,
      effects: statusIn(snapshot) === 'closing' ? [ticketOf(snapshot)] : [],
    }),
  );
  return [...now, ...first, ...stored];
}

const statusIn = ({ value }: Stored): Status =>
  (typeof value === 'string' ? value : Object.keys(value as object)[0]) as Status;

/** The one thing that nobody can press it into doing. */
const ticketOf = ({ context }: Stored): Effect => ({ kind: 'ticket.write', params: { step: context.step } });

/** Without a queue, notes, the time worked, and where suggestions came from. */
function firstMachine(snapshot: Stored): Stored {
  const copy = JSON.parse(JSON.stringify(snapshot)) as Stored & { context: Record<string, unknown> };
  for (const key of ['notes', 'worked', 'queue', 'next', 'sentBy']) delete copy.context[key];
  for (const question of copy.context.questions as { suggestions: unknown[] }[])
    question.suggestions = question.suggestions.map((one) => (one as { text: string }).text);
  return statusIn(copy) === 'preparing' ? { ...copy, value: 'preparing' } : copy;
}

export interface Row {
  table: string;
  values: Record<string, string | number | null>;
}

const LONG_AGO = '2026-01-01T10:00:00.000Z';
const VERSION = 3;

/** The rows of one run; none of its messages is in Slack yet, and of one nobody knows. */
export function rowsOf(run: Earlier, id: string, place: { channel: string; requester: string }): Row[] {
  const ticket = id.slice(0, -7).toUpperCase();
  const text = JSON.stringify({ ...run.snapshot, context: { ...run.snapshot.context, messages: {} } })
    .replaceAll('abc-12-k3f9q2', id)
    .replaceAll('ABC-12', ticket)
    .replaceAll('C0DEV', place.channel)
    .replaceAll('U0ANA', place.requester);
  const snapshot = JSON.parse(text) as Stored;
  const context = { ...snapshot.context, id, ticket, channel: place.channel, requester: place.requester };
  // The samples live in a past of their own; a limit that holds there has to hold here.
  for (const one of context.guidance) if (one.until) one.until = new Date(Date.now() + 9e8).toISOString();
  const { status, machineVersion } = run;
  const created = context.createdAt;
  const columns = {
    id,
    ticket,
    ticket_key: ticket.toLowerCase(),
    status,
    outcome: context.outcome ?? null,
    ...place,
    snapshot: JSON.stringify({ ...snapshot, context }),
    version: VERSION,
    machine_version: machineVersion,
    created_at: created,
    updated_at: LONG_AGO,
  };
  const lines = Array.from(
    { length: VERSION },
    (_, at): Row => ({
      table: 'journal',
      values: {
        run_id: id,
        seq: at + 1,
        key: `k${at}`,
        event: JSON.stringify({ type: 'created', at: LONG_AGO, actor: place.requester }),
        at: LONG_AGO,
        actor: place.requester,
        outcome: 'applied',
      },
    }),
  );
  const refs = [...outlookOf(upgraded(JSON.parse(JSON.stringify({ ...snapshot, context })))).keys()];
  const posts = refs.map((ref): Effect => ({ kind: 'slack.post', params: { ref } }));
  const work = run.effects.filter(({ kind }) => !kind.startsWith('slack.'));
  return [
    { table: 'runs', values: columns },
    ...lines,
    ...[...posts, ...work].map((one, k) => effectRow(id, one, k)),
  ];
}

function effectRow(id: string, { kind, params }: Effect, k: number): Row {
  const begun = k === 0;
  return {
    table: 'effects',
    values: {
      id: `${id}/${VERSION}/${k}`,
      run_id: id,
      seq: VERSION,
      k,
      kind,
      lane: LANES[kind],
      params: JSON.stringify(params),
      status: begun ? 'started' : 'pending',
      attempts: begun ? 1 : 0,
      started_at: begun ? LONG_AGO : null,
    },
  };
}
