/** The one table of all attacks, and below it what went wrong. */
import type { Done } from './child.js';

const MOST_FAULTS = 10;

export function table(done: Done[], seed: number, seconds: number): string {
  const head = ['Attack', 'Tries', 'Failures', 'Seconds'];
  const rows = done.map((one) => [
    one.title,
    `${one.tries.toLocaleString('en')} ${one.unit}`,
    String(failuresOf(one).length),
    one.seconds.toFixed(0),
  ]);
  const wide = head.map((word, at) => Math.max(word.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((word, at) => word.padEnd(wide[at] ?? 0))
      .join('  ')
      .trimEnd();
  const figures = done.map(
    ({ name, figures }) =>
      `${name}: ${Object.entries(figures)
        .map(([what, value]) => `${what} ${value}`)
        .join(', ')}`,
  );
  const failed = done.filter((one) => failuresOf(one).length > 0).length;
  return [
    line(head),
    wide.map((many) => '-'.repeat(many)).join('  '),
    ...rows.map(line),
    '',
    ...figures,
    '',
    `seed ${seed} · ${done.length} attacks, ${failed} got through · ${seconds.toFixed(0)} s`,
  ].join('\n');
}

/** The failures of each attack that had any, with the way to see them again; empty where all is well. */
export function faultsIn(done: Done[]): string {
  return done
    .map((one) => ({ name: one.name, failures: failuresOf(one) }))
    .filter(({ failures }) => failures.length > 0)
    .map(({ name, failures }) => {
      const more = failures.length > MOST_FAULTS ? [`- and ${failures.length - MOST_FAULTS} more`] : [];
      return [`FAILED: ${name}`, ...failures.slice(0, MOST_FAULTS).map((one) => `- ${one}`), ...more].join(
        '\n',
      );
    })
    .join('\n\n');
}

const failuresOf = ({ failures, tries, asked, unit }: Done): string[] =>
  tries < asked ? [...failures, `only ${tries} of ${asked} ${unit}`] : failures;
