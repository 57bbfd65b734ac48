/** Keeps the beginning of a stream of bytes; what comes after is dropped at once. */
export class Head {
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly keepBytes: number) {}

  push(chunk: Buffer): void {
    const room = this.keepBytes - this.bytes;
    if (room > 0) this.chunks.push(chunk.length > room ? Buffer.from(chunk.subarray(0, room)) : chunk);
    this.bytes += chunk.length;
  }

  /** The first `keepBytes` as text, never ending inside a character. */
  text(encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const all = Buffer.concat(this.chunks);
    if (this.bytes <= this.keepBytes || encoding === 'latin1') return all.toString(encoding);
    let to = all.length;
    while (to > 0 && ((all[to - 1] ?? 0) & 0xc0) === 0x80) to--;
    return all.subarray(0, Math.max(0, to - 1)).toString('utf8');
  }
}
