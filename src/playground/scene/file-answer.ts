/** The content of a file that somebody sees in Slack. */
import type { ServerResponse } from 'node:http';
import type { Store } from '../server/store.js';
import { Denied } from './guard.js';
import { seesFile } from './sight.js';

/** Always as plain text: what an agent wrote must not run in the page. @throws Denied */
export function fileAnswer(store: Store, userId: string, fileId: string, response: ServerResponse): void {
  const file = store.files.get(fileId);
  if (file?.state !== 'shared' || !seesFile(store, userId, fileId))
    throw new Denied(404, 'There is no such file for you.');
  response.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(whole(file.name))}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });
  response.end(file.content);
}

/** Half of a pair of characters has no address. */
const whole = (name: string): string => Buffer.from(name).toString();
