/**
 * What comes through a socket, read before the client reads it: the client takes every frame for one of Slack's, and a
 * frame that is none would end in a rejection that nobody hears, or in an event of the client's own.
 */
import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../logging.js';
import { NobodyWaits } from './answer.js';
import { isRecord } from './shape.js';

type Client = SocketModeReceiver['client'];

/** The parts of the client that it keeps to itself. */
interface Inside {
  onWebSocketMessage(data: unknown, isBinary: boolean): Promise<void>;
  send(envelope: string, reply?: unknown): Promise<void>;
  /** Another object after each new connection. */
  websocket: object | undefined;
}

/** Larger than anything that Slack sends; over HTTP the same is refused. */
export const MOST_BYTES = 4 * 1024 * 1024;

const PAYLOADS: readonly unknown[] = ['events_api', 'slash_commands', 'interactive'];
/** What the client itself has to hear. */
const OWN: readonly unknown[] = ['hello', 'disconnect'];

export function guardFrames(client: Client, log: Pick<Log, 'warn'>): void {
  const inside = client as unknown as Inside;
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    taken(data, isBinary).catch((error: unknown) =>
      log.warn('a frame of Slack could not be answered', { reason: String(error).slice(0, 200) }),
    );
  });

  async function taken(data: unknown, isBinary: boolean): Promise<void> {
    const frame = readFrame(data);
    if (isRecord(frame) && OWN.includes(frame.type)) return inside.onWebSocketMessage(data, isBinary);
    const envelope = isRecord(frame) && typeof frame.envelope_id === 'string' ? frame.envelope_id : undefined;
    if (isRecord(frame) && envelope !== undefined && PAYLOADS.includes(frame.type)) {
      const { payload: body, retry_attempt: retry_num, retry_reason } = frame;
      const { websocket } = inside;
      // Slack waits where it has asked: what goes through a later connection reaches nobody.
      const ack = (reply: unknown) =>
        inside.websocket === websocket ? inside.send(envelope, reply) : Promise.reject(new NobodyWaits());
      client.emit('slack_event', {
        ack,
        envelope_id: envelope,
        type: frame.type,
        body,
        retry_num,
        retry_reason,
      });
      return;
    }
    log.warn('a frame of Slack is left alone', {
      why: typeof frame === 'string' ? frame : 'it is no payload',
    });
    // So that it is not sent again.
    if (envelope !== undefined) await inside.send(envelope);
  }
}

/** What a frame holds, or in words why it cannot be read. */
function readFrame(data: unknown): unknown {
  if (typeof data !== 'string') return 'it is binary';
  if (data.length > MOST_BYTES) return `it holds ${data.length} characters`;
  try {
    const read: unknown = JSON.parse(data);
    return isRecord(read) ? read : 'it is no object';
  } catch {
    return 'it is no JSON';
  }
}
