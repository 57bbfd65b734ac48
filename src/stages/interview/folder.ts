/**
 * What an interviewer reads: the base commit of each repository, the ticket's documents and the draft, in a folder that
 * nobody works in. It is made for one round and removed with it.
 */

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { RunContext } from '../../run/context.js';
import { exportCommit } from '../../shell/export.js';
import { endNoted, noteProcess } from '../../shell/noted-processes.js';
import { orAbort } from '../../shell/or-abort.js';
import { endMembers, groupsNaming } from '../../shell/process-record.js';
import { runProgram } from '../../shell/program.js';
import { removeAll } from '../../shell/remove-all.js';
import { type DraftFacts, draftText } from './draft.js';
import type { InterviewOptions } from './options.js';

export interface Place {
  /** Holds the rest, and is removed whole. */
  whole: string;
  /** What the interviewer reads; its working directory. */
  folder: string;
  prompt: string;
  /** Processes that a bot which dies leaves behind. */
  processes: string;
}

const MOST_FILE_BYTES = 1024 * 1024;
const MOST_REPOSITORY_BYTES = 256 * 1024 * 1024;

const rootOf = (home: string): string => join(home, 'interviews');

export const placeOf = (home: string, runId: string, round: number): Place =>
  placeAt(join(rootOf(home), `${runId}-${round}`));

const placeAt = (whole: string): Place => ({
  whole,
  folder: join(whole, 'reading'),
  prompt: join(whole, 'prompt.md'),
  processes: join(whole, 'processes.json'),
});

/** Ends what still runs there, and removes it all; also where the list of processes is none any more. */
export async function clearPlace({ whole, processes }: Place, graceMs: number): Promise<void> {
  try {
    await endNoted(processes, graceMs);
  } finally {
    await removeAll(whole);
  }
}

/** The same for whatever an earlier bot left; `onLeft` hears of what cannot be cleared, by its name. */
export async function clearAll(
  home: string,
  graceMs: number,
  onLeft: (name: string, error: unknown) => void,
): Promise<void> {
  const names = await readdir(rootOf(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  await Promise.all(
    names.map(async (name) => {
      const place = placeAt(join(rootOf(home), name));
      try {
        await Promise.all(groupsNaming(place.whole).map((group) => endMembers(group, graceMs)));
        await clearPlace(place, graceMs);
      } catch (error) {
        onLeft(name, error);
      }
    }),
  );
}

/** Lays everything out and takes the right to write away. Throws `GitError`, and the reason of `signal`. */
export async function layOut(
  place: Place,
  run: RunContext,
  round: number,
  options: InterviewOptions,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  const onStart = (pid: number) => noteProcess(place.processes, pid);
  const leftOut = new Map<string, number>();
  for (const { name, baseCommit } of run.facts)
    leftOut.set(
      name,
      await exportCommit(
        join(options.home, 'repos', `${name}.git`),
        baseCommit,
        join(place.folder, 'repositories', name),
        {
          indexFile: join(place.whole, `${name}.index`),
          mostBytes: MOST_FILE_BYTES,
          mostBytesInAll: MOST_REPOSITORY_BYTES,
          signal,
          onStart,
        },
      ),
    );
  const hasTicket = await layOutTicket(place, run, options, signal);
  const facts: DraftFacts = { run, round, leftOut, hasTicket, questionText: options.questionText };
  await writeFile(join(place.folder, 'draft.json'), draftText(facts), { flag: 'wx' });
  await takeWriteAway(place.folder, options.path, signal);
}

/** The folder could not be made as it has to be. */
export class NotLaidOut extends Error {}

async function takeWriteAway(folder: string, PATH: string, signal: AbortSignal): Promise<void> {
  const { exitCode, stderr, notStarted } = await runProgram(['chmod', '-R', 'a-w', folder], {
    cwd: '/',
    env: { PATH },
    signal,
  });
  signal.throwIfAborted();
  if (exitCode !== 0) throw new NotLaidOut(notStarted ?? stderr.trim());
}

/** False where there are no documents; without them an interviewer can still ask. */
async function layOutTicket(
  { folder }: Place,
  run: RunContext,
  { ticketFiles, missed }: InterviewOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const files = await orAbort(ticketFiles(run), signal).catch((error: unknown) => {
    signal.throwIfAborted();
    missed(run.id, { code: 'ticket_unread' }, error);
    return [];
  });
  for (const { path, content } of files) {
    const file = normalize(join(folder, 'ticket', path));
    if (!file.startsWith(join(folder, 'ticket') + sep))
      throw new Error(`a ticket document leads out: ${path}`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx' });
  }
  return files.length > 0;
}
