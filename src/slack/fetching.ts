/** Slack's answers as its clients may read them: no longer than memory bears, and asking for a patience that ends. */
import { patienceMs } from './patience.js';

/** Far more than the longest page of messages; counted as it is unpacked. */
export const MOST_BYTES = 20 * 1024 * 1024;

export class AnswerTooLong extends Error {}

type Fetch = typeof fetch;

/** `fetch` that reads the whole answer, but no more than `most` bytes of it. Rejects with `AnswerTooLong`. */
export function bounded(most = MOST_BYTES, inner: Fetch = (...args) => fetch(...args)): Fetch {
  return async (...args) => {
    const response = await inner(...args);
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    if (status === 429) headers.set('retry-after', String(patienceMs(headers.get('retry-after')) / 1_000));
    const body = response.body ? await read(response.body, most) : null;
    return new Response(body, { status, statusText, headers });
  };
}

async function read(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the transfer.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new AnswerTooLong(`Slack answered with more than ${most} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
