/** The form that starts a run: opened by a bare command or a shortcut, checked here and at once when it is sent. */
import { defaultsIn } from '../../engine/look.js';
import { ticketIn } from '../../run/issue.js';
import { named } from '../../run/nearest.js';

import { readBases } from '../commands/bases.js';
import { askBefore, begin, type Manner, twinOf } from '../commands/begin.js';
import type { Mrkdwn } from '../escape.js';
import { conclude, type Tools, turnAway, type Visit } from '../gesture.js';
import { refused, refusedIn } from '../messages/private.js';
import {
  baseError,
  channelError,
  repositoriesGone,
  START_ERRORS,
  ticketError,
  twinError,
} from '../messages/start-form.js';
import { sleep } from '../sleep.js';
import {
  readStartForm,
  type StartAnswers,
  type StartDraft,
  type SubmittedStart,
  startForm,
} from '../views/start-form.js';
import type { Wish } from '../views/twin.js';

type Known = Tools['look']['known'];
/** What stands below which input. */
type Errors = Partial<Record<'channel' | 'ticket' | 'repos' | 'base' | 'agent', string>>;

/** Slack waits three seconds for the answer to a form; so long may be asked what is not known yet. */
const LOOK_MS = 1_200;

/** What a form in `channel` begins with. */
export const draftFor = (channel: string | undefined, known: Known): StartDraft => {
  const own = channel === undefined ? undefined : defaultsIn(known, channel);
  return {
    ...(channel === undefined ? {} : { channel }),
    repos: [...new Set(own?.repos)],
    agent: own?.agent ?? known.defaultAgent,
  };
};

/**
 * Opens the form right after the acknowledgement; `again` is said where that was too late. `more` may take a second of
 * the three that Slack gives.
 */
export async function openStartForm(
  draft: StartDraft,
  again: Mrkdwn,
  visit: Visit,
  tools: Tools,
  more: () => Promise<Partial<StartDraft>> = async () => ({}),
): Promise<void> {
  if ((await tools.look.holds(visit.actor, 'start')) === false) {
    turnAway(visit, tools, { code: 'not_allowed', gesture: 'bootstrap' });
    return conclude(visit, tools, refused('not_allowed'));
  }
  await conclude(visit, tools);
  if (!(await visit.opens?.(startForm({ ...draft, ...(await more()) }, tools.look.known))))
    return visit.answer.say(again);
  // What is known by then nobody has to wait for when the form is sent.
  await tools.facts.ensure(visit.actor, draft.channel, visit.channelHint);
}

/** A `view_submission` of the form. */
export async function onStartForm(form: SubmittedStart, visit: Visit, tools: Tools): Promise<void> {
  const answers = readStartForm(form);
  const { channel, from } = answers;
  const checked = wishIn(answers, tools.look.known);
  if ('errors' in checked) return showErrors(checked.errors, visit, tools);
  visit.answer.locate(from?.channel ?? channel, from?.thread);
  await lookAt(channel, visit, tools);
  const manner: Manner = {
    looked: true,
    refuse: (code) => showErrors({ channel: channelError(code) }, visit, tools, refusedIn(channel, code)),
    tooLong: (twin) => showErrors({ ticket: twinError(twin.id) }, visit, tools),
  };
  const twin = await twinOf(checked.wish.ticket, tools);
  if (twin) await askBefore(checked.wish, twin, visit, tools, manner);
  else await begin(checked.wish, visit, tools, manner);
}

/** Below the inputs while the form is open, else in words. */
async function showErrors(errors: Errors, visit: Visit, tools: Tools, words?: Mrkdwn): Promise<void> {
  await tools.door.settle(visit.key);
  if (await visit.answer.react({ response_action: 'errors', errors })) return;
  if (words) await visit.answer.say(words);
}

/**
 * An error can stand at its field only while the form is open, so a moment is given to what is not known of person
 * and channel. What Slack does not tell in time is decided after the form has closed.
 */
async function lookAt(channel: string, { actor }: Visit, { facts }: Tools): Promise<void> {
  const outside = await facts.looksOutside(channel);
  const looking = outside ? facts.lookAgain(actor, channel) : facts.ensure(actor, channel);
  const enough = new AbortController();
  await Promise.race([looking, sleep(LOOK_MS, enough.signal).catch(() => undefined)]);
  enough.abort();
}

/** All that is wrong at once, or the wish. */
function wishIn(answers: StartAnswers, known: Known): { wish: Wish } | { errors: Errors } {
  const { channel, fields, origin, drafted } = answers;
  const errors: Errors = {};
  if (channel === '') errors.channel = START_ERRORS.channel;
  const typed = ticketIn(answers.ticket, known.github);
  if (typed.kind !== 'ticket') errors.ticket = ticketError(typed);
  const chosen = answers.repos.length > 0 ? answers.repos : defaultsIn(known, channel)?.repos;
  const names = [...new Set(chosen)];
  const gone = names.filter((name) => !known.repos.includes(name));
  if (names.length === 0) errors.repos = START_ERRORS.repos;
  if (gone.length > 0) errors.repos = repositoriesGone(gone);
  const bases = readBases(answers.base.split(/[,\s]+/u).filter(Boolean), names, known.repos);
  if (!bases.ok) errors.base = baseError(bases.fault);
  const agent = named(answers.agent, known.agents);
  if (!agent) errors.agent = START_ERRORS.agent;
  if (!bases.ok || !agent || typed.kind !== 'ticket' || Object.keys(errors).length > 0) return { errors };
  const { ticket, source } = typed;
  const wish: Wish = { ticket, repos: bases.repos, agent, fields, source: 'form', channel };
  return {
    wish: {
      ...wish,
      ...(source ? { ticketSource: source } : {}),
      ...(origin ? { origin } : {}),
      ...(drafted.length > 0 ? { drafted } : {}),
    },
  };
}
