/** The readable account of a turn in the agent's log; a bot that hears the turn again does not write it twice. */
import { appendFileSync, readFileSync } from 'node:fs';
import { readEnd } from '../../../shell/output-end.js';
import { writeWhole } from '../../../shell/whole-file.js';

export class AccountBook {
  private readonly from: number;
  private pieces: string[] = [];
  private isLineStart: boolean;

  constructor(
    private readonly logFile: string,
    /** Holds up to where the turn has been accounted for. */
    private readonly markFile: string,
  ) {
    this.from = markOf(markFile);
    this.isLineStart = /(?:^|\n)$/.test(readEnd(logFile, 0, 1));
  }

  /** A line of our own. `end`: where in the agent's output the line ends that this tells of. */
  add(line: string, end: number): void {
    this.addPiece((isLineStart) => `${isLineStart ? '' : '\n'}${line}\n`, end);
  }

  /** A piece as it is: words come as they are spoken. */
  addPiece(make: (isLineStart: boolean) => string | undefined, end: number): void {
    if (end <= this.from) return;
    const piece = make(this.isLineStart);
    if (!piece) return;
    this.pieces.push(piece);
    this.isLineStart = piece.endsWith('\n');
  }

  /** Writes what was added; all of it lies before `end`. */
  write(end: number): void {
    if (this.pieces.length === 0) return;
    const text = this.pieces.join('');
    this.pieces = [];
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
