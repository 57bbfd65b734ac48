/** The sentences of the App Home. */
import type { ListName } from '../../engine/look.js';
import type { DiskUse } from '../../run/onward.js';
import type { CardView } from '../../run/views.js';
import { code, cut, fence, join, Mrkdwn, say, words } from '../escape.js';
import { refused } from './private.js';
import { count, group, person, size, some, when } from './words.js';

/** Labels of the buttons that only the App Home has. */
export const HOME_LABELS = { start: 'Start a run', newer: 'Newer', older: 'Older' } as const;

export const HOME_TITLES = {
  waiting: 'Waits for you',
  mine: 'Your runs',
  active: 'All active runs',
} as const satisfies Record<ListName, string>;

export const DISK_TITLE = 'Disk';
export const HEALTH_TITLE = 'Health';

/** What stands in place of an empty list. */
export const NONE = {
  waiting: say`Nothing waits for you.`,
  mine: say`You have started no run yet.`,
  active: say`No run is active.`,
} as const satisfies Record<ListName, Mrkdwn>;

/** `Your runs · 6–10 of 23`, plain. */
export function heading(list: ListName, shown: { from: number; to: number; total: number }): string {
  const { from, to, total } = shown;
  if (total === 0) return HOME_TITLES[list];
  return to - from + 1 === total
    ? `${HOME_TITLES[list]} · ${total}`
    : `${HOME_TITLES[list]} · ${from === to ? to : `${from}–${to}`} of ${total}`;
}

/** One run in a line or two: where it is, since when, and what it is for. */
export function runLines(
  card: CardView,
  at: { link?: string; since: string },
  { withPerson, withAim }: { withPerson: boolean; withAim: boolean },
): Mrkdwn {
  return join([
    say`${ticketOf(card, at.link)} · ${code(stateOf(card))} ${timeOf(card, at.since)}${withPerson ? say` · ${person(card.run.requester)}` : ''}${hints(card)}`,
    withAim ? aimOf(card) : undefined,
  ]);
}

function ticketOf({ run }: CardView, link: string | undefined): Mrkdwn {
  const name = words(run.ticket).text;
  return new Mrkdwn(link === undefined ? `*${name}*` : `*<${link}|${name}>*`);
}

const stateOf = ({ status, outcome }: CardView): string => (outcome ? `${status} (${outcome})` : status);

const timeOf = ({ status }: CardView, since: string): Mrkdwn =>
  status === 'closed' ? say`${when(since)}` : say`since ${when(since)}`;

const aimOf = ({ goal, repos }: CardView): Mrkdwn =>
  goal ? words(goal, 120) : say`in ${some(repos, 5, ({ name }) => code(name))}`;

/** What the state alone does not say. */
function hints({ queue, status, pausedBy, silentSince, iteration, evidence, activity }: CardView): Mrkdwn {
  const all = [
    iteration > 1 ? say`iteration ${iteration}` : undefined,
    queue?.place === undefined ? undefined : say`place ${queue.place} in the queue`,
    pausedBy && status !== 'paused' && activity !== 'closed' ? say`*pausing*` : undefined,
    silentSince && status === 'running' ? say`no sign of life since ${when(silentSince)}` : undefined,
    status === 'failed' && evidence && !evidence.passed ? say`checks failed` : undefined,
  ].filter((one) => one !== undefined);
  return new Mrkdwn(all.map((one) => ` · ${one.text}`).join(''));
}

/** Nothing has been started yet, or is over for long: how to begin. */
export const beginning = (repos: readonly string[]): Mrkdwn =>
  join([
    say`*Nothing is going on.* A run takes a ticket to a change that is ready to be merged, and asks you when it needs you.`,
    say`Press \`${HOME_LABELS.start}\`, or type in a channel where I am a member:`,
    fence(`/metawsm bootstrap ABC-12 --repos ${repos.slice(0, 2).join(',') || 'api'}`, 300),
  ]);

/** The same for somebody who may answer or merge, but not start. */
export const quiet = (): Mrkdwn =>
  say`*Nothing is going on.* What waits for you appears here. You have no right to start runs yourself.`;

/** Somebody without any right. */
export const stranger = (admins: readonly string[]): Mrkdwn =>
  join([
    say`*You have no right here, so I show you no runs.*`,
    say`Ask ${admins.length === 0 ? 'an admin of metawsm' : some(admins, 5, group, ' or ')} to add you to \`access\` in metawsm.yml and to start metawsm again; then open this page once more. Guests, and people of other organisations, cannot be added.`,
  ]);

/** Slack did not tell who the person is. */
export const unknownPerson = (): Mrkdwn =>
  join([refused('rights_unknown'), say`Open this page once more in a moment.`], ' ');

/** Slack did not take the page as it was drawn. */
export const notShown = (): Mrkdwn =>
  say`Slack did not take this page, and the log of the bot says why. Type ${code('/metawsm status')} to see what waits for you and what is active.`;

/** Slack did not open the form in time. */
export const pressStartAgain = (): Mrkdwn =>
  say`Slack did not open the form in time, so nothing was started. Press \`${HOME_LABELS.start}\` again.`;

export interface DiskSight {
  /** Undefined where it cannot be measured. */
  use: DiskUse | 'unmeasured' | undefined;
  workspaces: number;
}

/** What the workspaces take, and whose may be cleaned. */
export function diskLines({ use, workspaces }: DiskSight): Mrkdwn {
  if (use === 'unmeasured') return say`Not measured yet.`;
  if (use === undefined)
    return say`It could not be measured, and the log of the bot says why. Runs begin all the same.`;
  const full = use.usedBytes >= use.limitBytes ? say` :warning: Full: new runs wait.` : '';
  return join([
    say`${size(use.usedBytes)} of ${size(use.limitBytes)} (\`limits.disk\`), in ${count(workspaces, 'workspace')}.${full}`,
    use.cleanable.length === 0
      ? undefined
      : say`An admin may clean up ${some(use.cleanable, 5, (one) => say`${code(one.run)} (${one.status}, ${size(one.bytes)})`)} with \`/metawsm cleanup RUN\`.`,
  ]);
}

/** Read out in place of a label that stands beside many runs; plain. */
export const spokenLabel = (label: string, ticket: string): string => cut(`${label}: ${ticket}`, 75);

/** A dialog that only says something. */
export const DIALOG = { title: 'metawsm', close: 'Close' } as const;
