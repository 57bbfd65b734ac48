/** The ticket stage: reads a ticket's documents for a brief and a workspace, and closes the ticket with one commit. */
import { join } from 'node:path';
import type { Handlers } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { Fault } from '../../run/events.js';
import type { TicketClosed } from '../../run/evidence.js';
import type { TicketReading } from '../../run/ticket-reading.js';
import { advance } from '../../shell/advance.js';
import { type Base, baseOf, fetchTip, mainOf, ownGit, wordsOf } from '../../shell/base.js';
import { type Closing, type ClosingFacts, closingOf } from './close.js';
import { commitFiles, gitTree, namedRoot, rootIn, rootPath } from './git-tree.js';
import { foldersOf } from './lookup.js';
import { type TicketDocument, TicketFault, type TicketOptions, type TicketTree } from './options.js';
import { peopleIn } from './people.js';
import { plainTree, writePlainly } from './plain-tree.js';
import { readingOf } from './reading.js';
import { withoutSecrets } from './without-secrets.js';

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
  /** What the ticket's own document says of a brief. Throws only where `signal` was given. */
  read: (ticket: string, signal: AbortSignal) => Promise<TicketReading>;
}

export function ticketStage(options: TicketOptions): Tickets {
  // one after another, because they fetch to one ref
  const inTurn = queue();
  // one after another, because two runs may close one ticket
  const written = queue();
  return {
    documents: (ticket) => inTurn(() => documents(options, ticket)),
    read: async (ticket, signal) => {
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
    },
    'ticket.write': async ({ step }, run) => {
      try {
        const ticket = await written(() => close(options, run));
        return { type: 'ticket_written', step, at: options.now(), ticket };
      } catch (error) {
        if (!(error instanceof TicketFault) && (error as Error).name !== 'Error') throw error;
        return { type: 'ticket_failed', step, at: options.now(), fault: faultOf(options, error as Error) };
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
  if (!options.tickets) return readingOf(await plainTree(plainRoot(options)), ticket);
  const place = await placeNow(options, signal);
  if (!place) return { fields: {}, unread: [] };
  const reading = await readingOf(await gitTree(place.base, place.tip, place.root), ticket);
  if (Object.keys(reading.fields).length + reading.unread.length > 0) return reading;
  const named = await namedRoot(place.base, place.tip);
  if (named === undefined || named === place.root) return reading;
  return { fields: {}, unread: [{ path: '.ttmp.yaml', why: 'other_root', detail: named }] };
}

function unreachable({ tickets, redact }: TicketOptions, words: string): TicketReading {
  const path = tickets ? `${tickets.repo}/${tickets.root}` : PLAIN;
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

async function treeNow(options: TicketOptions): Promise<TicketTree | undefined> {
  if (!options.tickets) return plainTree(plainRoot(options));
  const place = await placeNow(options);
  return place && gitTree(place.base, place.tip, place.root);
}

/** Where the documents stand now; undefined where the branch is not there. */
async function placeNow(
  options: TicketOptions,
  signal?: AbortSignal,
): Promise<{ base: Base; tip: string; root: string } | undefined> {
  const base = await ticketBase(options, undefined, signal);
  const tip = await fetchTip(base, 'refs/metawsm-tickets/base', signal);
  if (tip === undefined) return undefined;
  return { base, tip, root: await rootIn(base, tip, options.tickets?.root ?? '') };
}

async function close(options: TicketOptions, run: RunContext): Promise<TicketClosed> {
  const { questionText, redact = (text) => text, messageLink = () => undefined } = options;
  const facts: ClosingFacts = {
    at: options.now(),
    names: await namesOf(options, run),
    linkOf: messageLink,
    ...(questionText ? { questionText } : {}),
  };
  const safe = withoutSecrets(run, redact);
  if (options.tickets) return closeInRepository(options, options.tickets.root, safe, facts);
  const root = plainRoot(options);
  const closing = await placed(PLAIN, closingOf(await plainTree(root), safe, facts));
  await writePlainly(root, closing);
  return closedAt(options, PLAIN, closing);
}

/** What has to be mended is named by where a person finds it. */
async function placed<T>(root: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof TicketFault)) throw error;
    throw new TicketFault(
      error.message,
      error.code,
      error.paths.map((path) => `${root}/${path}`),
    );
  });
}

/** A name that cannot be looked up must not keep a merged ticket open: its place takes the id. */
async function namesOf(
  { personName, redact = (text) => text }: TicketOptions,
  run: RunContext,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of peopleIn(run)) names.set(id, redact(await personName(id).catch(() => id)));
  return names;
}

function closedAt(
  { tickets, redact = (text) => text }: TicketOptions,
  root: string,
  closing: Closing,
): TicketClosed {
  const { folder, openTasks } = closing;
  return {
    folder: `${root}/${folder}`,
    ...(tickets ? { repo: tickets.repo } : {}),
    ...(openTasks ? { openTasks: { ...openTasks, first: openTasks.first.map(redact) } } : {}),
  };
}

async function closeInRepository(
  options: TicketOptions,
  configured: string,
  run: RunContext,
  facts: ClosingFacts,
): Promise<TicketClosed> {
  rootPath(configured);
  const base = await ticketBase(options, run);
  const ref = `refs/metawsm/${run.id}/ticket`;
  for (let tries = 1; ; tries++) {
    const parent = await fetchTip(base, `${ref}-base`);
    if (parent === undefined) throw new TicketFault(`${base.repo} has no branch ${base.branch}`);
    const root = await rootIn(base, parent, configured);
    const closing = await placed(root, closingOf(await gitTree(base, parent, root), run, facts));
    if (closing.files.size === 0) return closedAt(options, root, closing);
    const message = `docs(${run.ticket}): close run ${run.id}\n`;
    const change = { parent, root, files: closing.files, message, at: facts.at };
    const commit = await commitFiles(base, change, options.git);
    await ownGit(base)(['update-ref', '--no-deref', ref, commit]);
    const reason = `metawsm: close ${run.id}`;
    const result = await advance({ base, from: parent, to: commit, ref, identity: options.git, reason });
    if (result.state === 'advanced') return closedAt(options, root, closing);
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

/** Where the documents are in the bot's home, without a repository of theirs. */
const PLAIN = 'tickets/ttmp';

const plainRoot = ({ home }: TicketOptions) => join(home, PLAIN);
