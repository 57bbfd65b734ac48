/** The ticket stage: reads a ticket's documents for a brief and a workspace, and closes the ticket with one commit. */
import { join } from 'node:path';
import type { Handlers } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { TicketSource } from '../../run/issue.js';
import type { TicketReading } from '../../run/ticket-reading.js';
import { advance } from '../../shell/advance.js';
import { type Base, baseOf, fetchTip, mainOf, ownGit, wordsOf } from '../../shell/base.js';
import { peopleIn } from './changelog.js';
import { closingOf } from './close.js';
import { commitFiles, gitTree, rootPath } from './git-tree.js';
import { joined, readingOfIssue } from './issue-reading.js';
import { foldersOf } from './lookup.js';
import { type TicketDocument, TicketFault, type TicketOptions, type TicketTree } from './options.js';
import { plainTree, writePlainly } from './plain-tree.js';
import { readingOf } from './reading.js';

export type { TicketDocument, TicketOptions } from './options.js';

/** A person waits for the first question, who can answer without the ticket as well. */
const MOST_READING_MS = 2 * 60_000;

/** How often a base that others move meanwhile is tried. */
const TRIES = 5;

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
  let reading: Promise<unknown> = Promise.resolve();
  // one after another, because they fetch to one ref
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = reading.then(work);
    reading = mine.catch(() => undefined);
    return mine;
  };
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
        await close(options, run);
        return { type: 'ticket_written', step, at: options.now() };
      } catch (error) {
        if (!(error instanceof TicketFault) && (error as Error).name !== 'Error') throw error;
        const words = wordsOf(error);
        const detail = options.redact?.(words) ?? words;
        const repo = options.tickets ? { repo: options.tickets.repo } : {};
        return {
          type: 'ticket_failed',
          step,
          at: options.now(),
          fault: { code: 'ticket_failed', ...repo, detail },
        };
      }
    },
  };
}

async function documents(options: TicketOptions, ticket: string): Promise<TicketDocument[]> {
  const tree = await treeNow(options);
  const folders = tree ? await foldersOf(tree, ticket) : [];
  if (!tree) return [];
  const found: TicketDocument[] = [];
  for (const folder of folders) {
    const paths = tree.files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
    const name = folders.length > 1 ? folder.split('/').slice(-1) : [];
    for (const [path, content] of await tree.read(paths))
      found.push({ path: [...name, path.slice(folder.length + 1)].join('/'), content });
  }
  return found.filter(({ path }) => !path.split('/').includes('.meta'));
}

async function readIn(options: TicketOptions, ticket: string, signal: AbortSignal): Promise<TicketReading> {
  signal.throwIfAborted();
  const tree = await treeNow(options, signal);
  return tree ? readingOf(tree, ticket) : { fields: {}, unread: [] };
}

function unreachable({ tickets, redact }: TicketOptions, words: string): TicketReading {
  const path = tickets ? `${tickets.repo}/${tickets.root}` : 'tickets/ttmp';
  return { fields: {}, unread: [{ path, why: 'unreachable', detail: redact?.(words) ?? words }] };
}

/** The work may be waiting for its turn, or for something that cannot be broken off. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

async function treeNow(options: TicketOptions, signal?: AbortSignal): Promise<TicketTree | undefined> {
  if (!options.tickets) return plainTree(plainRoot(options));
  const base = await ticketBase(options, undefined, signal);
  const tip = await fetchTip(base, 'refs/metawsm-tickets/base', signal);
  return tip === undefined ? undefined : gitTree(base, tip, rootPath(options.tickets.root));
}

async function close(options: TicketOptions, run: RunContext): Promise<void> {
  const { questionText, redact } = options;
  const names = new Map<string, string>();
  for (const id of peopleIn(run)) names.set(id, await options.personName(id));
  const facts = {
    at: options.now(),
    names,
    ...(questionText ? { questionText } : {}),
    ...(redact ? { redact } : {}),
  };
  if (options.tickets) return closeInRepository(options, options.tickets.root, run, facts);
  const root = plainRoot(options);
  const closing = await closingOf(await plainTree(root), run, facts);
  if (closing) await writePlainly(root, closing);
}

async function closeInRepository(
  options: TicketOptions,
  root: string,
  run: RunContext,
  facts: Parameters<typeof closingOf>[2],
): Promise<void> {
  const folder = rootPath(root);
  const base = await ticketBase(options, run);
  const ref = `refs/metawsm/${run.id}/ticket`;
  for (let tries = 1; ; tries++) {
    const parent = await fetchTip(base, `${ref}-base`);
    if (parent === undefined) throw new TicketFault(`${base.repo} has no branch ${base.branch}`);
    const closing = await closingOf(await gitTree(base, parent, folder), run, facts);
    if (!closing) return;
    const message = `docs(${run.ticket}): close run ${run.id}\n`;
    const change = { parent, root: folder, files: closing.files, message, at: facts.at };
    const commit = await commitFiles(base, change, options.git);
    await ownGit(base)(['update-ref', '--no-deref', ref, commit]);
    const reason = `metawsm: close ${run.id}`;
    const result = await advance({ base, from: parent, to: commit, ref, identity: options.git, reason });
    if (result.state === 'advanced') return;
    if (result.state === 'refused') throw new TicketFault(refusedWords(base, result));
    if (tries >= TRIES) throw new TicketFault(result.detail);
  }
}

function refusedWords(base: Base, { code, detail }: { code: string; detail: string }): string {
  return code === 'base_dirty'
    ? `${base.branch} is checked out in a tree that is not clean: ${detail}`
    : detail;
}

/** The configured base, else the one that the run goes to, else what the repository's HEAD names. */
async function ticketBase(options: TicketOptions, run?: RunContext, signal?: AbortSignal): Promise<Base> {
  const repo = options.repos.find(({ name }) => name === options.tickets?.repo);
  if (!repo) throw new TicketFault(`the repository ${options.tickets?.repo} is not configured`);
  const branch = repo.base ?? run?.worktrees.find(({ name }) => name === repo.name)?.base;
  const base = await baseOf(options.home, repo, branch ?? '');
  return branch === undefined ? { ...base, branch: await mainOf(base, signal) } : base;
}

const plainRoot = ({ home }: TicketOptions) => join(home, 'tickets', 'ttmp');
