/** What the README says of speed, drawn from the figures of a bench. */

export interface Report {
  quick: boolean;
  goals: {
    id: string;
    wants: string;
    broke?: string;
    measured: { holds?: boolean; figure: string }[];
  }[];
}

/** A row of the README's table for each goal of which everything holds; curves are none. */
export function heldIn({ goals }: Report): string[] {
  return goals
    .filter(
      ({ id, broke, measured }) =>
        /^P\d+$/u.test(id) && !broke && judged(measured).every(({ holds }) => holds),
    )
    .map(({ id, wants, measured }) => {
      const figures = judged(measured).map(({ figure }) => figure);
      return `| ${id} | ${wants} | ${figures.join('; ')} |`;
    });
}

const judged = (measured: Report['goals'][number]['measured']) =>
  measured.filter(({ holds }) => holds !== undefined);
