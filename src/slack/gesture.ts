/**
 * The way of every gesture, in one place: event → deliver → (facts of the person missing: acknowledge, fetch them,
 * deliver again) → answer the person alone.
 */
import type { ModalView } from '@slack/types';
import type { Finding as DoctorFinding } from '../doctor/finding.js';
import type { Door } from '../engine/deliver.js';
import type { Look, RunSight } from '../engine/look.js';
import type { Delivery, StoredRun } from '../engine/ports.js';
import type { Log } from '../logging.js';
import type { RunContext } from '../run/context.js';
import type { MessagePlace } from '../run/decision.js';
import type { PersonEvent } from '../run/events.js';
import type { MergePlan } from '../run/merge-plan.js';
import type { Preview } from '../run/preview.js';
import { tooLongIn } from '../run/taking.js';
import type { NewRunWish } from '../run/wish.js';
import type { Answer } from './answer.js';
import type { Mrkdwn } from './escape.js';
import { late } from './messages/late.js';
import { answerTooLong, checkingRights, done, refused, unknownRun, withTyped } from './messages/private.js';
import { sleep } from './sleep.js';
import type { NameOf } from './text.js';
import type { ReadThread } from './thread.js';

/** A word that an answer follows at once stays beside it for good; and Slack waits for three seconds. */
const SOON_MS = 700;

/** What listeners work with. */
export interface Tools {
  door: Pick<Door, 'gesture' | 'create' | 'settle'>;
  look: Pick<
    Look,
    'find' | 'byThread' | 'waitingFor' | 'list' | 'activeNames' | 'maySee' | 'holds' | 'known'
  >;
  facts: Facts;
  /** What was said in a thread; rejects where the bot may not read it. */
  thread: ReadThread;
  /** What a merge of the run by this person would do; reads only, may take minutes, and rejects where the bot ends. */
  plan: (run: RunSight, actor: string) => Promise<MergePlan>;
  /** Address of a run's card; undefined while Slack does not have it. */
  linkOf: (run: { messages: Record<string, MessagePlace> }) => string | undefined;
  /** What a run of this wish would begin with; undefined where reading the repositories took too long. */
  preview: (
    wish: Pick<NewRunWish, 'ticket' | 'repos' | 'agent' | 'fields' | 'channel' | 'ticketSource'>,
    asker: string,
  ) => Promise<Preview | undefined>;
  /** Looks at the whole set-up, for up to a minute; rejects where the bot ends meanwhile. */
  doctor: (asker: string) => Promise<readonly DoctorFinding[]>;
  /** Address of the Slack workspace, ends in `/`. */
  site: string;
  now: () => string;
  log: Pick<Log, 'warn' | 'info'>;
}

/** What is known of people and channels, and how to learn it from Slack. */
export interface Facts {
  /** Fetches what is missing; false when Slack could not tell. Rejects when it could not be stored. */
  ensure(user: string, channel?: string, hint?: string): Promise<boolean>;
  /** True where the stored facts say that the bot is no member, so that a second look is worth it. */
  looksOutside(channel: string): Promise<boolean>;
  /** Fetches the channel's facts again; false when Slack could not tell. */
  lookAgain(user: string, channel: string, hint?: string): Promise<boolean>;
  /** Whether the person has facts. */
  knows(user: string): Promise<boolean>;
  /** Names of the given users as far as they are known. */
  names(users: readonly string[]): Promise<NameOf>;
}

/** One gesture of one person, as it came. */
export interface Visit {
  /** Key of the inbox row that brought it. */
  key: string;
  actor: string;
  channel: string;
  team?: string;
  /** Slack's own name of the channel; unreliable, but it tells group messages apart. */
  channelHint?: string;
  /** The run in whose thread it happened. */
  run?: RunSight;
  /** The person's own message, or the one with the pressed button. */
  message?: MessagePlace;
  /** When a command came, before it waited for its turn. */
  receivedAt?: string;
  /** In the person's App Home, or in a form opened there. */
  from?: 'home';
  /** Opens a form, within three seconds of the gesture and once; false when Slack did not. */
  opens?: (form: ModalView) => Promise<boolean>;
  answer: Answer;
}

type FactsMissing = { kind: 'facts_missing' };

/**
 * Carries out `attempt`, fetching the person's facts, and those of `channel`, where they are missing; undefined when
 * Slack could not tell, which the person then knows.
 */
export async function judged<T extends { kind: string }>(
  visit: Visit,
  tools: Tools,
  attempt: () => Promise<T | FactsMissing>,
  channel?: string,
): Promise<Exclude<T, FactsMissing> | undefined> {
  const first = await attempt();
  if (isJudged(first)) return first;
  const isKnown = await tools.facts.knows(visit.actor);
  const fetched = tools.facts.ensure(visit.actor, channel, visit.channelHint);
  if (!(await isSoon(fetched)))
    await (isKnown ? visit.answer.release() : visit.answer.hold(checkingRights()));
  if (await fetched) {
    const second = await attempt();
    if (isJudged(second)) return second;
  }
  turnAway(visit, tools, { code: 'rights_unknown' });
  await conclude(visit, tools, refused('rights_unknown'));
  return undefined;
}

