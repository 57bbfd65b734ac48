/** What a merge commit says. */
import type { RunContext } from '../../run/context.js';

/** Subject with the goal, the ticket, and who pressed the button. */
export function mergeMessage(run: RunContext, person: { id: string; name: string }): string {
  const goal = cut(oneLine(firstLine(run.brief?.goal ?? '')), 72);
  const subject = `Merge metawsm/${run.id}${goal ? `: ${goal}` : ''}`;
  const name = oneLine(person.name) || person.id;
  return `${subject}\n\nTicket ${run.ticket}\n\nMerged-by: ${name} (${person.id})\n`;
}

const firstLine = (text: string) => text.trim().split(/\r\n|[\n\r\u2028\u2029]/u)[0] ?? '';

/** A name with a line break could forge a trailer. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('').trimEnd();
}
