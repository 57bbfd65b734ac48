/** What Slack's answers are while it is down, and to whom. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault } from '../../../src/playground/server/faults.js';
import type { Random } from '../../crash/random.js';
import type { Rig } from '../../slack/rig.js';

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const MEGABYTE = Buffer.alloc(1024 * 1024, 'a');

/** By name, so that it can be told what was met. */
export function troubles(elsewhere: string): Record<string, Fault> {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a'));
  return {
    '500': { status: 500 },
    '500 after commit': { status: 500, stored: true },
    '503': { status: 503 },
    'a limit': { retryAfterS: 1 },
    'a limit of nothing': { retryAfterS: 0 },
    'a limit below nothing': { retryAfterS: -5 },
    hanging: { hang: true },
    'hanging after commit': { hang: true, stored: true },
    reset: { reset: true },
    'reset after commit': { reset: true, stored: true },
    internal_error: { error: 'internal_error' },
    'a page of a proxy': { raw: { status: 200, headers: HTML, body: '<html>Sign in</html>' } },
    'half an answer': { raw: { status: 200, headers: JSON_TYPE, body: '{"ok":true,"ts":"1' }, stored: true },
    'an answer cut off': {
      raw: { status: 200, headers: { ...JSON_TYPE, 'content-length': '5000' }, body: '{"ok":', cut: true },
      stored: true,
    },
    'another type': { raw: { status: 200, headers: { 'content-type': 'image/png' }, body: 'PNG' } },
    'a way elsewhere': { raw: { status: 302, headers: { location: elsewhere }, body: '' } },
    'far too long': { raw: { status: 200, headers: JSON_TYPE, body: MEGABYTE, times: 64 } },
    'a gzip bomb': {
      raw: { status: 200, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: bomb },
    },
    'a late answer': { answerAfterMs: 600 },
  };
}

/** A host that no request of the bot may reach. */
export async function strangeHost() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers.authorization ?? 'a request without a token'));
    response.end('{"ok":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://localhost:${port}/`, seen, close };
}

export interface Down {
  met: Record<string, number>;
  calls(): number;
  end(): void;
}

/** Lets calls fail that do not concern `spared` channels, and breaks sockets all the time, until `end`. */
export function goDown(rig: Rig, random: Random, faults: Record<string, Fault>, spared: Set<string>): Down {
  const names = Object.keys(faults);
  const met: Record<string, number> = {};
  let calls = 0;
  rig.slack.faults.always('*', (args) => {
    const place = args.channel ?? args.channel_id;
    const isForAll = place === undefined;
    if (spared.has(String(place)) || random.chance(isForAll ? 0.75 : 0.3)) return undefined;
    const name = names[random.between(0, names.length - 1)]!;
    calls += 1;
    met[name] = (met[name] ?? 0) + 1;
    return faults[name];
  });
  const breaking = setInterval(() => {
    rig.slack.faults.dropSockets();
    met['a broken socket'] = (met['a broken socket'] ?? 0) + 1;
  }, 2_500);
  return {
    met,
    calls: () => calls,
    end() {
      clearInterval(breaking);
      rig.slack.faults.clear();
    },
  };
}
