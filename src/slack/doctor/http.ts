/** HTTP mode, seen from this machine: does the port answer to what the signing secret signs? */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { troubleIn } from './asking.js';

const { well, unproven, fault } = findingsOn('slack');
const LIMIT_MS = 3_000;

/** `isRunning`: the bot. */
export async function tryHttp(
  { port, signingSecret, isRunning }: { port: number; signingSecret: string; isRunning: boolean },
  signal: AbortSignal,
): Promise<Finding[]> {
  const name = String(port);
  if (!isRunning)
    return [
      (await listens(port))
        ? fault('doctor_http_taken', { name })
        : well('doctor_http_port', { detail: name }),
    ];
  const answer = await challenge(port, signingSecret, signal);
  if (answer === 'taken') return [well('doctor_http', { detail: name }), unproven('doctor_http_address')];
  return [
    'silent' in answer
      ? fault('doctor_http_closed', { name, detail: answer.silent })
      : fault('doctor_http_secret', { name, detail: answer.refused }),
  ];
}

/** What Slack sends when an address is entered; it causes nothing. */
async function challenge(
  port: number,
  secret: string,
  signal: AbortSignal,
): Promise<'taken' | { silent: string } | { refused: string }> {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'metawsm-doctor' });
  const at = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Slack-Request-Timestamp': at,
        'X-Slack-Signature': signature,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    const said = (await response.text()).slice(0, 1_000);
    return response.ok && said.includes('metawsm-doctor') ? 'taken' : { refused: `HTTP ${response.status}` };
  } catch (error) {
    return { silent: troubleIn(error) };
  }
}

function listens(port: number): Promise<boolean> {
  if (port === 0) return Promise.resolve(false);
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: LIMIT_MS });
    const end = (is: boolean) => {
      socket.destroy();
      done(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
