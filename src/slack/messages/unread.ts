/** Which documents of a ticket the brief does without, and why. */
import type { UnreadFile } from '../../run/evidence.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import type { Detail } from './words.js';

/** The sentence, then a line for each document. */
export const unreadLines = (
  ticket: string,
  unread: readonly UnreadFile[],
  detail: Pick<Detail, 'rows'>,
): [Mrkdwn, ...Mrkdwn[]] => {
  const left = unread.length - detail.rows;
  const lines = unread.slice(0, detail.rows).map((file) => say`• ${code(file.path)}: ${reason(file)}`);
  return [
    say`The document of ticket ${ticket} was not read, so the brief begins without it. Nothing in it was changed.`,
    join([...lines, left > 0 ? say`… and ${left} more.` : undefined]),
  ];
};

function reason({ why, detail = '' }: UnreadFile): Mrkdwn {
  const own = detail.trim() === '' ? say`` : say`: ${words(detail.replace(/[.\s]+$/u, ''), 300)}`;
  return say`${REASONS[why]}${own}.`;
}

const REASONS: Record<UnreadFile['why'], Mrkdwn> = {
  claimed_twice: say`more than one folder claims this ticket; keep one, or give the others their own \`Ticket\``,
  link: say`it is a link, and links are not followed`,
  too_large: say`it is larger than 1 MB`,
  no_text: say`it is no text in UTF-8`,
  no_header: say`its frontmatter, the lines between the two \`---\`, is missing, cannot be read or is longer than 16 KB`,
  other_root: say`it names another folder for the documents than \`tickets.root\` of \`metawsm.yml\`, where I found no such ticket; make the two agree, or closing the run begins a second tree. It names`,
  unreachable: say`it could not be reached`,
};
