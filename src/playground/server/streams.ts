/** Messages that are still being written: Slack closes a stream after five minutes, even under traffic. */
const STREAM_LIFE_MS = 5 * 60_000;

interface Place {
  channel: string;
  ts: string;
}

interface Stream {
  channel: string;
  /** Root of the thread. */
  thread: string;
  at: number;
  state: 'open' | 'ended' | 'stopped';
  /** Task updates stand together in one plan. */
  plan: boolean;
}

export class Streams {
  readonly #streams = new Map<string, Stream>();
  #aheadMs = 0;

  /** Makes everything older by so many milliseconds. */
  passes(ms: number): void {
    this.#aheadMs += ms;
  }

  begin(place: Place, thread: string, plan: boolean): void {
    const at = Date.now() + this.#aheadMs;
    this.#streams.set(keyOf(place), { channel: place.channel, thread, at, state: 'open', plan });
  }

  end(place: Place): void {
    const stream = this.#streams.get(keyOf(place));
    if (stream?.state === 'open') stream.state = 'ended';
  }

  /** A person stops what is written in a thread. @returns times of the messages */
  stopAll({ channel, thread }: { channel: string; thread: string }): string[] {
    const open = [...this.#streams].filter(
      ([, one]) => this.#isOpen(one) && one.channel === channel && one.thread === thread,
    );
    for (const [, one] of open) one.state = 'stopped';
    return open.map(([key]) => key.slice(channel.length + 1));
  }

  isOpen(place: Place): boolean {
    const stream = this.#streams.get(keyOf(place));
    return stream !== undefined && this.#isOpen(stream);
  }

  isStopped(place: Place): boolean {
    return this.#streams.get(keyOf(place))?.state === 'stopped';
  }

  inPlan(place: Place): boolean {
    return this.#streams.get(keyOf(place))?.plan === true;
  }

  #isOpen({ state, at }: Stream): boolean {
    return state === 'open' && Date.now() + this.#aheadMs - at < STREAM_LIFE_MS;
  }
}

const keyOf = ({ channel, ts }: Place): string => `${channel}:${ts}`;
