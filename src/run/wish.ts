/** What a person asks for when a run begins, and the context it begins with. */

import { withField } from './brief.js';
import { FIELDS, type Field, type FieldDraft, type RunContext, type RunSettings } from './context.js';
import type { TicketSource } from './issue.js';
import { addressOfOrigin, type Origin } from './origin.js';

export interface NewRunWish {
  ticket: string;
  repos: { name: string; base?: string }[];
  /** Name of a configured agent. */
  agent: string;
  /** Fields given by flags, or in the form. */
  fields: Partial<Record<Field, string>>;
  /** Set where the form asked for them. */
  source?: 'form';
  /** Of the fields those that stand in the form as the message has them. */
  drafted?: Field[];
  /** The issue that the ticket is. */
  ticketSource?: TicketSource;
  origin?: Origin;
  channel: string;
  /** Slack user id. */
  requester: string;
  team?: string;
  at: string;
}

const TICKET = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u;

/** The contract's form of a ticket: safe as part of a folder, a branch and a file name. */
export const isTicket = (text: string): boolean =>
  TICKET.test(text) && !text.includes('..') && !text.endsWith('.') && !/\.lock$/iu.test(text);

/** `<ticket, lower case>-<suffix>`; the suffix is six characters of base32. */
export const runIdOf = (ticket: string, suffix: string): string => `${ticket.toLowerCase()}-${suffix}`;

export function newRun(id: string, wish: NewRunWish, settings: RunSettings): RunContext {
  const run: RunContext = {
    id,
    ticket: wish.ticket,
    channel: wish.channel,
    requester: wish.requester,
    createdAt: wish.at,
    settings,
    wishes: wish.repos,
    revision: 1,
    step: 0,
    iteration: 1,
    messages: {},
    notices: [],
    draft: {},
    vague: {},
    questions: [],
    facts: [],
    worktrees: [],
    agent: { name: wish.agent, alive: false, starting: false, step: 0, nudged: false, lost: 0 },
    agentMode: 'start',
    guidance: [],
    feedback: [],
    notes: [],
    worked: { ms: 0 },
    evidence: [],
    failedRounds: 0,
    merges: [],
    rebuilds: 0,
    mergedResults: [],
    ...(wish.team === undefined ? {} : { team: wish.team }),
    ...(wish.origin === undefined ? {} : { origin: wish.origin }),
    ...(wish.ticketSource === undefined ? {} : { ticketSource: wish.ticketSource }),
  };
  for (const field of FIELDS) Object.assign(run, fieldOf(run, field, wish));
  return run;
}

function fieldOf(run: RunContext, field: Field, wish: NewRunWish): Partial<RunContext> {
  const text = wish.fields[field];
  if (text !== undefined && text.trim() !== '') {
    const draft: FieldDraft = {
      text,
      source: wish.source ?? 'flag',
      decision: { by: wish.requester, at: wish.at },
      ...(wish.drafted?.includes(field) ? messageOf(wish) : {}),
    };
    return field === 'done' ? { draft: { ...run.draft, done: draft } } : withField(run, field, draft);
  }
  return field === 'merge' ? withField(run, 'merge', { text: 'default', source: 'default' }) : {};
}

const messageOf = ({ origin }: NewRunWish): Pick<FieldDraft, 'source' | 'link'> => ({
  source: 'message',
  ...(origin === undefined ? {} : { link: { address: addressOfOrigin(origin) } }),
});
