/** The tasks of a ticket, read as docmgr reads them. metawsm ticks none: it cannot know what somebody meant. Pure. */
import type { OpenTasks } from '../../run/evidence.js';

export interface Task {
  /** Stable id, from `<!-- t:ab12 -->` at the end of the line; absent in older files. */
  id?: string;
  text: string;
  isDone: boolean;
  /** The heading above it, of the second level or deeper. */
  section?: string;
}

const TASK = /^\s{0,3}[-*] \[( |x|X)\] (.*)$/u;
const ID = /<!-- t:([A-Za-z0-9_-]{1,40}) -->$/u;

/** What old scaffolds hold in place of a task. */
const PLACEHOLDER = 'Add tasks here';

export function tasksIn(document: string): Task[] {
  let section: string | undefined;
  const tasks: Task[] = [];
  for (const line of document.split(/\r?\n/u)) {
    if (/^#{2,6} /u.test(line)) section = line.replace(/^#+/u, '').trim();
    const [, mark, rest = ''] = TASK.exec(line) ?? [];
    if (mark === undefined) continue;
    const id = ID.exec(rest.trimEnd())?.[1];
    const text = rest.trimEnd().replace(ID, '').trim();
    if (text === '' || text === PLACEHOLDER) continue;
    tasks.push({ text, isDone: mark !== ' ', ...(id ? { id } : {}), ...(section ? { section } : {}) });
  }
  return tasks;
}

const MOST_NAMED = 5;

/** How many are open, and the first of them; undefined where there is none. */
export function openTasksIn(document: string): OpenTasks | undefined {
  const open = tasksIn(document).filter(({ isDone }) => !isDone);
  const first = open.slice(0, MOST_NAMED).map(({ text }) => text.slice(0, 200));
  return open.length === 0 ? undefined : { count: open.length, first };
}
