/** Keeps the end of a stream of bytes; what came before is dropped at once. */
export class Tail {
  private chunks: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly keepBytes: number) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    let drop = 0;
    for (const first of this.chunks) {
      if (this.bytes - first.length < this.keepBytes) break;
      this.bytes -= first.length;
      drop++;
    }
    if (drop > 0) this.chunks.splice(0, drop);
  }

  /** The last `keepBytes` as text, never beginning inside a character. */
  text(encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const all = Buffer.concat(this.chunks);
    if (all.length <= this.keepBytes) return all.toString(encoding);
    if (encoding === 'latin1') return all.subarray(all.length - this.keepBytes).toString(encoding);
    let from = all.length - this.keepBytes;
    while (from < all.length && ((all[from] ?? 0) & 0xc0) === 0x80) from++;
    return all.subarray(from).toString('utf8');
  }
}
