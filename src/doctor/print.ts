/** Findings for a terminal, and for scripts. */
import { DOCTOR_SUBJECTS, explain } from '../errors.js';
import { oneLine } from '../logging/human-line.js';
import { countOf, type Finding, type Grade, SUBJECTS } from './finding.js';

export interface Look {
  /** Whether colours are seen. */
  colours: boolean;
  /** Takes secrets out. */
  redact: (text: string) => string;
}

const SIGNS: Record<Grade, string> = { well: '✓', note: '!', unproven: '!', fault: '✗' };
const COLOURS: Record<Grade, number> = { well: 32, note: 33, unproven: 33, fault: 31 };
const LONGEST = 600;

/** A line for each finding by subject, under what is not well its remedy, and a verdict. */
export function printed(findings: readonly Finding[], look: Look): string {
  const groups = SUBJECTS.flatMap((subject) => {
    const found = findings.filter((one) => one.subject === subject);
    if (found.length === 0) return [];
    return [
      [coloured(DOCTOR_SUBJECTS[subject], 1, look), ...found.map((one) => lineOf(one, look))].join('\n'),
    ];
  });
  return `${[...groups, verdict(findings, look)].join('\n\n')}\n`;
}

/** One object: `ok`, how many there are of each grade, and the findings with their words. */
export function asJson(findings: readonly Finding[], { redact }: Pick<Look, 'redact'>): string {
  const counts = countOf(findings);
  const told = findings.map(({ subject, grade, code, fill }) => {
    const { what, todo } = explain(code, fill);
    return { subject, grade, code, what: tidy(what, redact), ...(todo && { remedy: tidy(todo, redact) }) };
  });
  return `${JSON.stringify({ ok: counts.fault === 0, counts, findings: told }, undefined, 2)}\n`;
}

function lineOf({ grade, code, fill }: Finding, look: Look): string {
  const { what, todo } = explain(code, fill);
  const words = tidy(grade === 'unproven' ? `Not proven: ${what}` : what, look.redact);
  const line = `  ${coloured(SIGNS[grade], COLOURS[grade], look)} ${words}`;
  return todo === '' ? line : `${line}\n      → ${tidy(todo, look.redact)}`;
}

function verdict(findings: readonly Finding[], look: Look): string {
  const { fault, note, unproven } = countOf(findings);
  const head =
    fault === 0 ? coloured('Nothing is wrong', 32, look) : coloured(some(fault, 'fault'), 31, look);
  const rest = [
    ...(note > 0 ? [`${some(note, 'thing')} to know`] : []),
    ...(unproven > 0 ? [`${some(unproven, 'thing')} not proven`] : []),
  ];
  return `${[head, ...rest].join(', ')}.`;
}

const some = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? '' : 's'}`;

/** On one line, without what moves a cursor, and without secrets. */
function tidy(text: string, redact: (text: string) => string): string {
  const line = oneLine(redact(text)).replace(/ {2,}/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const coloured = (text: string, code: number, { colours }: Look): string =>
  colours ? `\u001b[${code}m${text}\u001b[0m` : text;
