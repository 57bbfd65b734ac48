/** Words that came while somebody else decided: told apart from those for what is open now. */
import type { RunSight } from '../engine/look.js';
import { meantFor, type Written } from '../run/meant.js';
import { idOf, openIn } from './commands/open.js';
import type { Tools } from './gesture.js';
import { sleep } from './sleep.js';

/** So long is waited for Slack's word when a question was shown; Slack gives a command three seconds. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 50;

/** The question or request that these words came too late for; undefined: they are for what is open. */
export async function decidedMeanwhile(
  run: RunSight,
  written: Written,
  { look }: Pick<Tools, 'look'>,
): Promise<string | undefined> {
  const open = idOf(openIn(run));
  const end = Date.now() + PATIENCE_MS;
  let now: RunSight | undefined = run;
  while (now) {
    const meant = meantFor(now.run, open, written);
    if (meant.for === 'decided') return meant.id;
    // What Slack may show is answered: an answer is not dropped on a guess.
    if (meant.for === 'open' || Date.now() > end) return undefined;
    await sleep(LOOK_EVERY_MS, NEVER);
    now = await look.find(run.id);
  }
  return undefined;
}

const NEVER = new AbortController().signal;
