/** From a wish to a run, whichever way it was wished for. */
import type { RunSight } from '../../engine/look.js';
import type { NewRunWish } from '../../run/wish.js';
import { conclude, judged, type Tools, turnAway, type Visit } from '../gesture.js';
import { refusedIn, starting } from '../messages/private.js';
import { activeAlready, tooLongForAnyway } from '../messages/twin.js';
import { twinButtons, type Wish } from '../views/twin.js';
import { maySee } from './status.js';

/** Where a form does otherwise than a command. */
export interface Manner {
  /** The channel was looked at a moment ago. */
  looked?: boolean;
  /** Nothing was started, for this reason. */
  refuse?: (code: string) => Promise<void>;
  /** The wish is too long to travel with the question whether another run is meant. */
  tooLong?: (twin: RunSight) => Promise<void>;
}

/** Starts the intake. */
export async function begin(wished: Wish, visit: Visit, tools: Tools, manner: Manner = {}): Promise<void> {
  const wish = wishOf(wished, visit, tools);
  const { channel } = wish;
  const { channelHint, ...elsewhere } = visit;
  const there: Visit = channel === visit.channel ? visit : elsewhere;
  let looked = manner.looked ?? false;
  const create = async () => {
    // Somebody may have invited the bot since; `create` would refuse on the old facts.
    if (!looked && (await tools.facts.looksOutside(channel))) {
      looked = true;
      await visit.answer.release();
      await tools.facts.lookAgain(visit.actor, channel, there.channelHint);
    }
    return tools.door.create(wish, visit.key, { besides: wished.besides });
  };
  const outcome = await judged(there, tools, create, channel);
  if (outcome?.kind === 'refused') turnAway(visit, tools, { code: outcome.code, gesture: 'bootstrap' });
  if (outcome?.kind === 'refused')
    return manner.refuse
      ? manner.refuse(outcome.code)
      : visit.answer.say(refusedIn(wished.channel, outcome.code));
  const twin = outcome?.kind === 'active' ? await tools.look.find(outcome.run.id) : undefined;
  if (twin) return askBefore(wished, twin, visit, tools, manner);
  if (outcome?.kind !== 'created') return visit.answer.release();
  const names = wished.repos.map((repo) => repo.name);
  await visit.answer.say(starting(wished.ticket, names, wished.channel));
}

function wishOf({ origin, channel, besides: _, ...wished }: Wish, visit: Visit, tools: Tools): NewRunWish {
  return {
    ...wished,
    channel: channel ?? visit.channel,
    requester: visit.actor,
    at: tools.now(),
    ...(origin === undefined ? {} : { origin: { ...origin, site: tools.site } }),
    ...(visit.team === undefined ? {} : { team: visit.team }),
  };
}

/** The active run of this ticket; two at a time are seldom meant. */
export async function twinOf(ticket: string, tools: Tools): Promise<RunSight | undefined> {
  return (await tools.look.list({ ticket, all: false, limit: 1, offset: 0 })).runs[0];
}

/** Asks the author alone whether another run of the ticket is meant. */
export async function askBefore(
  wish: Wish,
  twin: RunSight,
  visit: Visit,
  tools: Tools,
  { tooLong }: Manner = {},
): Promise<void> {
  if (!(await maySee(visit, tools))) return;
  const buttons = twinButtons({ ...wish, besides: twin.id }, tools.linkOf(twin.run));
  if (!buttons) return tooLong ? tooLong(twin) : conclude(visit, tools, tooLongForAnyway(twin));
  await tools.door.settle(visit.key);
  await visit.answer.say(activeAlready(twin), [buttons]);
}
