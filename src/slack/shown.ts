/** What each message shows as far as this process drew it, so that edits are few and the important ones are quick. */
import type { MessagePlace } from '../run/decision.js';
import type { View } from '../run/views.js';

interface Shown {
  digest: string;
  /** When it was last edited; absent for a message that was only posted. */
  editedAt?: number;
  /** What could be pressed. */
  pressable: Set<string>;
}

const MOST = 5_000;

export class ShownMessages {
  private readonly shown = new Map<string, Shown>();

  constructor(
    private readonly intervalMs: number,
    private readonly now: () => number,
  ) {}

  /** Slack has taken this drawing. */
  remember(place: MessagePlace, view: View, digest: string, edited: boolean): void {
    const key = keyOf(place);
    const entry: Shown = { digest, pressable: pressable(view) };
    if (edited) entry.editedAt = this.now();
    this.shown.delete(key);
    this.shown.set(key, entry);
    const oldest = this.shown.keys().next().value;
    if (this.shown.size > MOST && oldest !== undefined) this.shown.delete(oldest);
  }

  has(place: MessagePlace, digest: string): boolean {
    return this.shown.get(keyOf(place))?.digest === digest;
  }

  /** Milliseconds until this message may be edited; 0 when the edit takes away a button that is pressed in vain. */
  waitMs(place: MessagePlace, view: View): number {
    const last = this.shown.get(keyOf(place));
    if (last?.editedAt === undefined) return 0;
    const now = pressable(view);
    if ([...last.pressable].some((button) => !now.has(button))) return 0;
    return Math.max(0, last.editedAt + this.intervalMs - this.now());
  }
}

const keyOf = (place: MessagePlace): string => `${place.channel}:${place.ts}`;

/** Revisions do not count here: a button that stays can wait for its new one. */
const pressable = (view: View): Set<string> => new Set(view.actions.map((action) => JSON.stringify(action)));
