/** What was measured, as text and as data. */
import type { Goal, Measured } from './goal.js';
import type { Series } from './series.js';

export interface Done {
  goal: Pick<Goal, 'id' | 'wants'>;
  measured: Measured[];
  /** Why it could not be measured. */
  broke?: string;
}

/** Whether it is no goal but a curve. */
export const isGrowth = ({ measured }: Done): boolean => measured.some(({ at }) => at !== undefined);

const HEADINGS = ['Goal', 'What', 'Floor', 'metawsm', 'Compared', 'Verdict'];

export function tableOf(done: readonly Done[]): string {
  const rows = done.flatMap(({ goal, measured, broke }) => [
    ...(broke === undefined ? [] : [[goal.id, 'it could not be measured', '–', '–', '–', 'FAILS']]),
    ...measured.map((one) => [
      goal.id,
      one.at ? `${one.what} (${one.at.size.toLocaleString('en')} ${one.at.growing})` : one.what,
      one.floor ? `${spread(one.floor.series, one.unit)} (${one.floor.name})` : '–',
      spread(one.metawsm, one.unit),
      one.figure,
      one.holds === undefined ? '–' : one.holds ? 'holds' : 'FAILS',
    ]),
  ]);
  return [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** `median (least – most)` */
export function spread(series: Series, unit: Measured['unit']): string {
  const digits = series.median < 100 && unit !== 'lost' ? 1 : 0;
  const [median, min, max] = [series.median, series.min, series.max].map((value) => value.toFixed(digits));
  return `${median} ${unit} (${min} – ${max})`;
}

export const asData = (done: readonly Done[]) =>
  done.map(({ goal, measured, broke }) => ({
    ...goal,
    ...(broke === undefined ? {} : { broke }),
    measured: measured.map(({ floor, metawsm, ...rest }) => ({
      ...rest,
      ...(floor ? { floor: { name: floor.name, ...figures(floor.series) } } : {}),
      metawsm: figures(metawsm),
    })),
  }));

const figures = (series: Series) => ({
  count: series.values.length,
  min: series.min,
  median: series.median,
  p95: series.at(0.95),
  p99: series.at(0.99),
  max: series.max,
});
