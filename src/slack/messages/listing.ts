/** The answers to `status` and `list`: in words, with a link to each card, without buttons. */
import type { RunSight } from '../../engine/look.js';
import type { RunContext } from '../../run/context.js';
import { code, join, Mrkdwn, say, words } from '../escape.js';
import { facts, waitedFor, whereItIs } from './card.js';
import { count, person, some, when } from './words.js';

/** Address of a run's card; undefined while Slack does not have it. */
export type LinkOf = (run: RunContext) => string | undefined;

/** Where one run is. */
export function oneRun(one: RunSight, linkOf: LinkOf): Mrkdwn {
  const card = one.views.get('card');
  return join([
    headOf(one, linkOf),
    card?.kind === 'card' ? whereItIs(card) : undefined,
    card?.kind === 'card' ? waitedFor(card) : undefined,
    card?.kind === 'card' ? facts(card, 10) : undefined,
  ]);
}

/** The newest runs of a list. */
interface Newest {
  runs: readonly RunSight[];
  /** Of the whole list. */
  total: number;
}

/** What waits for the person, then what is active. */
export function overview(waiting: Newest, active: Newest, linkOf: LinkOf): Mrkdwn {
  const mine = new Set(waiting.runs.map((one) => one.id));
  const others = active.runs.filter((one) => !mine.has(one.id));
  if (waiting.total === 0 && active.total === 0)
    return say`Nothing waits for you and nothing is active. ${code('/metawsm list --all')} shows what is over.`;
  return join([
    waiting.total > 0 ? say`*Waits for you*` : say`Nothing waits for you.`,
    join(waiting.runs.map((one) => line(one, linkOf))),
    waiting.total > waiting.runs.length
      ? say`${count(waiting.total, 'run')} wait for you, these are the newest; the bot’s Home tab shows all of them.`
      : undefined,
    others.length > 0 ? say`*Active*` : undefined,
    join(others.map((one) => line(one, linkOf))),
    active.total > active.runs.length
      ? say`${count(active.total, 'run')} are active; ${code('/metawsm list')} shows them page by page.`
      : undefined,
  ]);
}

export interface Page {
  runs: readonly RunSight[];
  total: number;
  page: number;
  pages: number;
  all: boolean;
  ticket?: string;
}

/** A page of runs, newest first. */
export function page(shown: Page, linkOf: LinkOf): Mrkdwn {
  const of = shown.ticket === undefined ? '' : say` of ticket ${shown.ticket}`;
  if (shown.total === 0)
    return shown.all
      ? say`There are no runs${of}.`
      : say`No run${of} is active. ${code(command(shown, 1, true))} shows those that are over, too.`;
  return join([
    say`*${count(shown.total, shown.all ? 'run' : 'active run')}${of}*${shown.pages > 1 ? say`, page ${shown.page} of ${shown.pages}` : ''}`,
    join(shown.runs.map((one) => line(one, linkOf))),
    shown.page < shown.pages ? say`Older ones: ${code(command(shown, shown.page + 1))}` : undefined,
  ]);
}

function command(shown: Page, number: number, all = shown.all): string {
  const ticket = shown.ticket === undefined ? [] : ['--ticket', shown.ticket];
  return [
    '/metawsm list',
    ...(all ? ['--all'] : []),
    ...ticket,
    ...(number > 1 ? ['--page', number] : []),
  ].join(' ');
}

function line(one: RunSight, linkOf: LinkOf): Mrkdwn {
  const repos = some(one.run.wishes, 5, (wish) => code(wish.name));
  return say`• ${headOf(one, linkOf)} · ${repos} · ${person(one.run.requester)} · ${when(one.createdAt)}${task(one)}`;
}

function task(one: RunSight): Mrkdwn | '' {
  const card = one.views.get('card');
  const asked = card?.kind === 'card' ? waitedFor(card) : undefined;
  return asked ? say` · ${asked}` : '';
}

function headOf(one: RunSight, linkOf: LinkOf): Mrkdwn {
  const link = linkOf(one.run);
  const ticket = link ? new Mrkdwn(`<${link}|${words(one.ticket).text}>`) : words(one.ticket);
  const state = one.run.outcome ? `${one.status} (${one.run.outcome})` : one.status;
  return say`*${ticket}* · ${code(state)} · ${code(one.id)}`;
}
