/** How long Slack is left alone after it said that it was asked too often. */

const LEAST_S = 1;
/** Slack names a minute at most; what a broken proxy names must not silence the bot for years. */
const MOST_S = 15 * 60;
const UNNAMED_S = 30;

/** Milliseconds for the `Retry-After` of a 429: whole seconds within bounds, also where it is missing or absurd. */
export function patienceMs(named: string | number | null | undefined): number {
  const seconds = named === null || named === undefined || named === '' ? Number.NaN : Number(named);
  const wanted = Number.isFinite(seconds) ? Math.ceil(seconds) : UNNAMED_S;
  return Math.min(Math.max(wanted, LEAST_S), MOST_S) * 1_000;
}
