/** Steps that several cases need. */
import { join } from 'node:path';
import type { Step } from './model/script.js';
import type { Place } from './stage.js';

/** Writes a greeting and commits it. */
export const greets = ({ tree }: Place): Step[] => [
  { write: { path: join(tree, 'greeting.txt'), content: 'Hello\n' } },
  { shell: `cd '${tree}' && git add -A && git commit -qm 'greet people' && git log --oneline -1` },
];

/** Says that the work is done, and ends. */
export const finishes = ({ contract }: Place): Step[] => [
  { write: { path: join(contract, 'implementation-complete.json'), content: '{"summary": "Greets"}\n' } },
  { text: 'Done.' },
];

/** A command that goes on for ten minutes, with a child of its own, once it has left a mark. */
export const worksLong = ({ tree }: Place): Step[] => [
  {
    shell: `touch '${tree}/begun.txt'; node -e 'setTimeout(() => {}, 600_000)' & node -e 'setTimeout(() => {}, 600_000)'`,
  },
];
