/** Texts of one screen that were typed and not sent yet. */
import type { Gesture, GestureAnswer } from '../../scene/scene.js';

type Put = Extract<Gesture, { do: 'put' }>;

interface Sender {
  send(gesture: Gesture): Promise<GestureAnswer>;
}

export class Drafts {
  readonly #typed = new Map<string, Put>();
  #sending: Promise<GestureAnswer | undefined> = Promise.resolve(undefined);

  note(put: Put): void {
    this.#typed.set(keyOf(put), put);
  }

  forget(put: Pick<Put, 'block' | 'action'>): void {
    this.#typed.delete(keyOf(put));
  }

  /** Sends all of them, in order and after those under way; the first refusal, or undefined. */
  flush(client: Sender): Promise<GestureAnswer | undefined> {
    this.#sending = this.#sending.then(() => this.#send(client));
    return this.#sending;
  }

  async #send(client: Sender): Promise<GestureAnswer | undefined> {
    for (const [key, put] of [...this.#typed]) {
      const answer = await client.send(put);
      // Typed on meanwhile: the newer text stays to be sent. What was refused would be refused again.
      if (this.#typed.get(key) === put) this.#typed.delete(key);
      if (!answer.ok) return answer;
    }
    return undefined;
  }
}

const keyOf = ({ block, action }: Pick<Put, 'block' | 'action'>): string => JSON.stringify([block, action]);
