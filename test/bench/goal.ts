/** What a goal of speed is: something measured beside its floor, in the same run. */
import type { Series } from './series.js';

export interface How {
  /** Rounds in which floor and metawsm take turns; at least five, two with `--quick`. */
  rounds: number;
  /** Less of everything that takes long; the verdicts are then only a hint. */
  quick: boolean;
  /** A folder that is removed afterwards. */
  root: string;
  /** Tells what is being done. */
  tell: (words: string) => void;
}

/** One line of the table. */
export interface Measured {
  what: string;
  /** Of both series. */
  unit: 'ms' | 'MiB' | 'MB/s' | 'lost' | 'posts/s';
  /** What the same costs without metawsm; absent for counts. */
  floor?: { name: string; series: Series };
  metawsm: Series;
  /** As the goal compares them, for instance `p50 2.1×`. */
  figure: string;
  /** Absent where it is shown for comparison alone. */
  holds?: boolean;
  /** How much of what the goal allows was used, for the picture: 1 is just what it allows. */
  share?: number;
  /** A point of a growth curve: of what there was so much. */
  at?: { growing: string; size: number };
}

export interface Goal {
  /** `P1` … `P14` as the goals are numbered in docs/performance.md, or `growth`. */
  id: string;
  /** The goal, in words. */
  wants: string;
  /** Left out with `--quick` unless it is named. */
  isLong?: boolean;
  measure(how: How): Promise<Measured[]>;
}

/** Where none is allowed, one is far too much. */
export const shareOfNone = (count: number): number => (count === 0 ? 0 : Number.POSITIVE_INFINITY);
