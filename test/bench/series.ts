/** Figures of one kind, in the order in which they were taken. */
export class Series {
  readonly values: readonly number[];
  readonly #sorted: number[];

  constructor(values: readonly number[]) {
    if (values.length === 0) throw new Error('nothing was measured');
    this.values = values;
    this.#sorted = [...values].sort((a, b) => a - b);
  }

  get min(): number {
    return this.at(0);
  }

  get median(): number {
    return this.at(0.5);
  }

  get max(): number {
    return this.at(1);
  }

  /** The value below which `share` of all lie, from 0 to 1; one that was measured, never one between two. */
  at(share: number): number {
    const index = Math.max(0, Math.ceil(share * this.#sorted.length) - 1);
    return this.#sorted[index]!;
  }
}

/** How many times the floor; what is compared is a share of both, 0.5 for the median. */
export const times = (metawsm: Series, floor: Series, share = 0.5): number =>
  metawsm.at(share) / floor.at(share);
