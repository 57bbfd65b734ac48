/** Somebody who watches an inspection: all lines put together as the page does, and waiting for what they show. */
import type { Inspection } from '../../src/app/inspect.js';
import type {
  InspectedEffect,
  InspectedEvent,
  InspectedRun,
  InspectedTimer,
  InspectionMessage,
} from '../../src/app/inspection.js';

export class Viewer {
  readonly lines: InspectionMessage[] = [];
  hasDatabase: boolean | undefined;
  runs: InspectedRun[] = [];
  timers: InspectedTimer[] = [];
  events: InspectedEvent[] = [];
  effects = new Map<string, InspectedEffect>();
  readonly leave: () => void;
  private wake = () => {};

  constructor(inspection: Inspection) {
    this.leave = inspection.watch((message) => {
      // As it goes over the wire.
      this.take(JSON.parse(JSON.stringify(message)) as InspectionMessage);
      this.wake();
    });
  }

  /** Waits until the lines so far show it. */
  async sees(holds: (viewer: this) => boolean, what: string, timeoutMs = 20_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!holds(this)) {
      const left = end - Date.now();
      if (left <= 0)
        throw new Error(`Waited until the inspector shows ${what}: ${JSON.stringify(this.runs)}`);
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  }

  private take(message: InspectionMessage): void {
    this.lines.push(message);
    if (message.is === 'machine') return;
    if (message.fresh) {
      this.runs = [];
      this.timers = [];
      this.events = [];
      this.effects = new Map();
    }
    this.hasDatabase = message.hasDatabase;
    this.runs = message.runs ?? this.runs;
    this.timers = message.timers ?? this.timers;
    this.events.push(...message.events);
    for (const effect of message.effects) this.effects.set(effect.id, effect);
  }
}
