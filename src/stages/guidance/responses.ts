/** Answers on their way to the agent. */
import { lstatSync, lutimesSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Later } from '../../engine/ports.js';
import type { RunContext } from '../../run/context.js';
import type { GuidanceRequest } from '../../run/guidance-request.js';
import { readText } from '../../shell/own-file.js';
import { writeWhole } from '../../shell/whole-file.js';
import { contractFolder, isAgentsDoing, isFolder, makeFolder, statsOf, workspaceOf } from './folders.js';
import { answerQuestion } from './mailbox.js';

export const RESPONSE = 'guidance-response.json';

export interface AnswerOptions {
  home: string;
  now: () => string;
  /** An answer that a living agent has not removed is left to it for this long. */
  holdMs: number;
}

/**
 * Brings the answer of request `id` to where its agent waits. Repeatable: `answers/<id>.json` says that it was done.
 * Answers through one file pair go one by one, oldest first; throws `Later` while an unread one is in the way.
 */
export function bringAnswer(options: AnswerOptions, run: RunContext, id: string): void {
  const wanted = run.guidance.find((request) => request.id === id);
  if (wanted?.state !== 'answered' || !wanted.answer) return;
  // Nobody can wait there: the next start of the agent says that the workspace is gone.
  if (!lstatSync(workspaceOf(options.home, run.id), { throwIfNoEntry: false })) return;
  for (const request of ahead(run, wanted)) bring(options, run, request);
}

/** The request itself, and before it the older ones that wait for the same file. */
function ahead(run: RunContext, wanted: GuidanceRequest): GuidanceRequest[] {
  const { via } = wanted;
  if (via.kind !== 'file') return [wanted];
  const upTo = run.guidance.slice(0, run.guidance.indexOf(wanted) + 1);
  return upTo.filter(
    (one) =>
      one.state === 'answered' &&
      one.via.kind === 'file' &&
      one.via.path === via.path &&
      (one === wanted || one.deliveredAt === undefined),
  );
}

function bring(options: AnswerOptions, run: RunContext, request: GuidanceRequest): void {
  const marks = makeFolder(contractFolder(options.home, run.id), 'answers');
  const mark = join(marks, `${request.id}.json`);
  if (lstatSync(mark, { throwIfNoEntry: false })) return;
  const text = responseText(run, request);
  if (request.via.kind === 'mailbox')
    answerQuestion(options.home, run.id, request.via.id, text, options.now());
  const place = request.via.kind === 'file' && clearPlace(options, run, request.via.path, request.id);
  // An agent that ended meanwhile is started with the names of these files, so it misses none.
  if (place) putThere(place, text, mark);
  else writeWhole(mark, text);
}

/** Where the answer is awaited, with room for it; undefined where nobody can wait. */
function clearPlace(options: AnswerOptions, run: RunContext, folder: string, id: string): string | undefined {
  // A command of the agent may have swept it away. Where the worktree is gone, the next start says so.
  if (!isFolder(dirname(folder))) return undefined;
  makeFolder(dirname(folder), basename(folder));
  const path = join(folder, RESPONSE);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) rmSync(path, { recursive: true });
  const before = idIn(path);
  const isAnother = stats !== undefined && before !== undefined && before !== id;
  const waitMs = isAnother ? holdLeftMs(path, stats.mtimeMs, options.holdMs) : 0;
  if (run.agent.alive && waitMs > 0)
    throw new Later(Math.ceil(waitMs), 'the agent has not read the answer before this one');
  return path;
}

/**
 * The answer goes to its place before its mark does, and whoever is killed between finds out: the agent may have read and
 * removed it, and wait for the answer to something else there.
 */
function putThere(path: string, text: string, mark: string): void {
  const [draft, kept] = [`${mark}.draft`, `${mark}.kept`];
  if (statsOf(draft) || !statsOf(kept)) {
    // an agent may have put folders there; and without a draft `kept` says that it is done
    for (const old of [kept, draft]) rmSync(old, { force: true, recursive: true });
    writeWhole(draft, text);
    writeWhole(kept, text);
    renameSync(draft, path);
  }
  renameSync(kept, mark);
}

function holdLeftMs(path: string, writtenMs: number, holdMs: number): number {
  const ageMs = Date.now() - writtenMs;
  if (ageMs >= 0) return holdMs - ageMs;
  // The clock was set back since: the hold begins anew, and does not last until the old time has come.
  try {
    lutimesSync(path, new Date(), new Date());
  } catch (error) {
    // it is the agent that reads and removes it
    if (!isAgentsDoing(error) && statsOf(path)) throw error;
  }
  return holdMs;
}

function responseText(run: RunContext, { id, agent, question, answer }: GuidanceRequest): string {
  const response = {
    guidance_id: id,
    run_id: run.id,
    agent,
    question,
    answer: answer?.text,
    answered_by: answer?.decision.by,
    answered_at: answer?.decision.at,
  };
  return `${JSON.stringify(response, null, 2)}\n`;
}

/**
 * Removes an answer that is not the one to the newest request of this file, so that a program that waits for the
 * file to appear never reads an old one.
 */
export function dropStaleResponse(folder: string, run: RunContext): void {
  const newest = run.guidance.findLast((one) => one.via.kind === 'file' && one.via.path === folder);
  const path = join(folder, RESPONSE);
  if (idIn(path) === newest?.id) return;
  try {
    rmSync(path, { force: true, recursive: true });
  } catch (error) {
    // it is the agent that reads it
    if (!isAgentsDoing(error)) throw error;
  }
}

/** No answer of ours is longer. */
const MOST_BYTES = 4 * 1024 * 1024;

/** `guidance_id` of the answer that lies there. */
function idIn(path: string): string | undefined {
  try {
    const response: unknown = JSON.parse(readText(path, MOST_BYTES) ?? '');
    return response && typeof response === 'object' && 'guidance_id' in response
      ? String(response.guidance_id)
      : undefined;
  } catch {
    return undefined;
  }
}
