/** The two ways to the bot, used as Slack never would. */
import { createHmac, randomUUID } from 'node:crypto';
import type { DeliveryKind } from '../../../src/playground/server/deliveries.js';
import type { Json } from '../../../src/playground/server/json.js';
import type { Rig } from '../../slack/rig.js';
import { written } from './odd.js';

/** How a delivery was answered. */
export interface Answered {
  /** Over the socket: how often. Over HTTP: 1 where there was an answer. */
  acks: number;
  status?: number;
  /** What came with the answer. */
  said: string;
}

export type Door = {
  name: string;
  rig: Rig;
  deliver(kind: DeliveryKind, body: Json): Promise<Answered>;
};

/** So long an answer is waited for; the machine may be busy. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 2;

export const overSocket = (rig: Rig): Door => ({
  name: 'Socket Mode',
  rig,
  async deliver(kind, body) {
    const id = randomUUID();
    rig.slack.sendsFrame(
      `{"envelope_id":"${id}","type":"${kind}","payload":${written(body)},"accepts_response_payload":true}`,
    );
    return acked(rig, id);
  },
});

/** How an envelope was acknowledged, once it was. */
export async function acked({ slack }: Rig, id: string): Promise<Answered> {
  const own = () => slack.acks.filter(({ envelope }) => envelope === id);
  const end = Date.now() + PATIENCE_MS;
  while (own().length === 0 && Date.now() < end) await new Promise((go) => setTimeout(go, LOOK_EVERY_MS));
  const payload = JSON.stringify(own()[0]?.payload ?? {});
  return { acks: own().length, said: payload === '{}' ? '' : payload };
}

export const overHttp = (rig: Rig): Door => ({
  name: 'HTTP',
  rig,
  async deliver(kind, body) {
    const text = kind === 'events_api' ? written(body) : formOf(kind, body);
    const type = kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded';
    const ts = String(Math.floor(Date.now() / 1_000));
    const sum = createHmac('sha256', rig.slack.signingSecret).update(`v0:${ts}:${text}`).digest('hex');
    const answer = await fetch(`http://127.0.0.1:${rig.bot.connection.port()}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-slack-request-timestamp': ts, 'x-slack-signature': `v0=${sum}` },
      body: text,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    const said = (await answer?.text().catch(() => '')) ?? '';
    return answer ? { acks: 1, status: answer.status, said } : { acks: 0, said };
  },
});

function formOf(kind: DeliveryKind, body: Json): string {
  if (kind === 'interactive') return new URLSearchParams({ payload: written(body) }).toString();
  const entries = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : written(value),
  ]);
  return new URLSearchParams(entries).toString();
}
