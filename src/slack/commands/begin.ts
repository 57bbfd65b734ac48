/** From a wish to a run, whichever way it was wished for. */
import type { RunSight } from '../../engine/look.js';
import type { NewRunWish } from '../../run/wish.js';
import { conclude, judged, type Tools, type Visit } from '../gesture.js';
import { refused, starting } from '../messages/private.js';
import { activeAlready, tooLongForAnyway } from '../messages/twin.js';
import { twinButtons, type Wish } from '../views/twin.js';
import { maySee } from './status.js';

/** Starts the intake. */
export async function begin(wished: Wish, visit: Visit, tools: Tools): Promise<void> {
  const wish: NewRunWish = {
    ...wished,
    channel: visit.channel,
    requester: visit.actor,
    at: tools.now(),
    ...(visit.team === undefined ? {} : { team: visit.team }),
  };
  let looked = false;
  const create = async () => {
    // Somebody may have invited the bot since; `create` would refuse on the old facts.
    if (!looked && (await tools.facts.looksOutside(visit.channel))) {
      looked = true;
      await visit.answer.release();
      await tools.facts.lookAgain(visit.actor, visit.channel, visit.channelHint);
    }
    return tools.door.create(wish, visit.key);
  };
  const outcome = await judged(visit, tools, create, visit.channel);
  if (outcome?.kind === 'refused') return visit.answer.say(refused(outcome.code));
  if (outcome?.kind !== 'created') return visit.answer.release();
  const names = wished.repos.map((repo) => repo.name);
  await visit.answer.say(starting(wished.ticket, names));
}

/** The active run of this ticket; two at a time are seldom meant. */
export async function twinOf(ticket: string, tools: Tools): Promise<RunSight | undefined> {
  return (await tools.look.list({ ticket, all: false, limit: 1, offset: 0 })).runs[0];
}

/** Asks the author alone whether another run of the ticket is meant. */
export async function askBefore(wish: Wish, twin: RunSight, visit: Visit, tools: Tools): Promise<void> {
  if (!(await maySee(visit, tools))) return;
  const buttons = twinButtons(wish, tools.linkOf(twin.run));
  if (!buttons) return conclude(visit, tools, tooLongForAnyway(twin));
  await tools.door.settle(visit.key);
  await visit.answer.say(activeAlready(twin), [buttons]);
}
