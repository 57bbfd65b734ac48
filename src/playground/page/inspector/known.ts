/** What the page knows of the inspection: the lines of the stream put together. */
import type {
  InspectedEffect,
  InspectedEvent,
  InspectedRun,
  InspectedTimer,
  InspectionMessage,
  MachinePicture,
} from '../../../app/inspection.js';

export interface Known {
  picture?: MachinePicture;
  /** Absent before the first look. */
  hasDatabase?: boolean;
  runs: InspectedRun[];
  timers: InspectedTimer[];
  /** By run, oldest first. */
  events: Record<string, InspectedEvent[]>;
  /** By run, oldest first. */
  effects: Record<string, InspectedEffect[]>;
}

export const NOTHING: Known = { runs: [], timers: [], events: {}, effects: {} };

/** What is known after one more line. */
export function take(known: Known, message: InspectionMessage): Known {
  if (message.is === 'machine') return { ...known, picture: message.picture };
  const before = message.fresh ? { ...NOTHING, ...(known.picture ? { picture: known.picture } : {}) } : known;
  return {
    ...before,
    hasDatabase: message.hasDatabase,
    runs: message.runs ?? before.runs,
    timers: message.timers ?? before.timers,
    events: byRun(before.events, message.events),
    effects: byRun(before.effects, message.effects),
  };
}

function byRun<T extends { run: string }>(all: Record<string, T[]>, news: T[]): Record<string, T[]> {
  const next = { ...all };
  for (const one of news) next[one.run] = put(next[one.run] ?? [], one);
  return next;
}

/** Puts an effect in place of its earlier self. */
function put<T extends object>(list: T[], one: T): T[] {
  const at = 'id' in one ? list.findIndex((other) => 'id' in other && other.id === one.id) : -1;
  return at < 0 ? [...list, one] : list.with(at, one);
}
