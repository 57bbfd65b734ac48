/** What was wrong with a command, and what to type instead. Only its author sees it. */
import type { TypedTicket } from '../../run/issue.js';
import { code, join, type Mrkdwn, say } from '../escape.js';
import { COMMAND_NAMES, type CommandName, exampleOf, usageOf } from './help.js';
import { refused, unknownRun } from './private.js';
import { some } from './words.js';

const meant = (nearest: string | undefined): Mrkdwn | undefined =>
  nearest === undefined ? undefined : say`Did you mean ${code(nearest)}?`;

export const unknownCommand = (typed: string, nearest: CommandName | undefined): Mrkdwn =>
  join(
    [
      say`There is no command ${code(typed)}.`,
      meant(nearest) ?? say`There are ${some(COMMAND_NAMES, 20, code)}.`,
      say`For example: ${exampleOf(nearest ?? 'bootstrap')}.`,
      say`${code('/metawsm help')} shows what each does.`,
    ],
    ' ',
  );

export const unknownFlag = (name: CommandName, flag: string, nearest: string | undefined): Mrkdwn =>
  join(
    [say`${code(name)} has no flag ${code(`--${flag}`)}.`, meant(nearest && `--${nearest}`), usageOf(name)],
    ' ',
  );

export const flagWithoutValue = (name: CommandName, flag: string): Mrkdwn =>
  join([say`${code(`--${flag}`)} needs a value.`, usageOf(name)], ' ');

export const flagWithValue = (name: CommandName, flag: string): Mrkdwn =>
  join([say`${code(`--${flag}`)} takes no value.`, usageOf(name)], ' ');

export const flagTwice = (name: CommandName, flag: string): Mrkdwn =>
  join([say`${code(`--${flag}`)} was given twice; once is enough.`, usageOf(name)], ' ');

/** Stray words after a command that knows what it wants. */
export const strayWords = (name: CommandName, words: readonly string[]): Mrkdwn =>
  join(
    [
      say`I do not know what to do with ${code(words.join(' '))}, so nothing was done.`,
      name === 'bootstrap' ? say`Put a text of several words in quotes: ${code('--goal "…"')}.` : undefined,
      usageOf(name),
    ],
    ' ',
  );

export const noRun = (name: CommandName): Mrkdwn => join([say`Which run?`, usageOf(name)], ' ');

export const noText = (name: CommandName): Mrkdwn =>
  join([MISSING[name] ?? say`The feedback is missing.`, usageOf(name)], ' ');

const MISSING: Partial<Record<CommandName, Mrkdwn>> = {
  guide: say`The answer is missing.`,
  tell: say`The note is missing.`,
};

/** Work may be lost only by somebody who says which. */
export const discardNames = (typed: string, id: string): Mrkdwn =>
  say`${code(`--discard ${typed}`)} does not name the run. Nothing was done. To lose what is not merged, type ${code(`/metawsm cleanup ${id} --discard ${id}`)}.`;

export const noTicket = (): Mrkdwn => join([say`Which ticket?`, usageOf('bootstrap')], ' ');

const badTicket = (typed: string): Mrkdwn =>
  say`${code(typed)} is no ticket. A ticket has 1 to 64 letters, digits, dots, dashes or underscores, begins with a letter or digit, has no \`..\` and does not end in \`.lock\` or a dot; for example ${code('/metawsm bootstrap ABC-12 --repos api')}.`;

/** What was typed for a ticket is none, nor an issue that can be read. */
export function noIssue(typed: Exclude<TypedTicket, { kind: 'ticket' }>, word: string): Mrkdwn {
  switch (typed.kind) {
    case 'pull_request':
      return say`${code(typed.name)} is a pull request, and a run begins from an issue. Type ${code('/metawsm bootstrap owner/repo#12 --repos api')} with the issue that it is about.`;
    case 'elsewhere':
      return say`That issue is on ${code(typed.host)}, and I read issues of ${code(typed.own)} only. Give the ticket a name, for example ${code('/metawsm bootstrap ABC-12 --repos api')}, or have \`GITHUB_API_URL\` changed.`;
    case 'none':
      return join(
        [badTicket(word), say`An issue is written ${code('owner/repo#12')}, or by its address.`],
        ' ',
      );
  }
}

