/** A line in the thread that somebody wants to know. */
import type { NoticeView } from '../../run/views.js';
import { noticeLines } from '../messages/notice.js';
import type { Detail } from '../messages/words.js';
import { type Sheet, text } from './layout.js';

export function noticeSheet(view: NoticeView, detail: Detail): Sheet {
  const [lead, ...rest] = noticeLines(view, detail);
  return { lead, parts: [lead, ...rest].map((line) => text(line)) };
}
