import type { ReactNode } from 'react';
import { useNow } from './browser-state.js';
import { EphemeralMessage, NoticeMessage } from './private-message.js';
import type { Row } from './rows.js';
import { dayLabel } from './times.js';

/** A row of a list; `children` is the message of one that is a message. */
export function MessageRow({ row, children }: { row: Row; children: ReactNode }) {
  switch (row.is) {
    case 'day':
      return <DayRow ts={row.ts} />;
    case 'new':
      return (
        <div className="new-line">
          <span>New</span>
        </div>
      );
    case 'ephemeral':
      return <EphemeralMessage piece={row.piece} />;
    case 'notice':
      return <NoticeMessage notice={row.notice} />;
    default:
      return children;
  }
}

function DayRow({ ts }: { ts: string }) {
  const now = useNow();
  return (
    <div className="day-line">
      <span>{dayLabel(ts, now)}</span>
    </div>
  );
}
