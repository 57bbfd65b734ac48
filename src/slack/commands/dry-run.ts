/** `bootstrap … --dry-run`: what a run would begin with; stores nothing. */
import { conclude, type Tools, type Visit } from '../gesture.js';
import { previewLines, readingRepositories, readingTookTooLong } from '../messages/preview.js';
import type { Wish } from '../views/twin.js';
import { isAllowed } from './allowed.js';

/** Reading takes seconds, so its answer comes after the acknowledgement. */
export async function dryRun(wish: Wish, visit: Visit, tools: Tools): Promise<void> {
  const may = () => tools.look.holds(visit.actor, 'start');
  if (!(await isAllowed(visit, tools, 'bootstrap --dry-run', may))) return;
  await visit.answer.hold(readingRepositories(wish.repos.map(({ name }) => name)));
  // The delivery is settled last: one that a crash interrupts is answered after the restart.
  const preview = await tools.preview({ ...wish, channel: visit.channel }, visit.actor);
  await conclude(visit, tools, preview ? previewLines(preview) : readingTookTooLong());
}
