/** What happens inside of the bot, to one browser tab. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventStream } from './event-stream.js';

/** A tab that lets more wait than this is let go; it connects again by itself. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/** Goes on until the browser leaves; the returned function ends it. */
export function streamInside(
  inspect: (send: (data: unknown) => void) => () => void,
  request: IncomingMessage,
  response: ServerResponse,
): () => void {
  let stop = (): void => {};
  const stream = new EventStream(request, response, () => stop());
  stop = inspect((data) => {
    if (stream.waiting > MOST_WAITING_BYTES) stream.end();
    else stream.send(data);
  });
  return () => stream.end();
}
