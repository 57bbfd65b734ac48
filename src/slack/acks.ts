/** How a delivery of Slack is acknowledged: once, or no more. */
import type { AckFn } from '@slack/bolt';
import { NobodyWaits } from './answer.js';

/** Of what is acknowledged otherwise. */
export const silence: AckFn<unknown> = async () => undefined;
/** Slack's time for the answer of a gesture is over, so it has to go another way. */
export const tooLate: AckFn<unknown> = () => Promise.reject(new NobodyWaits());
/** Whatever comes after the first is not sent; `given` is called with the first. */
export function once(ack: AckFn<unknown>, given: () => void): AckFn<unknown> {
  let sent: Promise<void> | undefined;
  return (reply) => {
    given();
    sent ??= ack(reply);
    return sent;
  };
}
