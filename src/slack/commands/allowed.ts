/** Rights of commands that change no run: they are asked here, since nothing reaches `deliver`. */
import { conclude, judged, type Tools, turnAway, type Visit } from '../gesture.js';
import { refused } from '../messages/private.js';

type Judged = { kind: 'facts_missing' } | { kind: 'may' | 'may_not' };

/**
 * Whether the person may; false after they and the log were told that it is not so. `may` answers undefined for somebody
 * without facts, which are then fetched; `gesture` is its name in the log.
 */
export async function isAllowed(
  visit: Visit,
  tools: Tools,
  gesture: string,
  may: () => Promise<boolean | undefined>,
): Promise<boolean> {
  const outcome = await judged(visit, tools, async (): Promise<Judged> => {
    const answer = await may();
    return { kind: answer === undefined ? 'facts_missing' : answer ? 'may' : 'may_not' };
  });
  if (outcome?.kind === 'may_not') {
    turnAway(visit, tools, { code: 'not_allowed', gesture });
    await conclude(visit, tools, refused('not_allowed'));
  }
  return outcome?.kind === 'may';
}
