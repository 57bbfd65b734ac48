/** Reads the issue that a ticket is, and puts it beside what the ticket's document says. */
import { FIELDS } from '../../run/context.js';
import type { UnreadIssue } from '../../run/evidence.js';
import { nameOfIssue, type TicketSource } from '../../run/issue.js';
import type { TicketReading } from '../../run/ticket-reading.js';
import { IssueFault } from '../../shell/github.js';
import { issueDraft } from './issue-draft.js';
import { issueFile } from './issue-file.js';
import type { TicketOptions } from './options.js';

/** Keeps the issue for the agent of `run`. Throws only where `signal` was given: an issue never ends an intake. */
export async function readingOfIssue(
  { issues, now, redact = (text) => text }: Pick<TicketOptions, 'issues' | 'now' | 'redact'>,
  source: TicketSource,
  run: string | undefined,
  signal: AbortSignal,
): Promise<TicketReading> {
  if (!issues) return { fields: {}, unread: [{ issue: nameOfIssue(source), why: 'not_configured' }] };
  try {
    const issue = await issues.read(source, signal);
    if (run !== undefined) issues.keep(run, redact(issueFile(source, issue, now())));
    const fields = issueDraft(issue);
    const link = { address: source.address, issue: nameOfIssue(source) };
    const links = Object.fromEntries(
      FIELDS.flatMap((field) => (fields[field] === undefined ? [] : [[field, link]])),
    );
    return { fields, links, unread: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { fields: {}, unread: [unreadIn(nameOfIssue(source), error, redact)] };
  }
}

/** A run stores it; it is cut once its secrets are out, since half a secret would stay. */
const MOST_DETAIL = 300;

function unreadIn(issue: string, error: unknown, redact: (text: string) => string): UnreadIssue {
  const { why, detail, until } =
    error instanceof IssueFault ? error : new IssueFault('unanswered', (error as Error).message);
  return {
    issue,
    why,
    ...(detail ? { detail: redact(detail).slice(0, MOST_DETAIL) } : {}),
    ...(until ? { until } : {}),
  };
}

/** The document is nearer to the team than the issue: it wins field by field. */
export function joined(document: TicketReading, issue: TicketReading): TicketReading {
  const links = Object.fromEntries(
    FIELDS.flatMap((field) => {
      const link = document.fields[field] === undefined ? issue.links?.[field] : undefined;
      return link ? [[field, link]] : [];
    }),
  );
  return {
    fields: { ...issue.fields, ...document.fields },
    links,
    unread: [...document.unread, ...issue.unread],
  };
}
