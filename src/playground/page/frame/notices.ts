/** What was refused, told where it happened, as Slackbot does. */

export interface Notice {
  id: number;
  /** Whom it is for. */
  userId: string;
  channel: string;
  thread: string | undefined;
  /** Slack's form of a time. */
  ts: string;
  text: string;
}

export type NoticeChange = { add: Omit<Notice, 'id' | 'ts'>; at: number } | { drop: number };

/** Notices after a change; `at` in milliseconds. */
export function noticesAfter(notices: Notice[], change: NoticeChange): Notice[] {
  if ('drop' in change) return notices.filter(({ id }) => id !== change.drop);
  const id = (notices.at(-1)?.id ?? 0) + 1;
  return [...notices, { ...change.add, id, ts: (change.at / 1000).toFixed(6) }];
}
