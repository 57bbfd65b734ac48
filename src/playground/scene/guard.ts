/** Who may ask for anything here: this machine's browser, at our own address, with the key of this start. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Sent with every answer. */
export const SAFE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A request that gets no more than a status and a sentence. */
export class Denied extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** The address of a request. @throws Denied where its Host is not ours: a name that somebody made point at this machine */
export function addressOf(request: IncomingMessage, port: number): URL {
  const host = request.headers.host ?? '';
  // Browsers leave the port away where it is HTTP's own.
  const ours = ['127.0.0.1', 'localhost'].map((name) => new URL(`http://${name}:${port}`).host);
  if (!ours.includes(host)) throw new Denied(421, 'The playground answers at 127.0.0.1 only.');
  try {
    return new URL(`http://${host}${request.url ?? '/'}`);
  } catch {
    throw new Denied(400, 'That is no address.');
  }
}

/** @throws Denied without the key of this start */
export function demandKey(url: URL, key: string): void {
  if (isSame(url.searchParams.get('key') ?? '', key)) return;
  throw new Denied(
    403,
    'This address needs the key of this start: open the whole address that the playground printed.',
  );
}

/** @throws Denied where another page sent the request */
export function demandOwnOrigin(request: IncomingMessage): void {
  if (request.headers.origin === `http://${request.headers.host}`) return;
  throw new Denied(403, 'Only the page of the playground may send that.');
}

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** In the same time for every wrong value. */
function isSame(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}
