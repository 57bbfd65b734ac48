/** A GitHub issue as a ticket: how it is written, and the ticket that it becomes. Pure. */
import { isTicket } from './wish.js';

/** Where a ticket's text stands besides its own documents. */
export interface TicketSource {
  kind: 'github';
  /** Of the page that people open. */
  address: string;
  owner: string;
  repo: string;
  number: number;
}

/** What somebody typed for a ticket. */
export type TypedTicket =
  | { kind: 'ticket'; ticket: string; source?: TicketSource }
  /** A run begins from an issue. */
  | { kind: 'pull_request'; name: string }
  /** An issue of a GitHub that is not the configured one. */
  | { kind: 'elsewhere'; host: string; own: string }
  | { kind: 'none' };

/** Address of GitHub's pages where no other is configured. */
export const GITHUB = 'https://github.com';

/** No address of an issue is longer, whatever stands behind it. */
export const MOST_TYPED = 500;

const OWNER = '[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})';
const REPO = '[A-Za-z0-9._-]{1,100}';
const NUMBER = '[1-9][0-9]{0,8}';
const SHORT = new RegExp(`^(${OWNER})/(${REPO})#(${NUMBER})$`, 'u');
const ADDRESS = new RegExp(
  `^(?:https?://)?([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/(${OWNER})/(${REPO})/(issues|pull|pulls)/(${NUMBER})(?:[/?#].*)?$`,
  'u',
);

/** A ticket, or an issue as `owner/repo#12` or by its address; `site` is the configured GitHub, without a slash. */
export function ticketIn(typed: string, site: string = GITHUB): TypedTicket {
  const text = bare(typed.trim());
  if (isTicket(text)) return { kind: 'ticket', ticket: text };
  if (text.length > MOST_TYPED) return { kind: 'none' };
  const short = SHORT.exec(text);
  if (short) return issueOf(site, short[1]!, short[2]!, short[3]!);
  const [, typedHost, owner, repo, what, number] = ADDRESS.exec(text) ?? [];
  if (!typedHost || !owner || !repo || !number) return { kind: 'none' };
  const own = hostOf(site);
  const host = typedHost.toLowerCase().replace(/^www\.(?=github\.com$)/u, '');
  if (host !== own) return { kind: 'elsewhere', host, own };
  if (what !== 'issues') return { kind: 'pull_request', name: `${owner}/${repo}#${number}` };
  return issueOf(site, owner, repo, number);
}

/** How people call an issue. */
export const nameOfIssue = ({ owner, repo, number }: TicketSource): string => `${owner}/${repo}#${number}`;

function issueOf(site: string, owner: string, repo: string, number: string): TypedTicket {
  if (repo === '.' || repo === '..') return { kind: 'none' };
  const address = `${site}/${owner}/${repo}/issues/${number}`;
  const source: TicketSource = { kind: 'github', address, owner, repo, number: Number(number) };
  return { kind: 'ticket', ticket: ticketOf(repo, number), source };
}

/** GitHub does not tell names apart by case, so the ticket is in lower case; what no ticket may hold is left out. */
function ticketOf(repo: string, number: string): string {
  const name = repo
    .toLowerCase()
    .replace(/^[^a-z0-9]+/u, '')
    .replace(/\.{2,}/gu, '.')
    .slice(0, MOST_TICKET - 1 - number.length);
  return `${name || 'issue'}-${number}`;
}

const MOST_TICKET = 64;

const hostOf = (site: string): string => site.replace(/^https?:\/\//u, '').toLowerCase();

/** Slack's `<https://…>` and `<https://…|label>`, where they come as they are. */
const bare = (text: string): string => /^<([^<>|]*)(?:\|[^<>]*)?>$/u.exec(text)?.[1]?.trim() ?? text;
