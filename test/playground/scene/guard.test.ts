/** Who gets in at the page's door, and what a hostile browser gets. */

import { symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addressOf, Denied } from '../../../src/playground/scene/guard.js';
import { PATHS } from '../../../src/playground/scene/scene.js';
import { type PageRig, pageBefore, workspace } from './page-rig.js';

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;

beforeEach(async () => {
  world = await workspace();
  page = pageBefore(world.slack, [world.ana, world.ben]);
});
afterEach(async () => {
  page.close();
  await world.slack.close();
});

const posted = (more: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { origin: `http://127.0.0.1:${page.port}`, 'content-type': 'application/json', ...more },
});
const gesture = () => page.keyed(PATHS.gesture);
const statusOf = async (...asked: Parameters<PageRig['asks']>) => (await page.asks(...asked)).status;

describe('the page', () => {
  test('is there with the key, under a policy that lets nothing else in', async () => {
    const { pathname, search } = new URL(page.href);
    const index = await page.asks(pathname + search);
    expect(index.body).toBe('<title>page</title>');
    expect(index.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'self';(?!.*unsafe)/),
    });
    const script = await page.asks('/assets/app-1a2b.js');
    expect(script.body).toBe('run()');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    });
  });

  test('gives no file from outside of its folder, no hidden one and no folder', async () => {
    writeFileSync(join(page.folder, 'notes.log'), 'x');
    symlinkSync('/etc/hostname', join(page.folder, 'host.json'));
    for (const path of [
      '/../../../../etc/passwd',
      '/assets/../../../etc/passwd',
      '/..%2f..%2f..%2fetc%2fpasswd',
      '/assets/..%5c..%5cindex.html',
      '//etc/passwd',
      '/%00.html',
      '/%E0%A4%A',
      '/host.json',
      '/.made-of.json',
      '/notes.log',
      '/assets',
      '/assets/',
      '/none.js',
    ])
      expect([path, await statusOf(path)]).toEqual([path, 404]);
  });

  test('leaves Slack its own paths', async () => {
    const answer = await page.asks('/api/auth.test', { method: 'POST' });
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: 'not_authed' });
    page.close();
    expect(await statusOf('/assets/app-1a2b.js')).toBe(404);
  });
});

describe('without the key', () => {
  const below = [
    '/',
    '/index.html',
    PATHS.scene,
    PATHS.inspector,
    `${PATHS.file}/F1`,
    `${PATHS.diff}/a/abcd`,
    '/_page',
  ];

  test('nothing answers', async () => {
    for (const path of below) {
      expect([path, await statusOf(path)]).toEqual([path, 403]);
      expect([path, await statusOf(`${path}?key=`)]).toEqual([path, 403]);
      expect([path, await statusOf(`${path}?key=the%20key`)]).toEqual([path, 403]);
    }
    expect(await statusOf(PATHS.gesture, { ...posted(), body: '{"do":"kill_bot"}' })).toBe(403);
  });
});

describe('another page in the same browser', () => {
  test('gets nowhere by a name that points at this machine', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${page.port}`,
      '127.0.0.1',
      'localhost:1',
      `[::1]:${page.port}`,
    ])
      expect([host, await statusOf(page.keyed('/'), { headers: { host } })]).toEqual([host, 421]);
    expect(await statusOf(page.keyed('/'), { headers: { host: `localhost:${page.port}` } })).toBe(200);
  });

  test('sends no gestures', async () => {
    const body = '{"do":"open_home","tab":"home"}';
    for (const origin of [
      'http://evil.example',
      'null',
      `http://localhost:${page.port}`,
      `https://127.0.0.1:${page.port}`,
    ])
      expect([origin, await statusOf(gesture(), { ...posted({ origin }), body })]).toEqual([origin, 403]);
    const { origin: _, ...without } = posted().headers;
    expect(await statusOf(gesture(), { method: 'POST', headers: without, body })).toBe(403);
    expect(await statusOf(gesture(), { ...posted(), body })).toBe(200);
  });
});

describe('a gesture', () => {
  test('has to be one', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{',
      '"type"',
      '{"do":"constructor"}',
      '{"do":"__proto__"}',
      '{"do":"fly"}',
      '{"do":"say","channel":"C1"}',
      '{"do":"say","channel":"C1","text":7}',
      '{"do":"say","channel":"C1","text":"x","thread":null}',
      '{"do":"choose","on":"home","block":"b","action":"a","values":[1]}',
      '{"do":"choose","on":"home","block":"b","action":"a","values":{"length":1}}',
      '{"do":"open_home","tab":"about"}',
    ])
      expect([body, await statusOf(gesture(), { ...posted(), body })]).toEqual([body, 400]);
  });

  test('is JSON, short, sent by POST, by somebody one may act as', async () => {
    const body = '{"do":"kill_bot"}';
    expect(await statusOf(gesture(), { ...posted({ 'content-type': 'text/plain' }), body })).toBe(415);
    expect(await statusOf(gesture(), { ...posted(), body: `{"do":"${'x'.repeat(70_000)}"}` })).toBe(413);
    expect(await statusOf(gesture())).toBe(405);
    expect(await statusOf(page.keyed('/'), { ...posted(), body })).toBe(405);
    for (const as of [world.eve.id, world.slack.bot.userId, 'U0', 'constructor'])
      expect(await statusOf(page.keyed(PATHS.gesture, { as }), { ...posted(), body })).toBe(403);
    expect(await statusOf(page.keyed(PATHS.scene, { as: world.eve.id }))).toBe(403);
  });
});

test('on the port of HTTP itself, a browser leaves the port away', () => {
  const asked = (host: string) => ({ headers: { host }, url: '/' }) as IncomingMessage;
  expect(addressOf(asked('127.0.0.1'), 80).pathname).toBe('/');
  expect(() => addressOf(asked('127.0.0.1'), 8080)).toThrow(Denied);
  expect(() => addressOf(asked('evil.example'), 80)).toThrow(Denied);
});
