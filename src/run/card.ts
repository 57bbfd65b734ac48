/** The run card as data: where the run is, who is waited for, what can be done. */
import { questionFor } from './asked.js';
import type { RunContext } from './context.js';
import { iterationAt, type MakeBase, reposOf, shown } from './drawing.js';
import type { Evidence } from './evidence.js';
import { openRequests } from './guidance.js';
import type { GuidanceRequest } from './guidance-request.js';
import type { AgentProgress } from './progress.js';
import { hasLog } from './showable.js';
import type { Status } from './status.js';
import { isLimit } from './usage-limit.js';
import type { Action, Activity, CardView, Round } from './views.js';

const STOPPABLE: readonly Status[] = ['preparing', 'running', 'awaiting_guidance', 'checking'];

/** States of the card that can show the agent's log. */
const LOGGED: readonly Status[] = ['running', 'awaiting_guidance', 'checking', 'paused', 'stopped', 'failed'];

function cardActions(run: RunContext, status: Status): Action[] {
  if (run.unreadable) return [];
  const log: Action[] = hasLog(run) && LOGGED.includes(status) ? [{ do: 'view_log' }] : [];
  return [...moves(run, status), ...log];
}

function moves(run: RunContext, status: Status): Action[] {
  if (status === 'intake') return [{ do: 'cancel' }];
  if (status === 'paused') return [{ do: 'stop' }, { do: 'resume' }];
  if (STOPPABLE.includes(status)) {
    const anew: Action[] = run.agent.silentSince ? [{ do: 'restart' }] : [];
    return [{ do: 'stop' }, { do: run.pausedBy ? 'resume' : 'pause' }, ...anew];
  }
  if (status === 'stopped') return [{ do: 'restart' }, { do: 'discard' }];
  if (status !== 'failed') return [];
  const changes: Action[] = run.worktrees.length > 0 ? [{ do: 'request_changes' }] : [];
  return [{ do: 'restart' }, ...changes, { do: 'discard' }];
}

/** States in which a person has to decide. */
const WAITING: readonly Status[] = ['merge_ready', 'failed', 'paused'];

export function cardOf(run: RunContext, status: Status, activity: Activity, base: MakeBase): CardView {
  const question = questionFor(run);
  const open = openRequests(run);
  const request = open.find((one) => !isLimit(one)) ?? open[0];
  const view: CardView = {
    ...base('card', 'root', cardActions(run, status)),
    kind: 'card',
    status,
    activity,
    repos: reposOf(run),
    agent: run.agent.name,
    iteration: run.iteration,
    failedRounds: run.failedRounds,
    checkAttempts: run.settings.checkAttempts,
    merges: run.merges,
    notes: run.notes.filter((note) => note.told === undefined).length,
    rounds: run.evidence.map((evidence) => roundOf(run, evidence)),
    prepared: run.worktrees.length > 0,
  };
  const goal = run.brief?.goal ?? run.draft.goal?.text;
  if (goal) view.goal = goal;
  if (status === 'intake' && question) view.waitingFor = { user: run.requester, question };
  else if ((status === 'awaiting_guidance' || status === 'paused') && request)
    view.waitingFor = { user: askedOf(run, request), request: shown(request) };
  else if (activity === 'confirming' || WAITING.includes(status)) view.waitingFor = { user: run.requester };
  const evidence = run.evidence.at(-1);
  if (evidence) view.evidence = evidence;
  for (const key of ['startedBy', 'stoppedBy', 'mergedBy', 'closedBy', 'pausedBy'] as const)
    if (run[key]) view[key] = run[key];
  for (const key of ['startedAt', 'readyAt', 'closedAt'] as const) if (run[key]) view[key] = run[key];
  if (status === 'intake' && run.interview?.reading) view.interviewer = run.interview.agent;
  if (run.trouble) view.trouble = run.trouble;
  if (run.spent) view.spent = run.spent;
  if (run.queue) view.queue = run.queue;
  if (run.sentBy) view.sentBy = run.sentBy;
  if (run.leaving) view.leaving = run.leaving;
  if (run.kept) view.kept = run.kept;
  if (run.landed) view.landed = run.landed;
  const { alive, starting, progress } = run.agent;
  if (activity === 'starting' && run.settings.startTimeMs >= SLOW_START_MS) view.slowStart = true;
  if (progress && (alive || starting)) view.progress = legible(progress);
  if (run.agent.silentSince) view.silentSince = run.agent.silentSince;
  if (run.outcome) view.outcome = run.outcome;
  return view;
}

/** As configured where npx may have to fetch the program. */
const SLOW_START_MS = 300_000;

/** Nobody reads more of it than whole percents, and each change would redraw the card. */
const legible = ({ fullness, ...progress }: AgentProgress): AgentProgress =>
  fullness === undefined ? progress : { ...progress, fullness: Math.round(fullness * 100) / 100 };

/**
 * Who has to answer: the requester, unless somebody handed it over. A permission is decided by whoever has the right to
 * answer; the requester is named all the same.
 */
const askedOf = (run: RunContext, request: GuidanceRequest) => request.handedTo?.to ?? run.requester;

function roundOf(run: RunContext, { at, passed, results }: Evidence): Round {
  const failed = results.filter((one) => one.exitCode !== 0 || one.timedOut);
  return {
    iteration: iterationAt(run, at),
    passed,
    good: results.length - failed.length,
    total: results.length,
    failed: failed.map((one) => one.command),
  };
}
