/** What every attack on the bot is: so many tries, each of which must fail to harm it, and the figures of it. */

export interface Attack {
  /** One line for the table: what is tried. */
  title: string;
  /** Place in the table. */
  order: number;
  /** What one try is, such as `kills`. */
  unit: string;
  /** How many in `npm run test:hostile`, and how many in `npm test`. */
  tries: { whole: number; small: number };
  /** Leaves nothing behind: no process, no folder. A defect of the bot is a failure, not a throw. */
  run(how: How): Promise<Outcome>;
}

export interface How {
  tries: number;
  /** Draws the same attack again. */
  seed: number;
  /** News for whoever watches, a line each. */
  tell(words: string): void;
}

export interface Outcome {
  /** How many were really tried: fewer than were asked for is a failure of its own. */
  tries: number;
  /** What the bot let happen, in words that a reader can act upon. */
  failures: string[];
  /** What was seen on the way: how often a kill met a transaction, the highest memory. */
  figures: Record<string, string | number>;
}
