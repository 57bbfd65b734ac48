/** What `/metawsm doctor` says. */

import { countOf, type Finding, type Grade, SUBJECTS } from '../../doctor/finding.js';
import { DOCTOR_SUBJECTS } from '../../errors.js';
import { code, join, type Mrkdwn, say } from '../escape.js';
import { explained } from './trouble.js';
import { count } from './words.js';

export const lookingAround = (): Mrkdwn =>
  say`Looking… I try tokens, scopes, channels, people, repositories, agents, database and disk, which takes up to a minute. You get a direct message from me that goes away by itself: with it I see whether Slack’s events reach me.`;

export const doctorBroken = (): Mrkdwn =>
  say`I was broken off while I looked, most likely since I was stopped. Type ${code('/metawsm doctor')} again.`;

/** Stands for a moment where events are tried. */
export const testMessage = (): string =>
  'metawsm doctor: I look whether this message reaches me, and remove it at once. If it stays, delete it.';

/** Slack cuts what is longer; what is wrong comes first then. */
const MOST = 10_500;
const SIGNS: Record<Grade, Mrkdwn> = {
  well: say`:white_check_mark:`,
  note: say`:warning:`,
  unproven: say`:grey_question:`,
  fault: say`:x:`,
};

/** Findings by subject, those with faults first, what is wrong with its remedy; shortened to what is not well where that is too long. */
export function doctorReport(findings: readonly Finding[]): Mrkdwn {
  const whole = report(findings);
  if (whole.text.length <= MOST) return whole;
  const bad = findings.filter(({ grade }) => grade !== 'well');
  const short = report(bad, findings);
  if (short.text.length <= MOST) return short;
  const faults = findings.filter(({ grade }) => grade === 'fault');
  let shown = faults.length;
  while (shown > 0 && report(faults.slice(0, shown), findings).text.length > MOST) shown -= 1;
  return join([
    report(faults.slice(0, shown), findings),
    say`More than Slack shows here; \`npm run doctor\` on the machine of the bot tells everything.`,
  ]);
}

function report(shown: readonly Finding[], all: readonly Finding[] = shown): Mrkdwn {
  const isBad = (subject: Finding['subject']) =>
    shown.some((one) => one.subject === subject && one.grade === 'fault');
  const groups = [...SUBJECTS.filter(isBad), ...SUBJECTS.filter((one) => !isBad(one))].map((subject) => {
    const lines = shown.filter((one) => one.subject === subject);
    return lines.length === 0
      ? undefined
      : join([say`*${DOCTOR_SUBJECTS[subject]}*`, ...lines.map((one) => lineOf(one))]);
  });
  return join([verdict(all), ...groups], '\n\n');
}

function verdict(all: readonly Finding[]): Mrkdwn {
  const { fault, note, unproven } = countOf(all);
  const head = fault === 0 ? say`*Nothing is wrong.*` : say`*${count(fault, 'fault')}.*`;
  const rest = [
    ...(note > 0 ? [say`${count(note, 'thing')} to know.`] : []),
    ...(unproven > 0 ? [say`${count(unproven, 'thing')} not proven.`] : []),
  ];
  return join([head, ...rest], ' ');
}

function lineOf({ grade, fill, ...finding }: Finding): Mrkdwn {
  const { what, todo } = explained(finding.code, fill);
  const proof = grade === 'unproven' ? say`Not proven: ${what}` : what;
  return join([say`${SIGNS[grade]} ${proof}`, todo.text === '' ? undefined : say`        → ${todo}`]);
}
