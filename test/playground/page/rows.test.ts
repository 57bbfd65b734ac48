/** What stands in a list of messages, and which messages stand where. */
import { describe, expect, test } from '@jest/globals';
import { noticesAfter } from '../../../src/playground/page/frame/notices.js';
import { type Row, rowsOf } from '../../../src/playground/page/frame/rows.js';
import { authorsOf, inChannel, repliesByRoot, unreadOf } from '../../../src/playground/page/frame/threads.js';
import type { MessagePiece } from '../../../src/playground/scene/scene.js';
import { message, tsAt } from './pieces.js';

/** Noon here, so that minutes do not cross midnight in any time zone. */
const NOON = new Date(2026, 10, 26, 12).getTime() / 1000;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

const rows = (messages: MessagePiece[], newTs?: string): Row[] =>
  rowsOf({ messages, ephemerals: [], notices: [], newTs });
const picture = (all: Row[]): string[] =>
  all.map((row) => (row.is === 'message' ? (row.follows ? 'follows' : 'message') : row.is));

describe('messages are grouped', () => {
  test('by author, up to five minutes after the first', () => {
    const messages = [0, 4, 5, 6].map((at) => message(NOON + at * MINUTE, 'U1'));
    expect(picture(rows(messages))).toEqual(['day', 'message', 'follows', 'follows', 'message']);
  });

  test('not over another author', () => {
    const messages = [message(NOON, 'U1'), message(NOON + 1, 'U2'), message(NOON + 2, 'U1')];
    expect(picture(rows(messages))).toEqual(['day', 'message', 'message', 'message']);
  });

  test('not over midnight', () => {
    const midnight = new Date(2026, 10, 27).getTime() / 1000;
    const messages = [message(midnight - 1, 'U1'), message(midnight + 1, 'U1')];
    expect(picture(rows(messages))).toEqual(['day', 'message', 'day', 'message']);
  });

  test('not over the line above what is new', () => {
    const messages = [message(NOON, 'U1'), message(NOON + 1, 'U1')];
    expect(picture(rows(messages, tsAt(NOON + 1)))).toEqual(['day', 'message', 'new', 'message']);
  });

  test('not where a reply was also sent to the channel', () => {
    const also = message(NOON + 1, 'U1', { thread_ts: tsAt(NOON - DAY), reply_broadcast: true });
    expect(picture(rows([message(NOON, 'U1'), also]))).toEqual(['day', 'message', 'message']);
  });

  test('not over what only one person sees, which stands at its time', () => {
    const notices = noticesAfter([], {
      add: { userId: 'U1', channel: 'C1', thread: undefined, text: 'No.' },
      at: (NOON + 1) * 1000,
    });
    const messages = [message(NOON, 'U1'), message(NOON + 2, 'U1')];
    const all = rowsOf({ messages, ephemerals: [], notices, newTs: undefined });
    expect(picture(all)).toEqual(['day', 'message', 'notice', 'message']);
  });
});

describe('threads', () => {
  const root = message(NOON, 'U1');
  const reply = message(NOON + 1, 'U2', { thread_ts: root.message.ts });
  const also = message(NOON + 2, 'U3', { thread_ts: root.message.ts, reply_broadcast: true });
  const elsewhere = message(NOON + 3, 'U1', { channel: 'C2', thread_ts: root.message.ts });
  const all = [also, elsewhere, reply, { ...root, message: { ...root.message, thread_ts: root.message.ts } }];

  test('a channel has roots and what was also sent there, in order of time', () => {
    expect(inChannel(all, 'C1').map(({ message: { ts } }) => ts)).toEqual([root.message.ts, also.message.ts]);
  });

  test('a thread has its replies of that channel, in order of time, without the root', () => {
    const replies = repliesByRoot(all, 'C1').get(root.message.ts) ?? [];
    expect(replies).toEqual([reply, also]);
    expect(authorsOf([...replies, reply])).toEqual(['U2', 'U3']);
  });

  test('new is what others wrote after what was read', () => {
    expect(unreadOf([root, reply, also], root.message.ts, 'U3')).toEqual([reply]);
  });
});

test('a notice that is dropped takes no other along, and no id is given twice', () => {
  const add = { userId: 'U1', channel: 'C1', thread: undefined, text: 'No.' };
  const two = noticesAfter(noticesAfter([], { add, at: 1_000 }), { add, at: 2_000 });
  const one = noticesAfter(two, { drop: two[0]!.id });
  expect(one).toEqual([two[1]]);
  expect(noticesAfter(one, { add, at: 3_000 }).map(({ id }) => id)).toEqual([2, 3]);
});
