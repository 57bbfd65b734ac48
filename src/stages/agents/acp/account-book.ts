/** The readable account of a turn in the agent's log; a bot that hears the turn again does not write it twice. */
import { readEnd } from '../../../shell/output-end.js';
import { appendText, readText } from '../../../shell/own-file.js';
import { writeWhole } from '../../../shell/whole-file.js';

/** Characters. */
const LITTLE = 256 * 1024;

export class AccountBook {
  private readonly from: number;
  private pieces: string[] = [];
  private length = 0;
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
    this.length += piece.length;
    this.isLineStart = piece.endsWith('\n');
  }

  /** Writes what was added, all of which lies before `end`; a little waits for more, unless there is no more now. */
  write(end: number, all: boolean): void {
    if (this.length === 0 || (!all && this.length < LITTLE)) return;
    const text = this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    appendText(this.logFile, text);
    writeWhole(this.markFile, `${end}\n`);
  }
}

const markOf = (path: string): number => Number.parseInt(readText(path) ?? '', 10) || 0;