export const noRepos = (known: readonly string[]): Mrkdwn =>
  say`Which repositories? This channel has no default, so add ${code(`--repos ${known.slice(0, 2).join(',')}`)}. Configured: ${some(known, 20, code)}.`;

export const unknownRepository = (typed: string, known: readonly string[], nearest?: string): Mrkdwn =>
  join(
    [missing('unknown_repository', typed, known), meant(nearest), flag('repos', nearest ?? known[0])],
    ' ',
  );

export const unknownAgent = (typed: string, known: readonly string[], nearest?: string): Mrkdwn =>
  join([missing('unknown_agent', typed, known), meant(nearest), flag('agent', nearest ?? known[0])], ' ');

/** No such run id and no ticket that has a run. */
export const unknownRunNear = (typed: string, nearest: string | undefined): Mrkdwn =>
  nearest === undefined
    ? unknownRun(typed)
    : join(
        [unknownRun(typed), meant(nearest), say`For example: ${code(`/metawsm status ${nearest}`)}.`],
        ' ',
      );

const flag = (name: string, value: string | undefined): Mrkdwn | undefined =>
  value === undefined ? undefined : say`For example: ${code(`--${name} ${value}`)}.`;

const missing = (errorCode: string, name: string, known: readonly string[]): Mrkdwn =>
  refused(errorCode, { name, known: known.join(', ') });

/** What is wrong with a base. */
export type BaseFault =
  | { kind: 'bad'; typed: string }
  /** Two branches for all repositories, or for `repo`. */
  | { kind: 'twice'; repo?: string }
  /** Configured, but not among those of this run. */
  | { kind: 'stranger'; repo: string }
  | { kind: 'unknown'; repo: string; known: readonly string[]; near?: string };

export function baseProblem(fault: BaseFault): Mrkdwn {
  switch (fault.kind) {
    case 'bad':
      return badBase(fault.typed);
    case 'twice':
      return baseTwice(fault.repo);
    case 'stranger':
      return baseOfStranger(fault.repo);
    case 'unknown':
      return unknownRepository(fault.repo, fault.known, fault.near);
  }
}

const baseOfStranger = (repo: string): Mrkdwn =>
  say`${code('--base')} names the repository ${code(repo)}, which is not among those of this run. Add it to ${code('--repos')}, or leave that base out.`;

const badBase = (typed: string): Mrkdwn =>
  say`${code(typed)} is no branch. Type ${code('--base BRANCH')}, or ${code('--base web=develop')} for one repository.`;

const baseTwice = (repo: string | undefined): Mrkdwn =>
  repo === undefined
    ? say`${code('--base')} names two branches for all repositories; for single ones type ${code('--base web=develop')}.`
    : say`${code('--base')} names two branches for ${code(repo)}; one is enough.`;

export const badPage = (typed: string): Mrkdwn =>
  say`${code(typed)} is no page. Type ${code('/metawsm list --page 2')}.`;

/** Slash commands begin runs; in a thread there is one already. */
export const bootstrapElsewhere = (): Mrkdwn =>
  say`A run begins with the slash command: ${code('/metawsm bootstrap TICKET --repos a,b')} in a channel, or in a direct message with me. Slack takes no such commands in threads.`;

/** Nobody answers a form's button later than that. */
export const formGone = (): Mrkdwn =>
  say`This form no longer fits the run, so nothing was changed. Press the button on its message again.`;

export const keepOrDiscard = (): Mrkdwn =>
  join(
    [
      say`${code('--keep-workspace')} and ${code('--discard')} contradict each other, so nothing was done.`,
      usageOf('cleanup'),
    ],
    ' ',
  );
