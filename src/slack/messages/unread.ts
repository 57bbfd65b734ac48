/** Which documents of a ticket, or which issue, the brief does without, and why. */
import type { UnreadDocument, UnreadFile, UnreadIssue } from '../../run/evidence.js';
import { code, join, type Mrkdwn, say, words } from '../escape.js';
import { type Detail, when } from './words.js';

/** The sentence, then a line for each document. */
export const unreadLines = (
  ticket: string,
  unread: readonly UnreadFile[],
  detail: Pick<Detail, 'rows'>,
): [Mrkdwn, ...Mrkdwn[]] => {
  const left = unread.length - detail.rows;
  const lines = unread
    .slice(0, detail.rows)
    .map((file) =>
      'issue' in file
        ? say`• ${code(file.issue)}: ${reasonOfIssue(file)}`
        : say`• ${code(file.path)}: ${reason(file)}`,
    );
  return [lead(ticket, unread), join([...lines, left > 0 ? say`… and ${left} more.` : undefined])];
};

function lead(ticket: string, unread: readonly UnreadFile[]): Mrkdwn {
  const issues = unread.filter((file) => 'issue' in file).length;
  if (issues === 0)
    return say`The document of ticket ${ticket} was not read, so the brief begins without it. Nothing in it was changed.`;
  return issues === unread.length
    ? say`The issue of ticket ${ticket} was not read, so the brief begins without it. What it would have said is asked here.`
    : say`The document and the issue of ticket ${ticket} were not read, so the brief begins without them. Nothing in the document was changed.`;
}

function reason({ why, detail }: UnreadDocument): Mrkdwn {
  return say`${REASONS[why]}${ownWords(detail)}.`;
}

function reasonOfIssue({ why, detail, until }: UnreadIssue): Mrkdwn {
  if (why === 'rate_limited')
    return until === undefined
      ? say`GitHub takes no more requests for now; use the command again in an hour.`
      : say`GitHub takes no more requests before ${when(until)}; use the command again then.`;
  const { what, todo } = REASONS_OF_ISSUE[why];
  return say`${what}${ownWords(detail)}. ${todo}`;
}

const ownWords = (detail = ''): Mrkdwn =>
  detail.trim() === '' ? say`` : say`: ${words(detail.replace(/[.\s]+$/u, ''), 300)}`;

const REASONS: Record<UnreadDocument['why'], Mrkdwn> = {
  claimed_twice: say`more than one folder claims this ticket; keep one, or give the others their own \`Ticket\``,
  link: say`it is a link, and links are not followed`,
  too_large: say`it is larger than 1 MB`,
  no_text: say`it is no text in UTF-8`,
  no_header: say`its frontmatter, the lines between the two \`---\`, is missing, cannot be read or is longer than 16 KB`,
  other_root: say`it names another folder for the documents than \`tickets.root\` of \`metawsm.yml\`, where I found no such ticket; make the two agree, or closing the run begins a second tree. It names`,
  unreachable: say`it could not be reached`,
};

/** Who looks after the bot can mend most of them; nobody has to, since the questions go on. */
const REASONS_OF_ISSUE: Record<
  Exclude<UnreadIssue['why'], 'rate_limited'>,
  { what: Mrkdwn; todo: Mrkdwn }
> = {
  not_configured: {
    what: say`I have no way to GitHub`,
    todo: say`Whoever looks after me sets \`GITHUB_TOKEN\` in \`.env\`, or logs my user in with \`gh auth login\`.`,
  },
  not_found: {
    what: say`GitHub does not have it, or does not show it to me`,
    todo: say`Check owner, repository and number; the token needs the right to read issues there.`,
  },
  token_refused: {
    what: say`GitHub does not take my token any more`,
    todo: say`Whoever looks after me renews \`GITHUB_TOKEN\`, or uses \`gh auth login\` again.`,
  },
  forbidden: {
    what: say`GitHub refused to show it to me`,
    todo: say`The token needs the right to read issues there, and the organisation’s consent where it asks for one.`,
  },
  gone: {
    what: say`it was deleted, or its repository has no issues`,
    todo: say`Check the number.`,
  },
  pull_request: {
    what: say`it is a pull request`,
    todo: say`A run begins from an issue: name the one that the pull request is about.`,
  },
  moved_away: {
    what: say`GitHub sends me to another host, to which I do not bring the token`,
    todo: say`Use the address where the issue is now, and check \`GITHUB_API_URL\`.`,
  },
  unanswered: {
    what: say`GitHub could not be reached`,
    todo: say`Use the command again when it answers, or answer the questions here.`,
  },
  oversized: {
    what: say`its answer is larger than 1 MB`,
    todo: say`Answer the questions here.`,
  },
};
