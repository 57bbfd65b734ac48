/** The sentences about files in the direct channel, and the lines of ours inside them. */
import type { RunContext } from '../../run/context.js';
import type { FileKind } from '../../run/effects.js';
import type { PersonEventType } from '../../run/events.js';
import { code, type Mrkdwn, oneLine, say } from '../escape.js';

/** What each gesture asks for. */
export const FILE_OF = { show_log: 'log', show_diff: 'diff' } as const satisfies Partial<
  Record<PersonEventType, FileKind>
>;

export type FileWish = keyof typeof FILE_OF;

export const isFileWish = (type: PersonEventType): type is FileWish => Object.hasOwn(FILE_OF, type);

/** Said at once to the person who asked. */
export const fileComes = (wish: FileWish): Mrkdwn =>
  FILE_OF[wish] === 'log'
    ? say`The end of the log comes as a file in our direct messages.`
    : say`The change comes as a file in our direct messages.`;

/** The run has no log, or no change, at all. */
export const nothingToShow = (what: FileKind): Mrkdwn =>
  what === 'log'
    ? say`There is no log yet: no agent has run.`
    : say`There is no change to show yet: the checks have not looked at one.`;

/** It has one, and it is empty. */
export const emptyFile = (what: FileKind): Mrkdwn =>
  what === 'log'
    ? say`The log is still empty: the agent has written nothing so far.`
    : say`The change is empty: nothing differs from the base.`;

/** Beside the file. */
export const fileComment = (what: FileKind, run: Pick<RunContext, 'id' | 'ticket'>): Mrkdwn =>
  what === 'log'
    ? say`The end of the agent’s log of ${code(run.id)}, ticket ${run.ticket}, without the secrets that are known.`
    : say`The change of ${code(run.id)}, ticket ${run.ticket}, without the secrets that are known.`;

/** `abc-12-k3f9q2-log-17.txt`: unique per request, so that it is found again. */
export const fileName = (what: FileKind, runId: string, number: string): string =>
  `${runId}-${what}-${number}.${what === 'log' ? 'txt' : 'diff'}`;

// Lines inside the files: plain text.

export const earlierLeftOut = (): string =>
  '… what came before is left out; the whole log is on the machine of the bot.';

export const restLeftOut = (runId: string): string =>
  `… cut here: the change is longer than a file of mine may be. The rest is on the branch metawsm/${runId}.`;

export const changeHeading = (repo: string, from: string, to: string): string =>
  `# ${oneLine(repo)}: ${from.slice(0, 12)}..${to.slice(0, 12)}`;
