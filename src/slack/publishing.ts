/** `views.publish`: one picture of a person's App Home, and what Slack says to it. Never rejects for a refusal. */
import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../logging.js';
import { notShown } from './messages/home.js';
import { refusalOf } from './refusals.js';
import { Tries } from './tries.js';
import { plainHome } from './views/home.js';

/** No use in trying again for this person. */
const HOMELESS = ['user_not_found', 'not_enabled', 'user_is_bot', 'user_is_restricted'];

/**
 * `settled`: Slack has it, or a word in its place. Else it is tried again after `afterMs`; `limited`: Slack takes no
 * other home before that either.
 */
export type Published = 'settled' | 'homeless' | { afterMs: number; limited: boolean };

export class Publishing {
  private readonly tries = new Tries();

  constructor(
    private readonly client: WebClient,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  async send(person: string, view: HomeView): Promise<Published> {
    try {
      await this.client.views.publish({ user_id: person, view });
      this.tries.forget(person);
      return 'settled';
    } catch (error) {
      const refusal = refusalOf(error);
      this.log.warn('Slack did not take an App Home', { person, code: refusal.code });
      if (refusal.kind === 'wait')
        return {
          afterMs: refusal.afterMs ?? this.tries.nextMs(person),
          limited: refusal.limited === true,
        };
      if (refusal.code === 'hash_conflict') return { afterMs: this.tries.nextMs(person), limited: false };
      this.tries.forget(person);
      if (HOMELESS.includes(refusal.code)) return 'homeless';
      await this.say(person);
      return 'settled';
    }
  }

  /** A word in place of the picture, so that nobody takes an old one for the present. */
  private async say(person: string): Promise<void> {
    try {
      await this.client.views.publish({ user_id: person, view: plainHome(notShown()) });
    } catch (error) {
      this.log.warn('Slack took no App Home at all', { person, code: refusalOf(error).code });
    }
  }
}
