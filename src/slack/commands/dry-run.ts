/** `bootstrap … --dry-run`: what a run would begin with; stores nothing. */
import { conclude, judged, type Tools, turnAway, type Visit } from '../gesture.js';
import { previewLines, readingRepositories, readingTookTooLong } from '../messages/preview.js';
import { refused } from '../messages/private.js';
import type { Wish } from '../views/twin.js';

/** Reading takes seconds, so its answer comes after the acknowledgement. */
export async function dryRun(wish: Wish, visit: Visit, tools: Tools): Promise<void> {
  const outcome = await judged(visit, tools, async () => {
    const may = await tools.look.holds(visit.actor, 'start');
    return { kind: may === undefined ? 'facts_missing' : may ? 'may' : 'may_not' } as
      | { kind: 'facts_missing' }
      | { kind: 'may' | 'may_not' };
  });
  if (outcome?.kind === 'may_not') {
    turnAway(visit, tools, { code: 'not_allowed', gesture: 'bootstrap --dry-run' });
    return conclude(visit, tools, refused('not_allowed'));
  }
  if (outcome?.kind !== 'may') return;
  await visit.answer.hold(readingRepositories(wish.repos.map(({ name }) => name)));
  // The delivery is settled last: one that a crash interrupts is answered after the restart.
  const preview = await tools.preview({ ...wish, channel: visit.channel }, visit.actor);
  await conclude(visit, tools, preview ? previewLines(preview) : readingTookTooLong());
}
