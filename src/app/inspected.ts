/** Rows of the bot's database as lines of the inspector: redacted, cut, and only what is new. */
import type { EffectRow, JournalLine, TimerRow } from '../engine/ports.js';
import type { Glances } from '../persistence/onlooker.js';
import type { Redactor } from '../redact.js';
import type {
  InspectedEffect,
  InspectedEvent,
  InspectedRun,
  InspectedTimer,
  InspectionChange,
} from './inspection.js';

/** Newest runs that are shown, and lines and effects of each. */
const MOST = { runs: 20, lines: 300, effects: 300 } as const;
/** Characters of a text and entries of a list. */
const CUT = { text: 600, list: 40 } as const;

/** What the viewers know already. */
export class Known {
  runs: InspectedRun[] = [];
  timers: InspectedTimer[] = [];
  readonly events = new Map<string, InspectedEvent[]>();
  readonly effects = new Map<string, Map<string, InspectedEffect>>();

  /** The number of the newest line of the run; 0 for none. */
  lastSeq = (run: string): number => this.events.get(run)?.at(-1)?.seq ?? 0;

  openEffects(run: string): string[] {
    const all = [...(this.effects.get(run)?.values() ?? [])];
    return all.filter(({ status }) => status === 'pending' || status === 'started').map(({ id }) => id);
  }

  take({ runs, timers, events, effects }: InspectionChange): void {
    this.runs = runs ?? this.runs;
    this.timers = timers ?? this.timers;
    for (const line of events) this.events.set(line.run, [...(this.events.get(line.run) ?? []), line]);
    for (const effect of effects) {
      const of = this.effects.get(effect.run) ?? new Map<string, InspectedEffect>();
      this.effects.set(effect.run, of.set(effect.id, effect));
    }
  }

  /** All of it, for a viewer who comes later. */
  whole(): InspectionChange {
    return {
      is: 'change',
      fresh: true,
      hasDatabase: true,
      runs: this.runs,
      events: [...this.events.values()].flat(),
      effects: [...this.effects.values()].flatMap((of) => [...of.values()]),
      timers: this.timers,
    };
  }
}

/** Reads what `known` lacks. */
export async function newsOf(glances: Glances, known: Known, redact: Redactor): Promise<InspectionChange> {
  const runs = await glances.runs(MOST.runs);
  const timers = (await glances.timers(runs.map((run) => run.id))).map(timerLine);
  const change: InspectionChange = {
    is: 'change',
    hasDatabase: true,
    events: [],
    effects: [],
    ...(same(runs, known.runs) ? {} : { runs }),
    ...(same(timers, known.timers) ? {} : { timers }),
  };
  for (const { id, version } of runs) {
    const seq = known.lastSeq(id);
    const ids = known.openEffects(id);
    if (version === seq && ids.length === 0) continue;
    const lines = await glances.journal(id, seq, MOST.lines);
    const before = known.events.get(id)?.at(-1)?.to;
    change.events.push(
      ...lines.map((line, at) => eventLine(line, at > 0 ? lines[at - 1]?.state : before, redact)),
    );
    const rows = await glances.effects(id, { seq, ids, limit: MOST.effects });
    const effects = rows.map((row) => effectLine(row, redact));
    const old = known.effects.get(id);
    change.effects.push(...effects.filter((effect) => !same(effect, old?.get(effect.id))));
  }
  return change;
}

/** True where there is nothing to tell. */
export const isEmpty = ({ runs, timers, events, effects }: InspectionChange): boolean =>
  !runs && !timers && events.length === 0 && effects.length === 0;

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function eventLine(line: JournalLine, from: string | undefined, redact: Redactor): InspectedEvent {
  const { runId: run, seq, at, event, outcome, actor, state } = line;
  return {
    run,
    seq,
    at,
    type: event.type,
    ...(actor ? { actor } : {}),
    outcome,
    ...(from ? { from } : {}),
    ...(state ? { to: state } : {}),
    event: shown(event, redact),
  };
}

function effectLine(row: EffectRow, redact: Redactor): InspectedEffect {
  const { id, runId: run, seq, kind, lane, status, attempts, startedAt, dueAt, params, result } = row;
  return {
    id,
    run,
    seq,
    kind,
    lane,
    status,
    attempts,
    ...(startedAt ? { startedAt } : {}),
    ...(dueAt ? { dueAt } : {}),
    params: shown(params, redact),
    ...(result ? { result: String(shown(result, redact)) } : {}),
  };
}

const timerLine = ({ id, runId: run, name, dueAt }: TimerRow): InspectedTimer => ({ id, run, name, dueAt });

/** Redacted whole, since a secret that is cut is not found, and then cut. */
const shown = (value: unknown, redact: Redactor): unknown => cut(redact.deep(value));

function cut(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cut(one)]));
  const kept = value.slice(0, CUT.list).map(cut);
  return value.length > CUT.list ? [...kept, `… ${value.length - CUT.list} more`] : kept;
}

const cutText = (text: string) =>
  text.length > CUT.text ? `${text.slice(0, CUT.text)}… ${text.length - CUT.text} more characters` : text;
