/**
 * The contract of the Slack-compatible server: each case states one fact about Slack, the page under docs.slack.dev on which it
 * can be checked, and how sure it is where it is not documented. The cases speak Slack's protocol plainly: no SDK, no Bolt.
 */
import { test } from '@jest/globals';

/** `in the SDK`: read in @slack/types or @slack/web-api. `unconfirmed`: reported by users only. */
export type Strength = 'documented' | 'in the SDK' | 'unconfirmed';

const named = (says: string, page: string, strength: Strength): string =>
  strength === 'documented' ? `${says} [${page}]` : `${says} [${page}; ${strength}]`;

/** One case. `page` stands under https://docs.slack.dev/. */
export function fact(
  says: string,
  page: string,
  shows: () => Promise<void>,
  strength: Strength = 'documented',
): void {
  test(named(says, page, strength), shows);
}

/** A table of cases that are shown in the same way; the first cell of a row is its name. */
export function facts<Row extends [string, ...unknown[]]>(
  says: string,
  page: string,
  rows: Row[],
  shows: (...row: Row) => Promise<void>,
  strength: Strength = 'documented',
): void {
  test.each(rows.map((row) => [row[0], row] as const))(named(`${says}: %s`, page, strength), (_, row) =>
    shows(...row),
  );
}
