/** Reads a file that grows, line by line, in bounded pieces. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export interface Line {
  /** undefined: it was longer than a line may be, and was dropped. */
  text: string | undefined;
  /** Where the next line begins, in bytes. */
  end: number;
}

const PIECE = 512 * 1024;
const NEWLINE = 0x0a;

export class LineReader {
  private file: FileHandle | undefined;
  private at = 0;
  private parts: Buffer[] = [];
  private length = 0;
  private dropping = false;
  private readonly piece = Buffer.alloc(PIECE);

  constructor(
    private readonly path: string,
    private readonly longest: number,
  ) {}

  /** How many bytes were read. */
  get read(): number {
    return this.at;
  }

  /**
   * The whole lines of the next piece, each made when it is taken; undefined at the end of the file, where a line may still
   * be unfinished. To be taken to their end before the next piece is asked for.
   */
  async next(): Promise<Iterable<Line> | undefined> {
    this.file ??= await openIfThere(this.path);
    if (!this.file) return undefined;
    const { bytesRead } = await this.file.read(this.piece, 0, PIECE, this.at);
    if (bytesRead === 0) return undefined;
    const begin = this.at;
    this.at += bytesRead;
    return this.cut(this.piece.subarray(0, bytesRead), begin);
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }

  private *cut(piece: Buffer, begin: number): Generator<Line> {
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to >= 0; to = piece.indexOf(NEWLINE, from)) {
      yield { text: this.whole(piece, from, to), end: begin + to + 1 };
      from = to + 1;
    }
    this.keep(piece.subarray(from));
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.longest) {
      this.dropping = true;
      this.parts = [];
    } else if (part.length > 0) {
      // The piece is used again for the next read.
      this.parts.push(Buffer.from(part));
    }
  }

  private whole(piece: Buffer, from: number, to: number): string | undefined {
    // Most lines lie in one piece, and are not copied first.
    if (this.length === 0 && to - from <= this.longest) return piece.toString('utf8', from, to);
    this.keep(piece.subarray(from, to));
    const text = this.dropping ? undefined : Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.length = 0;
    this.dropping = false;
    return text;
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    // An agent may have put a pipe or a link there: neither is waited for, neither is followed.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
