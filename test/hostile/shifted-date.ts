/** `Date` as a machine has it whose clock shows `now`. */
export function shiftedDate(now: () => number): DateConstructor {
  return class Shifted extends Date {
    constructor(...args: [] | [number | string | Date]) {
      super(...((args.length === 0 ? [now()] : args) as [number]));
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;
}
