/** What to do instead of a gesture that the run does not take now, by gesture and state. */
import { questionFor } from '../../run/asked.js';
import type { RunContext } from '../../run/context.js';
import type { PersonEventType } from '../../run/events.js';
import type { Status } from '../../run/status.js';
import { code, type Mrkdwn, say } from '../escape.js';
import { LABELS } from './labels.js';
import { stillWaits } from './request.js';

/** The way on. Every gesture has one in every state; a gesture without a row does not compile. */
export const insteadOf = (run: RunContext, status: Status, type: PersonEventType): Mrkdwn =>
  OVER[type]?.(run, status) ?? ended(run, status) ?? (INSTEAD[type](run, status) || moved());

type Way = (run: RunContext, status: Status) => Mrkdwn | undefined;

/** The gesture does work in this state: the button was older than what the run shows. */
const moved = (): Mrkdwn =>
  say`The run has moved on since that button was drawn. Look at the newest message of the run and press there.`;

const command = (verb: string, { id }: RunContext, rest = ''): Mrkdwn =>
  code(`/metawsm ${verb} ${id}${rest}`);

const bootstrap = ({ ticket, wishes }: RunContext): Mrkdwn =>
  code(`/metawsm bootstrap ${ticket} --repos ${wishes.map((wish) => wish.name).join(',')}`);

function ended(run: RunContext, status: Status): Mrkdwn | undefined {
  if (status === 'closed')
    return say`A closed run stays closed. To work on the ticket again, type ${bootstrap(run)}.`;
  if (status === 'closing') return say`It is being closed; the card shows how that ends.`;
  return undefined;
}

/** What differs for a run that is over. */
const OVER: Partial<Record<PersonEventType, Way>> = {
  cleanup: (_, status) => (status === 'closed' ? say`Nothing of it is left to clean up.` : undefined),
};

const isAtWork = (status: Status) =>
  status === 'preparing' || status === 'running' || status === 'awaiting_guidance' || status === 'checking';
const isOver = (status: Status) => status === 'stopped' || status === 'failed';
const oldestOpen = (run: RunContext) => run.guidance.find(({ state }) => state === 'open');
const isAsked = (run: RunContext) => questionFor(run) !== undefined;

/** How an intake goes on. */
const intake = (run: RunContext): Mrkdwn => {
  if (isAsked(run)) return say`Answer the open question in the thread first.`;
  return run.brief
    ? say`Read the brief in the thread; \`${LABELS.start}\` begins the work, \`${LABELS.edit_brief}\` changes the brief.`
    : say`The repositories are being read; wait a moment.`;
};

const iterate = (run: RunContext): Mrkdwn =>
  say`To send the agent on, type ${command('iterate', run, ' feedback…')} or press \`${LABELS.request_changes}\`.`;
const tell = (run: RunContext): Mrkdwn =>
  say`To tell the agent something, type ${command('tell', run, ' text…')}.`;
const rest = (run: RunContext): Mrkdwn =>
  run.worktrees.length > 0
    ? say`\`${LABELS.restart}\` starts the agent anew; ${command('iterate', run, ' feedback…')} sends it on with feedback.`
    : say`\`${LABELS.restart}\` prepares the workspace and starts the agent.`;
const decide = (): Mrkdwn =>
  say`No agent is running; the run waits for a decision: \`${LABELS.merge}\`, \`${LABELS.request_changes}\` or \`${LABELS.discard}\` on the summary.`;
const resume = (run: RunContext): Mrkdwn =>
  say`\`${LABELS.resume}\` or ${command('resume', run)} lets it go on.`;

/** Words for whoever wanted to say something to a run that asks nothing. */
const speak: Way = (run, status) => {
  if (status === 'intake') return intake(run);
  if (isAtWork(status) || status === 'paused') return tell(run);
  return status === 'merge_ready' || run.worktrees.length > 0 ? iterate(run) : rest(run);
};

/** The brief is fixed once the run has started. */
const brief: Way = (run, status) => {
  if (status === 'intake') return run.brief && !isAsked(run) ? undefined : intake(run);
  const fixed = say`The brief is fixed since the start.`;
  return say`${fixed} ${isAtWork(status) || status === 'paused' ? tell(run) : run.worktrees.length > 0 ? iterate(run) : rest(run)}`;
};

