/** What was put into one screen and is not with the server yet: texts that were typed, choices under way. */
import type { Gesture, GestureAnswer } from '../../scene/scene.js';

type Put = Extract<Gesture, { do: 'put' }>;

interface Sender {
  send(gesture: Gesture): Promise<GestureAnswer>;
}

export class Drafts {
  readonly #typed = new Map<string, Put>();
  #last: Promise<unknown> = Promise.resolve();

  note(put: Put): void {
    this.#typed.set(keyOf(put), put);
  }

  forget(put: Pick<Put, 'block' | 'action'>): void {
    this.#typed.delete(keyOf(put));
  }

  /** Sends all of them, in order and after what is under way; the first refusal, or undefined. */
  flush(client: Sender): Promise<GestureAnswer | undefined> {
    return this.#next(() => this.#send(client));
  }

  /** Sends a choice in its turn, so that no press or submit overtakes it. */
  async choose(client: Sender, gesture: Gesture): Promise<GestureAnswer> {
    const refused = this.flush(client);
    const answer = this.#next(() => client.send(gesture));
    return (await refused) ?? (await answer);
  }

  #next<Answer>(step: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(step);
    this.#last = answer;
    return answer;
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
