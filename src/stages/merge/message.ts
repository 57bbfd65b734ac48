/** What the commits say that a merge makes. */
import type { RunContext } from '../../run/context.js';
import { wholeWords } from '../../run/whole-words.js';

export interface MergingPerson {
  /** Slack user id. */
  id: string;
  name: string;
}

const MOST_LISTED = 30;

/** Subject with the goal, the ticket, and who pressed the button. */
export function mergeMessage(run: RunContext, person: MergingPerson): string {
  const goal = goalOf(run);
  const subject = `Merge metawsm/${run.id}${goal ? `: ${goal}` : ''}`;
  return `${subject}\n\nTicket ${run.ticket}\n\n${mergedBy(person)}\n`;
}

/** One commit for all: the goal, the ticket, and what the commits were called, oldest first. */
export function squashMessage(run: RunContext, person: MergingPerson, subjects: readonly string[]): string {
  const shown = subjects.slice(0, MOST_LISTED).map((subject) => `* ${wholeWords(oneLine(subject), 100)}`);
  const left = subjects.length - shown.length;
  const list = left > 0 ? [...shown, `* … and ${left} more`] : shown;
  const head = `${goalOf(run) || `Squash metawsm/${run.id}`}\n\nTicket ${run.ticket}, run ${run.id}`;
  return [head, ...(list.length > 0 ? [list.join('\n')] : []), `${mergedBy(person)}\n`].join('\n\n');
}

/** A commit's own message, without a claim of who merged it; with `person`, the true one at its end. */
export function replayedMessage(message: string, person?: MergingPerson): string {
  const lines = message.split('\n').filter((line) => !/^\s*merged-by\s*:/iu.test(line));
  const text = lines.join('\n').trim() || 'A change without words';
  if (!person) return `${text}\n`;
  const last = text.slice(text.lastIndexOf('\n\n') + 1).trim();
  const trailers = text.includes('\n\n') && last.split('\n').every((line) => /^[\w-]+: \S/u.test(line));
  return `${text}${trailers ? '\n' : '\n\n'}${mergedBy(person)}\n`;
}

const mergedBy = ({ id, name }: MergingPerson) => `Merged-by: ${oneLine(name) || id} (${id})`;

const goalOf = (run: RunContext) => wholeWords(oneLine(firstLine(run.brief?.goal ?? '')), 72);

const firstLine = (text: string) => text.trim().split(/\r\n|[\n\r\u2028\u2029]/u)[0] ?? '';

/** A name with a line break could forge a trailer. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
