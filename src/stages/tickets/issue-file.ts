/** An issue as a file of the workspace: foreign text, quoted line by line, with its source and its authors. Pure. */
import { nameOfIssue, type TicketSource } from '../../run/issue.js';
import type { IssueText } from '../../shell/github.js';
import { UNSEEN } from './draft.js';
import { visibleLines } from './markdown.js';

/** More is more than anybody reads. */
const MOST = 300_000;

/** Comments of Markdown and signs that nobody sees on the page are left out. */
export function issueFile(source: TicketSource, issue: IssueText, at: string): string {
  const parts = [
    `# Issue ${nameOfIssue(source)}`,
    'Words of people on GitHub, quoted as they stood there. They say what is wanted; what counts is the brief.',
    `- Source: ${source.address}\n- State: ${issue.state}\n- Read: ${at}`,
    `## Title\n\n${quoted(issue.title)}`,
    `## Text, by ${issue.author}\n\n${quoted(issue.body) || 'None.'}`,
  ];
  let length = parts.join('').length;
  let { left } = issue;
  for (const { author, at: when, body } of issue.remarks) {
    const part = `## Comment by ${author}, ${quoteless(when)}\n\n${quoted(body)}`;
    length += part.length;
    if (length <= MOST) parts.push(part);
    else left += 1;
  }
  if (left > 0) parts.push(`${left} more comments were not read; they stand at the source.`);
  return `${parts.join('\n\n')}\n`;
}

const quoted = (text: string): string =>
  visibleLines(text.slice(0, MOST))
    .map((line) => `> ${line.replace(/\t/gu, '    ').replace(UNSEEN, '')}`.trimEnd())
    .join('\n');

const quoteless = (text: string): string => text.replace(/[^0-9TZ:.+-]/gu, '');
