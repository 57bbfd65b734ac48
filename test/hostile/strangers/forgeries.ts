/** Requests over HTTP that Slack did not send, or not so, or not now. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Rig } from '../../slack/rig.js';

export interface Forgery {
  name: string;
  /** Status; 0: the connection was ended without one. */
  wanted: readonly number[];
  send(rig: Rig): Promise<number>;
}

const FORM = 'application/x-www-form-urlencoded';
const nowS = (): number => Math.floor(Date.now() / 1_000);

interface Parts {
  body?: string;
  /** What the signature is of, where it is not the body. */
  signed?: string;
  ts?: string;
  secret?: string;
  headers?: Record<string, string | undefined>;
  sent?: Buffer;
  method?: string;
  path?: string;
}

const command = (rig: Rig, more: Record<string, string> = {}): string =>
  new URLSearchParams({
    command: '/metawsm',
    text: 'bootstrap FRG-1 --repos api --goal "Let me in" --scope src --done "`npm test`" --constraints none',
    user_id: rig.ana.id,
    channel_id: rig.dev.id,
    team_id: rig.slack.teamId,
    trigger_id: `forged.${Math.random()}`,
    ...more,
  }).toString();

async function post(rig: Rig, parts: Parts = {}): Promise<number> {
  const { body = command(rig), ts = String(nowS()), secret = rig.slack.signingSecret } = parts;
  const sum = createHmac('sha256', secret)
    .update(`v0:${ts}:${parts.signed ?? body}`)
    .digest('hex');
  const wished = {
    'content-type': FORM,
    'x-slack-request-timestamp': ts,
    'x-slack-signature': `v0=${sum}`,
    ...parts.headers,
  };
  const headers = Object.entries(wished).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { method = 'POST', path = '/slack/events' } = parts;
  try {
    const answer = await fetch(`http://127.0.0.1:${rig.bot.connection.port()}${path}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: parts.sent ?? body }),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

const forged = (
  name: string,
  parts: Parts | ((rig: Rig) => Parts),
  wanted: readonly number[] = [401],
): Forgery => ({
  name,
  wanted,
  send: (rig) => post(rig, typeof parts === 'function' ? parts(rig) : parts),
});

/** Begins a request and never ends it; the status, or 0 where the connection was ended. */
async function unending(rig: Rig): Promise<number> {
  const socket = connect(rig.bot.connection.port() ?? 0, '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => {
    heard += part.toString();
  });
  socket.on('error', () => undefined);
  socket.write(
    'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
  );
  const drip = setInterval(() => socket.write(' '), 500);
  await Promise.race([once(socket, 'close'), new Promise((go) => setTimeout(go, 30_000))]);
  clearInterval(drip);
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/u.exec(heard)?.[1] ?? 0);
}

export const FORGERIES: readonly Forgery[] = [
  forged('a wrong signature', { secret: 'another' }),
  forged('no signature', { headers: { 'x-slack-signature': undefined } }),
  forged('no timestamp', { headers: { 'x-slack-request-timestamp': undefined } }),
  forged('an empty signature', { headers: { 'x-slack-signature': '' } }),
  forged('a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }),
  forged('the signature of another body', (rig) => ({ signed: command(rig) })),
  forged('a request of six minutes ago', () => ({ ts: String(nowS() - 360) })),
  forged('a request of next week', () => ({ ts: String(nowS() + 604_800) })),
  forged('a timestamp that is no number', { ts: 'NaN' }),
  forged('a timestamp without end', { ts: 'Infinity' }),
  forged('a negative timestamp', { ts: '-1' }),
  forged('a signature twice', { headers: { 'x-slack-signature': 'v0=00, v0=00' } }),
  forged(
    'a body in gzip',
    (rig) => ({ sent: gzipSync(command(rig)), headers: { 'content-encoding': 'gzip' } }),
    [400, 401],
  ),
  forged('another content type', { headers: { 'content-type': 'text/plain' } }, [400, 401]),
  forged('a retry without signature', { secret: 'x', headers: { 'x-slack-retry-num': '1' } }),
  forged(
    'a check that smuggles a command',
    (rig) => ({ body: command(rig, { ssl_check: '1' }), secret: 'x' }),
    [200],
  ),
  forged(
    'a check that smuggles a payload',
    (rig) => ({ body: `ssl_check=1&payload=null&${command(rig)}`, secret: 'x' }),
    [200, 400],
  ),
  forged('a verification of an address without signature', {
    body: '{"type":"url_verification","challenge":"x"}',
    secret: 'x',
    headers: { 'content-type': 'application/json' },
  }),
  forged(
    'a signed body that is null',
    { body: 'null', headers: { 'content-type': 'application/json' } },
    [400],
  ),
  forged('a signed payload that is null', { body: 'payload=null' }, [400]),
  forged('another method', { method: 'GET' }, [404]),
  forged('a PUT', { method: 'PUT' }, [404]),
  forged('another path', { path: '/' }, [404]),
  forged('a path that is none', { path: '//' }, [404]),
  forged('a path with an address', { path: '/slack/events/../events/x' }, [404]),
  forged('five megabytes', { body: `text=${'x'.repeat(5 * 1024 * 1024)}` }, [413, 0]),
  {
    name: 'the same request three times',
    wanted: [200],
    async send(rig) {
      const body = command(rig, { text: 'status', trigger_id: 'replayed.1' });
      const all = [await post(rig, { body }), await post(rig, { body }), await post(rig, { body })];
      return all.every((status) => status === 200) ? 200 : 500;
    },
  },
  { name: 'a body that never ends', wanted: [408, 400, 0], send: unending },
];