/** A refusal as the operator sees it: one line with who and what, never with words of theirs. */
export function turnAway(
  { actor, team, channel, run: here }: Visit,
  { log }: Pick<Tools, 'log'>,
  { code, gesture, run = here?.id }: { code: string; gesture?: string; run?: string | undefined },
): void {
  log.warn('somebody was refused', { user: actor, team, channel, gesture, run, code });
}

/** Whether it comes so soon that no word is needed meanwhile. */
async function isSoon(work: Promise<unknown>): Promise<boolean> {
  const wait = new AbortController();
  const late = sleep(SOON_MS, wait.signal).catch(() => undefined);
  const isFirst = await Promise.race([work.then(() => true), late.then(() => false)]);
  wait.abort();
  return isFirst;
}

const isJudged = <T extends { kind: string }>(
  outcome: T | FactsMissing,
): outcome is Exclude<T, FactsMissing> => outcome.kind !== 'facts_missing';

/** What is said when the event took effect, or was refused. */
export interface Words {
  /** From the run as the event met it. */
  applied?: Mrkdwn | ((before: RunContext) => Mrkdwn | undefined);
  refused?: Mrkdwn;
  /** What was typed into a form, which closes; given back where it was not taken. */
  typed?: string;
  /** What stands below the inputs of a form that stays open, by `block_id`; empty where it closes. */
  errors?: (run: RunContext) => Record<string, string>;
}

/**
 * Brings a person's event to a run and answers; `applied` is said when it took effect. Tells what became of it;
 * undefined when Slack could not tell who the person is.
 */
export async function act(
  visit: Visit,
  tools: Tools,
  run: RunSight,
  event: PersonEvent,
  words: Words = {},
): Promise<Delivery['kind'] | undefined> {
  const outcome = await judged(visit, tools, () => tools.door.gesture(run.id, event, visit.key));
  if (!outcome) return undefined;
  if (outcome.kind === 'refused')
    turnAway(visit, tools, { code: outcome.code, gesture: event.type, run: run.id });
  const errors = outcome.kind === 'applied' ? (words.errors?.(outcome.run.snapshot.context) ?? {}) : {};
  if (Object.keys(errors).length > 0) await visit.answer.react({ response_action: 'errors', errors });
  const said = wordsFor(outcome, event, run, words);
  await (said ? visit.answer.say(said) : visit.answer.release());
  return outcome.kind;
}

function wordsFor(
  outcome: Delivery,
  event: PersonEvent,
  run: RunSight,
  { applied, refused: mayNot, typed = '' }: Words,
): Mrkdwn | undefined {
  switch (outcome.kind) {
    case 'applied':
      return typeof applied === 'function' ? applied(outcome.before.snapshot.context) : applied;
    case 'late':
      return withTyped(lateOf(outcome.run, event), typed);
    case 'refused':
      return withTyped(mayNot ?? refused(outcome.code), typed);
    case 'unknown':
      return unknownRun(run.id);
    case 'duplicate':
      return undefined;
  }
}

/** Why the run, as it is now, does not take the event. */
function lateOf({ snapshot: { context }, status }: StoredRun, event: PersonEvent): Mrkdwn {
  const long = status === 'intake' ? tooLongIn(context, event) : undefined;
  return long ? answerTooLong(long) : lateFor({ run: context, status }, event);
}

export function lateFor(
  { run, status }: Pick<RunSight, 'run' | 'status'>,
  event: Pick<PersonEvent, 'type'> & { target?: string },
): Mrkdwn {
  return late(
    run,
    status,
    event.target === undefined ? { type: event.type } : { type: event.type, target: event.target },
  );
}

/** For a gesture that changes no run: settles its inbox row, then answers. */
export async function conclude(visit: Visit, tools: Pick<Tools, 'door'>, words?: Mrkdwn): Promise<void> {
  await tools.door.settle(visit.key);
  await (words ? visit.answer.say(words) : visit.answer.release());
}

/** What every event of this visit carries. */
export function gestureOf(
  visit: Visit,
  tools: Pick<Tools, 'now'>,
): { actor: string; at: string; message?: MessagePlace; from?: 'home' } {
  const { actor, message, from } = visit;
  return { actor, at: tools.now(), ...(message ? { message } : {}), ...(from ? { from } : {}) };
}

/** The words of a command that took effect. A stop before the start cancels. */
export const doneTo = (run: RunSight, event: PersonEvent): Mrkdwn =>
  done(event.type === 'stop' && run.status === 'intake' ? 'cancel' : event.type, run);
