/** Lines of a stream, none longer than a limit: whoever sends more loses that line and nothing else. */
import type { Readable } from 'node:stream';

const MOST_BYTES = 1024 * 1024;

/** Calls `take` for each line, with undefined for one that was too long. Resolves at the end of the stream. */
export function readLines(stream: Readable, take: (line: string | undefined) => void): Promise<void> {
  let parts: Buffer[] = [];
  let bytes = 0;
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes > MOST_BYTES) parts = [];
    else parts.push(part);
  };
  const end = () => {
    take(bytes > MOST_BYTES ? undefined : Buffer.concat(parts).toString('utf8'));
    parts = [];
    bytes = 0;
  };
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      let from = 0;
      for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, to));
        end();
        from = to + 1;
      }
      add(chunk.subarray(from));
    });
    stream.on('end', resolve);
    stream.on('error', reject);
  });
}
