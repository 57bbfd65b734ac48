/** What stands in a list of messages, in order: day dividers, the line "New", messages, private ones and notices. */
import type { EphemeralPiece, MessagePiece } from '../../scene/scene.js';
import type { Notice } from './notices.js';
import { isSameDay, msOf } from './times.js';

const GROUP_MS = 5 * 60_000;

export type Row =
  | { is: 'day'; key: string; ts: string }
  | { is: 'new'; key: string }
  /** `follows`: by the same author as the one above, shortly after; shown without name and picture. */
  | { is: 'message'; key: string; ts: string; piece: MessagePiece; follows: boolean }
  | { is: 'ephemeral'; key: string; ts: string; piece: EphemeralPiece }
  | { is: 'notice'; key: string; ts: string; notice: Notice };

interface Contents {
  messages: MessagePiece[];
  ephemerals: EphemeralPiece[];
  notices: Notice[];
  /** Time of the first message that is new to the person. */
  newTs: string | undefined;
}

type Entry = Exclude<Row, { is: 'day' | 'new' }>;

export function rowsOf({ messages, ephemerals, notices, newTs }: Contents): Row[] {
  const entries: Entry[] = [
    ...messages.map((piece) => ({
      is: 'message' as const,
      key: `m${piece.message.ts}`,
      ts: piece.message.ts,
      piece,
      follows: false,
    })),
    ...ephemerals.map((piece) => ({
      is: 'ephemeral' as const,
      key: `e${piece.message.ts}`,
      ts: piece.message.ts,
      piece,
    })),
    ...notices.map((notice) => ({ is: 'notice' as const, key: `n${notice.id}`, ts: notice.ts, notice })),
  ].sort((a, b) => msOf(a.ts) - msOf(b.ts) || (a.ts < b.ts ? -1 : 1));

  const rows: Row[] = [];
  let head: MessagePiece | undefined;
  let lastTs: string | undefined;
  for (const entry of entries) {
    if (lastTs === undefined || !isSameDay(lastTs, entry.ts)) {
      rows.push({ is: 'day', key: `d${entry.ts}`, ts: entry.ts });
      head = undefined;
    }
    if (entry.is === 'message' && entry.ts === newTs) {
      rows.push({ is: 'new', key: 'new' });
      head = undefined;
    }
    lastTs = entry.ts;
    if (entry.is !== 'message') {
      head = undefined;
      rows.push(entry);
      continue;
    }
    const follows = head !== undefined && isOneGroup(head, entry.piece);
    if (!follows) head = entry.piece;
    rows.push({ ...entry, follows });
  }
  return rows;
}

function isOneGroup(head: MessagePiece, next: MessagePiece): boolean {
  return (
    head.message.user === next.message.user &&
    !next.message.reply_broadcast &&
    msOf(next.message.ts) - msOf(head.message.ts) <= GROUP_MS
  );
}
