/** The agents as their own notes tell: who lives, and how a machine that fails takes one along. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Lives {
  begun: number;
  ended: number;
  /** How often one began while another was at work. */
  twice: number;
}

/** The interviewers note theirs elsewhere. */
type Notes = 'agents' | 'interviewers';

const notesOf = (root: string, whose: Notes = 'agents') => join(root, whose);

export function livesOf(root: string, runId: string, whose?: Notes): Lives {
  const lines = linesOf(join(notesOf(root, whose), `${runId}.log`));
  const count = (word: string) => lines.filter((line) => line.startsWith(`${word} `)).length;
  return { begun: count('begin'), ended: count('end'), twice: count('twice') };
}

/** SIGKILL to the whole group of each agent at work, but to one of a run only once; returns whose it was. */
export function killAgents(root: string, spared: ReadonlySet<string>): string[] {
  if (!existsSync(notesOf(root)) || !existsSync('/proc/self/stat')) return [];
  const runs = readdirSync(notesOf(root)).flatMap((name) =>
    name.endsWith('.log') ? [name.slice(0, -4)] : [],
  );
  return runs.filter(
    (id) => !spared.has(id) && killGroup(pidAtWork(linesOf(join(notesOf(root), `${id}.log`)))),
  );
}

function pidAtWork(lines: string[]): number | undefined {
  const [word, pid] = lines.at(-1)?.split(' ') ?? [];
  return word === 'begin' ? Number(pid) : undefined;
}

/** False where there is no such process any more. */
function killGroup(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
    // Its wrapper leads a group of its own; 1 and below would be somebody else's.
    if (!Number.isInteger(group) || group <= 1) return false;
    process.kill(-group, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

const linesOf = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
