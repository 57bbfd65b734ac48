/** From Slack's payloads to one gesture of one person. */
import type { MessagePlace } from '../run/decision.js';
import { Answer, type AnswerOptions, type AnswerWays } from './answer.js';
import type { Visit } from './gesture.js';

/** What a payload tells of a gesture; what it lacks is undefined. */
export interface Came {
  key: string;
  actor: string;
  channel: string;
  thread?: string | undefined;
  team?: string | undefined;
  channelHint?: string | undefined;
  message?: MessagePlace | undefined;
  ack?: AnswerWays['ack'];
  ackSpeaks?: boolean;
  responseUrl?: string | undefined;
  receivedAt?: string | undefined;
  show?: AnswerWays['show'];
}

export function visitOf(came: Came, options: AnswerOptions): Visit {
  const { ack, ackSpeaks, responseUrl, thread, channel, actor, key, show } = came;
  const ways: AnswerWays = {
    channel,
    user: actor,
    ...defined({ ack, ackSpeaks, responseUrl, thread, show }),
  };
  const { team, channelHint, message, receivedAt } = came;
  return {
    key,
    actor,
    channel,
    answer: new Answer(ways, options),
    ...(show ? { from: 'home' as const } : {}),
    ...defined({ team, channelHint, message, receivedAt }),
  };
}

type Defined<T> = { [K in keyof T]?: NonNullable<T[K]> };

const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
