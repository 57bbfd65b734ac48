/** The readable account of a turn in the agent's log; a bot that hears the turn again does not write it twice. */
import { readEnd } from '../../../shell/output-end.js';
import { appendBytes, readText } from '../../../shell/own-file.js';
import { writeWhole } from '../../../shell/whole-file.js';

/** Bytes that wait for more while the agent goes on printing; where it pauses, they are written. */
const LITTLE = 1024 * 1024;
/** UTF-8 needs at most so many bytes for what JavaScript counts as one character. */
const WIDEST = 3;
const NOTHING = Buffer.alloc(0);

export class AccountBook {
  private readonly from: number;
  /** Bytes and not the texts: those of a gigabyte would outlive many collections of garbage. */
  private bytes: Buffer = NOTHING;
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
    this.makeRoom(WIDEST * piece.length);
    this.length += this.bytes.write(piece, this.length);
    this.isLineStart = piece.endsWith('\n');
  }

  /** Writes what was added, all of which lies before `end`; a little waits for more, unless there is no more now. */
  write(end: number, all: boolean): void {
    if (this.length === 0 || (!all && this.length < LITTLE)) return;
    const text = this.bytes.subarray(0, this.length);
    this.length = 0;
    // one that says little needs no room until it says more
    if (all) this.bytes = NOTHING;
    appendBytes(this.logFile, text);
    writeWhole(this.markFile, `${end}\n`);
  }

  private makeRoom(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.length + bytes));
    this.bytes.copy(wider, 0, 0, this.length);
    this.bytes = wider;
  }
}

const markOf = (path: string): number => Number.parseInt(readText(path) ?? '', 10) || 0;
