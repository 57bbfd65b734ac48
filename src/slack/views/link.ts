/** The line in the thread of the message from which a run was started. */
import type { LinkView } from '../../run/views.js';
import { linkLine } from '../messages/link.js';
import { type Sheet, text } from './layout.js';

export function linkSheet(view: LinkView): Sheet {
  const lead = linkLine(view);
  return { lead, parts: [text(lead)] };
}
