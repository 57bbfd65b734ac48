/** The ticket stage: reads a ticket's documents for a brief and a workspace, and closes the ticket with one commit. */

import type { Handlers } from '../../engine/ports.js';
import type { Fault } from '../../run/events.js';
import type { TicketSource } from '../../run/issue.js';
import type { TicketReading } from '../../run/ticket-reading.js';
import { wordsOf } from '../../shell/base.js';
import { orAbort } from '../../shell/or-abort.js';
import { gitTree, namedRoot } from './git-tree.js';
import { joined, readingOfIssue } from './issue-reading.js';
import { foldersOf } from './lookup.js';
import { type TicketDocument, TicketFault, type TicketOptions, type TicketTree } from './options.js';
import { checkoutIn, PLAIN, placeNow, plainRoot } from './place.js';
import { plainTree } from './plain-tree.js';
import { readingOf } from './reading.js';
import { UntoldCheckout, writeTicket } from './write-ticket.js';

export type { TicketDocument, TicketOptions } from './options.js';

/** A person waits for the first question, who can answer without the ticket as well. */
const MOST_READING_MS = 2 * 60_000;

export interface Tickets extends Pick<Handlers, 'ticket.write'> {
  /**
   * The documents of a ticket as they stand now, nothing where there is no such ticket. Where several folders claim
   * it, all of them, each below its name. Throws with the words of git where the repository cannot be read.
   */
  documents: (ticket: string) => Promise<TicketDocument[]>;
  /**
   * What the ticket's own document and its issue say of a brief; the document wins field by field. Throws only where
   * `signal` was given.
   */
  read: (ticket: string, signal: AbortSignal, wanted?: Wanted) => Promise<TicketReading>;
}

export interface Wanted {
  /** The issue that the ticket is. */
  source?: TicketSource;
  /** Run for which the issue is kept. */
  run?: string;
}

export function ticketStage(options: TicketOptions): Tickets {
  // one after another, because they fetch to one ref
  const inTurn = queue();
  // one after another, because two runs may close one ticket
  const written = queue();
  const documentOf = async (ticket: string, signal: AbortSignal): Promise<TicketReading> => {
    const enough = AbortSignal.any([signal, AbortSignal.timeout(MOST_READING_MS)]);
    try {
      return await orAbort(
        inTurn(() => readIn(options, ticket, enough)),
        enough,
      );
    } catch (error) {
      signal.throwIfAborted();
      return unreachable(options, enough.aborted ? 'it took longer than two minutes' : wordsOf(error));
    }
  };
  return {
    documents: (ticket) => inTurn(() => documents(options, ticket)),
    read: async (ticket, signal, { source, run } = {}) => {
      const issue = source && readingOfIssue(options, source, run, signal);
      // where the documents end it nobody waits for the issue
      issue?.catch(() => undefined);
      const document = await documentOf(ticket, signal);
      return issue ? joined(document, await issue) : document;
    },
    'ticket.write': async ({ step }, run) => {
      try {
        const ticket = await written(() => writeTicket(options, run));
        return { type: 'ticket_written', step, at: options.now(), ticket };
      } catch (error) {
        if (!(error instanceof TicketFault) && (error as Error).name !== 'Error') throw error;
        const checkout = error instanceof UntoldCheckout ? { checkout: error.checkout } : {};
        const fault = faultOf(options, error as Error);
        return { type: 'ticket_failed', step, at: options.now(), fault, ...checkout };
      }
    },
  };
}

function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function faultOf({ tickets, redact }: TicketOptions, error: Error): Fault {
  const { code, paths } = error instanceof TicketFault ? error : new TicketFault('');
  const detail = [wordsOf(error), ...paths].join('\n');
  return { code, ...(tickets ? { repo: tickets.repo } : {}), detail: redact?.(detail) ?? detail };
}

async function documents(options: TicketOptions, ticket: string): Promise<TicketDocument[]> {
  const tree = await treeNow(options);
  const folders = tree ? await foldersOf(tree, ticket) : [];
  if (!tree) return [];
  const found: TicketDocument[] = [];
  const names = folders.map((folder) => folder.split('/').at(-1));
  // two days may have folders of one name
  const isOwn = new Set(names).size === names.length;
  for (const folder of folders) {
    const paths = tree.files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
    const name = folders.length > 1 ? folder.split('/').slice(isOwn ? -1 : 0) : [];
    for (const [path, content] of await tree.read(paths))
      found.push({ path: [...name, path.slice(folder.length + 1)].join('/'), content });
  }
  return found.filter(({ path }) => !path.split('/').includes('.meta'));
}

async function readIn(options: TicketOptions, ticket: string, signal: AbortSignal): Promise<TicketReading> {
  signal.throwIfAborted();
  if (!options.tickets) return readingOf(await plainTree(plainRoot(options)), ticket);
  const place = await placeNow(options, signal);
  if (!place) return { fields: {}, unread: [] };
  const checkout = await checkoutIn(place.base);
  const reading = {
    ...(await readingOf(await gitTree(place.base, place.tip, place.root), ticket)),
    ...(checkout ? { checkout } : {}),
  };
  if (Object.keys(reading.fields).length + reading.unread.length > 0) return reading;
  const named = await namedRoot(place.base, place.tip);
  if (named === undefined || named === place.root) return reading;
  return { ...reading, unread: [{ path: '.ttmp.yaml', why: 'other_root', detail: named }] };
}

function unreachable({ tickets, redact }: TicketOptions, words: string): TicketReading {
  const path = tickets ? `${tickets.repo}/${tickets.root}` : PLAIN;
  return { fields: {}, unread: [{ path, why: 'unreachable', detail: redact?.(words) ?? words }] };
}

async function treeNow(options: TicketOptions): Promise<TicketTree | undefined> {
  if (!options.tickets) return plainTree(plainRoot(options));
  const place = await placeNow(options);
  return place && gitTree(place.base, place.tip, place.root);
}
