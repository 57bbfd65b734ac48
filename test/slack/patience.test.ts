/** What a broken Slack, or a proxy in its place, may not do to the bot. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import { AnswerTooLong, bounded } from '../../src/slack/fetching.js';
import { isFinal } from '../../src/slack/identity.js';
import { Owed } from '../../src/slack/owed.js';
import { patienceMs } from '../../src/slack/patience.js';

test.each([
  ['10^9 silenced the bot for 31 years', '1000000000', 900_000],
  ['0 made it ask again without a pause', '0', 1_000],
  ['-5 made it ask again without a pause', -5, 1_000],
  ['a missing one ended the connection at the start', undefined, 30_000],
  ['a word', 'soon', 30_000],
  ['ten minutes are kept', '600', 600_000],
])('a Retry-After of %s', (_, named, ms) => {
  expect(patienceMs(named)).toBe(ms);
});

const server = createServer((request, response) => {
  const bomb = request.url === '/bomb';
  const body = Buffer.alloc(4 * 1024 * 1024, 'a');
  response.writeHead(request.url === '/limit' ? 429 : 200, bomb ? { 'content-encoding': 'gzip' } : {});
  response.end(request.url === '/limit' ? '{}' : bomb ? gzipSync(body) : body);
});
let url: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each(['/long', '/bomb'])('an answer without an end filled the memory: %s', async (path) => {
  await expect(bounded(1024 * 1024)(`${url}${path}`)).rejects.toThrow(AnswerTooLong);
});

test('a 429 without Retry-After gets one that the client can read', async () => {
  const response = await bounded()(`${url}/limit`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '30']);
});

test('the page of a proxy was taken for a refusal of the token, and the bot ended', () => {
  const said = (error: string) => new WebAPIPlatformError({ ok: false, error } as never);
  expect(isFinal(said('<html>Sign in</html>'))).toBe(false);
  expect(isFinal(said('invalid_auth'))).toBe(true);
});

test('a private answer that met a rate limit was lost', async () => {
  const owed = new Owed({ warn: () => undefined });
  const said: string[] = [];
  let limits = 2;
  const done = new Promise<void>((resolve) => {
    owed.add(
      'U1',
      async () => {
        limits -= 1;
        if (limits > 0) return { kind: 'wait', code: 'ratelimited', afterMs: 1, inDoubt: false };
        said.push('first');
        return undefined;
      },
      1,
    );
    owed.add(
      'U1',
      async () => {
        said.push('second');
        resolve();
        return undefined;
      },
      1,
    );
  });
  await done;
  expect(said).toEqual(['first', 'second']);
  await owed.stop();
});
