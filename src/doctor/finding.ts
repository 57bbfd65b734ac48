/** What a doctor finds: never more than a code of `errors` with what fills it; who shows it puts it into words. */
import type { ErrorCode, Fill } from '../errors.js';

/** What findings are grouped by, in the order in which they are told. */
export const SUBJECTS = ['setup', 'slack', 'people', 'git', 'agents', 'database', 'disk', 'github'] as const;
export type Subject = (typeof SUBJECTS)[number];

/**
 * `well`: proven. `note`: works, and should be known. `unproven`: could not be tried, which is not the same as well.
 * `fault`: something does not work.
 */
export const GRADES = ['well', 'note', 'unproven', 'fault'] as const;
export type Grade = (typeof GRADES)[number];

export interface Finding {
  subject: Subject;
  grade: Grade;
  code: ErrorCode;
  fill: Fill;
}

/** Makes the findings of one subject. */
export function findingsOn(subject: Subject) {
  const of =
    (grade: Grade) =>
    (code: ErrorCode, fill: Fill = {}): Finding => ({ subject, grade, code, fill });
  return { well: of('well'), note: of('note'), unproven: of('unproven'), fault: of('fault') };
}

export const isFaulty = (findings: readonly Finding[]): boolean =>
  findings.some(({ grade }) => grade === 'fault');

/** How many there are of each grade. */
export const countOf = (findings: readonly Finding[]): Record<Grade, number> =>
  Object.fromEntries(
    GRADES.map((grade) => [grade, findings.filter((one) => one.grade === grade).length]),
  ) as Record<Grade, number>;
