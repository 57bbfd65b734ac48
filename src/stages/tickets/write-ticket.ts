/** Writes the documents of a merged run: one commit onto the base of their repository, or files in the bot's home. */
import type { RunContext } from '../../run/context.js';
import type { TicketCheckout, TicketClosed } from '../../run/evidence.js';
import { type Advanced, advance } from '../../shell/advance.js';
import { type Base, fetchTip, ownGit } from '../../shell/base.js';
import { type Closing, type ClosingFacts, closingOf } from './close.js';
import { commitFiles, gitTree, rootIn, rootPath } from './git-tree.js';
import { TicketFault, type TicketOptions } from './options.js';
import { peopleIn } from './people.js';
import { PLAIN, plainRoot, ticketBase } from './place.js';
import { plainTree, writePlainly } from './plain-tree.js';
import { withoutSecrets } from './without-secrets.js';

/** How often a base that others move meanwhile is tried. */
const TRIES = 5;

/** Throws `TicketFault`, and what git says. */
export async function writeTicket(options: TicketOptions, run: RunContext): Promise<TicketClosed> {
  const { questionText, redact = (text) => text, messageLink = () => undefined } = options;
  const facts: ClosingFacts = {
    at: options.now(),
    names: await namesOf(options, run),
    linkOf: messageLink,
    ...(questionText ? { questionText } : {}),
  };
  const safe = withoutSecrets(run, redact);
  if (options.tickets) return closeInRepository(options, safe, facts, toldTrees(run));
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
  run: RunContext,
  facts: ClosingFacts,
  told: readonly (string | undefined)[],
): Promise<TicketClosed> {
  const configured = options.tickets?.root ?? '';
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
    const mayMove = (tree: string) => told.includes(tree);
    const result = await advance({
      base,
      from: parent,
      to: commit,
      ref,
      identity: options.git,
      reason,
      mayMove,
    });
    if (result.state === 'advanced') return closedAt(options, root, closing);
    if (result.state === 'refused') throw refused(base, result);
    if (tries >= TRIES) throw new TicketFault(result.detail);
  }
}

/** Those that the merge's dialog has named. */
const toldTrees = (run: RunContext) => [
  run.ticketCheckout?.tree,
  ...(run.evidence.at(-1)?.changes ?? []).map(({ into }) => into?.checkedOut),
  ...run.merges.map(({ checkedOut }) => checkedOut),
];

function refused(base: Base, { code, detail, checkedOut: tree }: Extract<Advanced, { state: 'refused' }>) {
  const { repo, branch } = base;
  if (code === 'base_checked_out' && tree !== undefined) return new UntoldCheckout({ repo, branch, tree });
  return new TicketFault(
    code === 'base_dirty' ? `${branch} is checked out in a tree that is not clean: ${detail}` : detail,
  );
}

/** Somebody has to hear of it before it is moved. */
export class UntoldCheckout extends TicketFault {
  constructor(readonly checkout: TicketCheckout) {
    super(checkout.tree, 'ticket_checked_out');
  }
}
