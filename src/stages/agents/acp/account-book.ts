/** The readable account of a turn in the agent's log; a bot that hears the turn again does not write it twice. */
import { appendFileSync, readFileSync } from 'node:fs';
import { writeWhole } from '../../../shell/whole-file.js';

export class AccountBook {
  private readonly from: number;
  private lines: string[] = [];

  constructor(
    private readonly logFile: string,
    /** Holds up to where the turn has been accounted for. */
    private readonly markFile: string,
  ) {
    this.from = markOf(markFile);
  }

  /** `end`: where in the agent's output the line ends that this tells of. */
  add(line: string, end: number): void {
    if (end > this.from) this.lines.push(`${line}\n`);
  }

  /** Writes what was added; all of it lies before `end`. */
  write(end: number): void {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    appendFileSync(this.logFile, text, { mode: 0o600 });
    writeWhole(this.markFile, `${end}\n`);
  }
}

function markOf(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
