/** What the person says to the bot's questions, by the number of the ticket. */
import { CHECK } from './world.js';

export interface Act {
  what: 'answer' | 'keep' | 'start' | 'merge' | 'discard' | 'pause' | 'resume' | 'tell' | 'permit' | 'fill';
  text?: string;
  press?: string;
  /** What is filled into the form that the button opens, by label. */
  fill?: Record<string, string>;
}

export const numberIn = (ticket: string): number => Number(/\d+/.exec(ticket)?.[0]);

/** The result of every third ticket is of no use. */
export const isDiscarded = (ticket: string): boolean => numberIn(ticket) % 3 === 2;

/** The agent of every other ticket speaks the protocol. */
export const isSpoken = (ticket: string): boolean => numberIn(ticket) % 2 === 1;

/** What she fills into the form of such an agent, and what it gets. */
export const FILLED = { labels: { Loudness: '5', 'With dots': 'Yes' }, values: { loudness: 5, dots: true } };

/** Thinks better of what she said about the scope. */
export const isEdited = (ticket: string): boolean => numberIn(ticket) % 4 !== 2;

/** Lets the interviewer finish before she starts. */
const isPatient = (ticket: string): boolean => numberIn(ticket) % 4 !== 3;

const SCOPES = ['in each repository', 'and nothing else'];

/** Her answer about the scope; at times it speaks of the done criteria as well. */
export function scopeAnswer(ticket: string, edited = false): string {
  const scope = `greeting-${ticket}.txt ${SCOPES[edited ? 1 : 0]}`;
  return numberIn(ticket) % 2 === 1 ? `Scope: ${scope}\nDone: \`${CHECK}\` passes` : scope;
}

/** With all of it in the command such an agent is at work sooner, and more kills find it there. */
export const fieldsOf = (ticket: string): string =>
  `--scope "${scopeIn(scopeAnswer(ticket, isEdited(ticket)))}" --done "\`${CHECK}\` passes" --constraints none`;

export const scopeIn = (text = ''): string => /^Scope: (.*)$/m.exec(text)?.[1] ?? text;

/** What she does about a message, undefined where nothing can be done. */
export function actFor(ticket: string, text: string, labels: string[]): Act | undefined {
  if (labels.includes('Start run')) return startOf(ticket, text);
  if (labels.includes('Merge & close') && isDiscarded(ticket)) return { what: 'discard', press: 'Discard' };
  for (const press of ['Merge & close', 'Retry']) if (labels.includes(press)) return { what: 'merge', press };
  if (labels.includes('Allow once')) return { what: 'permit', press: 'Allow once' };
  if (!labels.includes('Write an answer…')) return undefined;
  if (text.includes('How loud')) return { what: 'fill', press: 'Write an answer…', fill: FILLED.labels };
  const suggested = { [`${CHECK} passes`]: `\`${CHECK}\` passes`, none: 'none' };
  for (const [press, text] of Object.entries(suggested))
    if (labels.includes(press)) return { what: 'answer', text, press };
  if (text.includes('The interviewer')) return toInterviewer(ticket, labels);
  if (!text.includes('Which greeting')) return { what: 'answer', text: scopeAnswer(ticket) };
  const byReply = (numberIn(ticket) + ticket.length) % 2 === 1;
  if (byReply) return { what: 'answer', text: `Servus ${ticket}` };
  return { what: 'answer', text: `Moin ${ticket}`, press: `Moin ${ticket}` };
}

/** Starts what she reads, and only when it is what she said. */
function startOf(ticket: string, text: string): Act | undefined {
  if (!text.includes(scopeIn(scopeAnswer(ticket, isEdited(ticket))))) return undefined;
  return isPatient(ticket) && text.includes('still reading')
    ? undefined
    : { what: 'start', press: 'Start run' };
}

function toInterviewer(ticket: string, labels: string[]): Act {
  const press = labels.find((label) => /^(Low German|Yes)/.test(label)) ?? '';
  if (press.startsWith('Yes') && numberIn(ticket) % 3 === 0) return { what: 'keep', press: 'Use it as is' };
  if (numberIn(ticket) % 2 === 0 && !press.startsWith('Yes'))
    return { what: 'answer', text: `Whatever ${ticket} speaks` };
  return { what: 'answer', text: press, press };
}
