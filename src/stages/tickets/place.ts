/** Where the documents of tickets are kept. */
import { join } from 'node:path';
import type { RunContext } from '../../run/context.js';
import type { TicketCheckout } from '../../run/evidence.js';
import { type Base, baseOf, fetchTip, mainOf } from '../../shell/base.js';
import { checkoutOf } from '../../shell/checkout.js';
import { rootIn } from './git-tree.js';
import { TicketFault, type TicketOptions } from './options.js';

/** Where the documents are in the bot's home, without a repository of theirs. */
export const PLAIN = 'tickets/ttmp';

export const plainRoot = ({ home }: TicketOptions) => join(home, PLAIN);

/** Where the documents stand now; undefined where the branch is not there. */
export async function placeNow(
  options: TicketOptions,
  signal?: AbortSignal,
): Promise<{ base: Base; tip: string; root: string } | undefined> {
  const base = await ticketBase(options, undefined, signal);
  const tip = await fetchTip(base, 'refs/metawsm-tickets/base', signal);
  if (tip === undefined) return undefined;
  return { base, tip, root: await rootIn(base, tip, options.tickets?.root ?? '') };
}

/** The configured base, else the one that the run goes to, else what the repository's HEAD names. */
export async function ticketBase(
  options: TicketOptions,
  run?: RunContext,
  signal?: AbortSignal,
): Promise<Base> {
  const repo = options.repos.find(({ name }) => name === options.tickets?.repo);
  if (!repo) throw new TicketFault(`the repository ${options.tickets?.repo} is not configured`);
  const branch = repo.base ?? run?.worktrees.find(({ name }) => name === repo.name)?.base;
  const base = await baseOf(options.home, repo, branch ?? '');
  return branch === undefined ? { ...base, branch: await mainOf(base, signal) } : base;
}

/** The working tree that closing would move forward. */
export async function checkoutIn(base: Base): Promise<TicketCheckout | undefined> {
  const tree = base.url === undefined ? await checkoutOf(base) : undefined;
  return tree === undefined ? undefined : { repo: base.repo, branch: base.branch, tree };
}