/** Leaving needs a run on which nothing works. */
const leave: Way = (run, status) => {
  if (status === 'intake') return say`Nothing was made yet; \`${LABELS.cancel}\` ends it.`;
  return isAtWork(status) || status === 'paused'
    ? say`Stop it first: ${command('stop', run)}. Then try again.`
    : undefined;
};

const INSTEAD: Record<PersonEventType, Way> = {
  answer: speak,
  permit: (run, status) =>
    status === 'awaiting_guidance' && oldestOpen(run) ? stillWaits(oldestOpen(run)) : speak(run, status),
  use_as_is: speak,
  hand_over: speak,
  fill: brief,
  start: brief,
  edit_answer: (run, status) =>
    status === 'intake'
      ? say`The brief holds nothing of that message any more, so editing it changes nothing. ${intake(run)}`
      : brief(run, status),
  cancel: (run, status) => {
    if (status === 'intake') return undefined;
    return isAtWork(status) || status === 'paused'
      ? say`It can be cancelled only before it starts; ${command('stop', run)} ends the agent and keeps the workspace.`
      : say`It can be cancelled only before it starts; \`${LABELS.discard}\` removes what was made.`;
  },
  stop: (run, status) => {
    if (status === 'merge_ready') return decide();
    return isOver(status) ? say`No agent is running. ${rest(run)}` : undefined;
  },
  restart: (run, status) => {
    if (status === 'intake') return say`It has not started yet. ${intake(run)}`;
    if (status === 'merge_ready') return iterate(run);
    if (status === 'paused') return resume(run);
    return isAtWork(status)
      ? say`It is at work. To start the agent anew, stop it first: ${command('stop', run)}.`
      : undefined;
  },
  pause: (run, status) => {
    if (status === 'intake') return say`Nothing is running yet that could be paused. ${intake(run)}`;
    if (status === 'paused') return say`It is paused already. ${resume(run)}`;
    if (run.pausedBy) return say`It pauses as soon as the step under way ends. ${resume(run)}`;
    if (status === 'merge_ready') return decide();
    return isOver(status) ? say`Nothing is running that could be paused. ${rest(run)}` : undefined;
  },
  resume: (run, status) => {
    if (status === 'intake') return say`It has not started yet. ${intake(run)}`;
    if (status === 'merge_ready') return decide();
    if (status === 'failed') return rest(run);
    if (status === 'awaiting_guidance') return say`It is not paused. ${stillWaits(oldestOpen(run))}`;
    return isAtWork(status) ? say`It is not paused; it goes on by itself.` : undefined;
  },
  tell: (run, status) => {
    if (status === 'intake') return say`No agent is running yet. ${intake(run)}`;
    return status === 'merge_ready' || run.worktrees.length > 0
      ? say`No agent is running, so there is nobody to tell. ${iterate(run)}`
      : say`No agent is running, so there is nobody to tell. ${rest(run)}`;
  },
  // said in words of their own, see `late`
  show_log: () => undefined,
  show_diff: () => undefined,
  discard: leave,
  cleanup: leave,
  request_changes: (run, status) => {
    if (status === 'intake') return say`There is nothing to change yet. ${intake(run)}`;
    if (status === 'awaiting_guidance') return say`${stillWaits(oldestOpen(run))} ${tell(run)}`;
    if (isAtWork(status)) return say`It is at work. ${tell(run)}`;
    if (run.worktrees.length > 0) return undefined;
    return say`There is no workspace yet that could be changed. ${status === 'paused' ? resume(run) : rest(run)}`;
  },
  merge: (run, status) => {
    if (status === 'merge_ready') return undefined;
    const not = say`It is not merge-ready; the summary comes when its checks have passed.`;
    if (status === 'intake') return say`${not} ${intake(run)}`;
    if (status === 'paused') return say`${not} ${resume(run)}`;
    return isOver(status) ? say`${not} ${rest(run)}` : not;
  },
};
