/** Does Slack deliver events? Proven by a message of the bot's own, which is removed at once. */
import type { WebClient } from '@slack/web-api';
import { type Finding, findingsOn } from '../../doctor/finding.js';
import { codeOf } from '../directory.js';
import { escaped } from '../escape.js';
import { testMessage } from '../messages/doctor.js';
import { troubleIn } from './asking.js';
import type { Echo } from './echo.js';

export interface EventTrip {
  web: WebClient;
  echo: Echo;
  /** A channel, or a person for a direct message. */
  to: string;
  /** Where the app's settings are. */
  page: string;
  /** Default 10,000. */
  limitMs?: number;
  signal: AbortSignal;
}

const { well, note, fault } = findingsOn('slack');

export async function tryEvents(trip: EventTrip): Promise<Finding[]> {
  const { web, echo, to, page, limitMs = 10_000, signal } = trip;
  return echo.listening(async () => {
    const begun = performance.now();
    const place = await post(web, to);
    if ('refused' in place) return [fault('doctor_test_refused', { name: to, detail: place.refused })];
    const heardAt = await echo.wait(place, limitMs, signal);
    const left = await remove(web, place);
    return [
      heardAt === undefined
        ? fault('doctor_events_missing', { name: page, known: to, detail: `${limitMs / 1_000} s` })
        : well('doctor_events', { detail: String(Math.max(1, Math.round(heardAt - begun))) }),
      ...(left === undefined ? [] : [note('doctor_test_left', { name: to, detail: left })]),
    ];
  });
}

async function post(
  web: WebClient,
  to: string,
): Promise<{ channel: string; ts: string } | { refused: string }> {
  try {
    const isPerson = /^[UW]/u.test(to);
    const channel = isPerson ? ((await web.conversations.open({ users: to })).channel?.id ?? to) : to;
    const { text } = escaped(testMessage());
    const sent = await web.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false });
    return sent.ts ? { channel: sent.channel ?? channel, ts: sent.ts } : { refused: 'no place was told' };
  } catch (error) {
    return { refused: codeOf(error) ?? troubleIn(error) };
  }
}

/** Why it is still there; undefined once it is gone. */
async function remove(web: WebClient, place: { channel: string; ts: string }): Promise<string | undefined> {
  for (let tries = 1; ; tries += 1)
    try {
      await web.chat.delete(place);
      return undefined;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'message_not_found') return undefined;
      if (code !== undefined || tries === 2) return code ?? troubleIn(error);
    }
}
