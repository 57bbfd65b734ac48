/** The page's memory: the pieces as the server last sent them, and the one way to send a gesture. */
import {
  type Gesture,
  type GestureAnswer,
  PATHS,
  type Piece,
  type Pieces,
  type SceneChange,
} from '../../scene/scene.js';

const RETRY_MS = 2_000;

export class SceneClient {
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #pieces: Pieces = {};
  #stream: EventSource | undefined;
  #actor = '';
  #said: Promise<unknown> = Promise.resolve();
  #isLive = false;

  constructor(key: string) {
    this.#key = key;
  }

  /** The same object until something changes. */
  get pieces(): Pieces {
    return this.#pieces;
  }
  get isLive(): boolean {
    return this.#isLive;
  }
  get actor(): string {
    return this.#actor;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows what this person sees; '' for the first of those one may act as. */
  actAs(userId: string): void {
    this.#actor = userId;
    this.#stream?.close();
    const stream = new EventSource(this.href(PATHS.scene, { as: userId }));
    this.#stream = stream;
    stream.onopen = () => this.#live(true);
    stream.onerror = () => {
      this.#live(false);
      // A stream that was refused does not come back by itself, a broken one does.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.#again(stream), RETRY_MS);
    };
    stream.onmessage = ({ data }) => this.#take(JSON.parse(data) as SceneChange);
  }

  /** What is said arrives in the order in which it was said; other gestures wait for nobody. */
  async send(gesture: Gesture): Promise<GestureAnswer> {
    if (gesture.do !== 'say') return this.#post(gesture);
    const answer = this.#said.then(() => this.#post(gesture));
    this.#said = answer;
    return answer;
  }

  async #post(gesture: Gesture): Promise<GestureAnswer> {
    try {
      const response = await fetch(this.href(PATHS.gesture, { as: this.#actor }), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(gesture),
      });
      if (response.ok) return (await response.json()) as GestureAnswer;
      return { ok: false, code: String(response.status), text: 'The playground did not take that.' };
    } catch {
      return { ok: false, code: 'offline', text: 'The playground is not running any more.' };
    }
  }

  /** An address of the server with the key of this start. */
  href(path: string, more: Record<string, string> = {}): string {
    return `${path}?${new URLSearchParams({ key: this.#key, ...more })}`;
  }

  #again(stream: EventSource): void {
    if (this.#stream === stream) this.actAs(this.#actor);
  }

  #take({ fresh, set, drop }: SceneChange): void {
    const pieces: Record<string, Piece> = fresh ? {} : { ...this.#pieces };
    for (const name of drop) delete pieces[name];
    Object.assign(pieces, set);
    this.#pieces = pieces;
    const me = pieces.me;
    if (me?.is === 'me') this.#actor = me.userId;
    this.#tell();
  }

  #live(isLive: boolean): void {
    this.#isLive = isLive;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
