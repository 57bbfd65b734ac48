/** A change as people read it. */
import { type Group, textAt } from './plain.js';

const MOST_TEXT = 200_000;
/** Unchanged lines around the change. */
const AROUND = 2;

/** The lines that differ, with their surroundings, between the first and the last difference. */
export function diffOf(change: Group): string {
  const path = textAt(change, 'path') ?? '';
  const [old, new_] = [linesIn(textAt(change, 'oldText')), linesIn(textAt(change, 'newText'))];
  let same = 0;
  while (same < old.length && same < new_.length && old[same] === new_[same]) same += 1;
  let end = 0;
  while (end < Math.min(old.length, new_.length) - same && old.at(-1 - end) === new_.at(-1 - end)) end += 1;
  const kept = (from: number, to: number) => old.slice(Math.max(0, from), to).map((line) => ` ${line}`);
  return [
    `--- ${path}`,
    ...kept(same - AROUND, same),
    ...old.slice(same, old.length - end).map((line) => `-${line}`),
    ...new_.slice(same, new_.length - end).map((line) => `+${line}`),
    ...kept(old.length - end, old.length - end + AROUND),
  ].join('\n');
}

const linesIn = (text: string | undefined): string[] =>
  text ? text.slice(0, MOST_TEXT).replace(/\n$/u, '').split('\n') : [];
