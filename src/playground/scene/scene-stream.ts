/** One person's scene to one browser tab: everything first, then what changes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventStream } from './event-stream.js';
import { Picture } from './picture.js';
import { piecesFor } from './pieces.js';
import type { PageParts } from './ports.js';

/** Changes within this time go out together. */
const TOGETHER_MS = 25;
/** A large workspace is drawn less often: one part drawing, so many parts pause. */
const SHARE = 4;

/** Goes on until the browser leaves; the returned function ends it. */
export function streamScene(
  parts: PageParts,
  userId: string,
  request: IncomingMessage,
  response: ServerResponse,
): () => void {
  const picture = new Picture();
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  let pauseMs = TOGETHER_MS;
  const leave = [
    parts.slack.store.subscribe(() => soon()),
    parts.bot.subscribe(() => soon()),
    () => clearTimeout(timer),
  ];
  const stream = new EventStream(request, response, () => {
    for (const one of leave) one();
  });
  const tell = (): void => {
    timer = undefined;
    // A slow reader gets one difference to what it knows when it has caught up, never a queue of them.
    if (stream.isBehind) {
      isWaiting = true;
      stream.caughtUp(() => {
        isWaiting = false;
        soon();
      });
      return;
    }
    const begun = performance.now();
    const change = picture.change(piecesFor(parts, userId));
    if (change) stream.send(change);
    pauseMs = Math.max(TOGETHER_MS, SHARE * (performance.now() - begun));
  };
  const soon = (): void => {
    if (!isWaiting) timer ??= setTimeout(tell, pauseMs);
  };
  tell();
  return () => stream.end();
}
