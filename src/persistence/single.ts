import type { Single } from '../engine/ports.js';

/** A `Single` of which each call is carried out by `carry`. */
export const singleBy = (carry: <T>(work: (one: Single) => Promise<T>) => Promise<T>): Single => ({
  addInbox: (...given) => carry((one) => one.addInbox(...given)),
  settleInbox: (...given) => carry((one) => one.settleInbox(...given)),
  startEffect: (...given) => carry((one) => one.startEffect(...given)),
  settleEffect: (...given) => carry((one) => one.settleEffect(...given)),
  postponeEffect: (...given) => carry((one) => one.postponeEffect(...given)),
});
