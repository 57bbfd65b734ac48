/** What the inspector shows: the lines of its stream. Types and nothing else, so that a browser can have them. */

import type { MachineEdge, MachineNode, MachinePicture } from '../run/machine-picture.js';

export type { MachineEdge, MachineNode, MachinePicture };

/** One line of the stream. All texts are redacted and cut; instants are ISO 8601 in UTC. */
export type InspectionMessage = MachineLine | InspectionChange;

/** The first line of a connection. */
export interface MachineLine {
  is: 'machine';
  picture: MachinePicture;
}

/** What is new or different since the line before. */
export interface InspectionChange {
  is: 'change';
  /** Forget everything known of runs. */
  fresh?: true;
  /** False while the bot has made no database yet. */
  hasDatabase: boolean;
  /** Newest first by creation; the whole list, absent where it is as before. */
  runs?: InspectedRun[];
  /** To be added, by run and ascending `seq`. */
  events: InspectedEvent[];
  /** To be added or put in place of the one with the same `id`. */
  effects: InspectedEffect[];
  /** All open timers; absent where they are as before. */
  timers?: InspectedTimer[];
}

export interface InspectedRun {
  id: string;
  ticket: string;
  status: string;
  outcome?: string;
  /** Path of the state that holds: `running.working`. */
  state: string;
  /** How many events have reached it. */
  version: number;
  updatedAt: string;
}

export interface InspectedEvent {
  run: string;
  seq: number;
  at: string;
  type: string;
  /** Slack user id, where a person caused it. */
  actor?: string;
  /** `ignored`: it came too late to mean anything. */
  outcome: 'applied' | 'ignored' | 'refused';
  /** Paths of the states before and after; unknown for lines of earlier versions. */
  from?: string;
  to?: string;
  event: unknown;
}

export interface InspectedEffect {
  id: string;
  run: string;
  /** The event that brought it. */
  seq: number;
  kind: string;
  lane: string;
  status: 'pending' | 'started' | 'done' | 'failed';
  attempts: number;
  startedAt?: string;
  /** Not before this instant. */
  dueAt?: string;
  params: unknown;
  result?: string;
}

export interface InspectedTimer {
  id: string;
  run: string;
  name: string;
  dueAt: string;
}
