/** What words in a thread are for: what is open now, something that somebody decided meanwhile, or something before it. */
import type { RunSight } from '../engine/look.js';
import { type Meant, meantFor, type Sure, type Written } from '../run/meant.js';
import { idOf, openIn } from './commands/open.js';
import type { Tools } from './gesture.js';
import { sleep } from './sleep.js';

/** So long is waited for Slack's word when a question was shown; Slack gives a command three seconds. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 50;

/** What these words are for. Words for what is open are not dropped on a guess, as long as the message may be on its way. */
export async function meantOf(run: RunSight, written: Written, { look }: Pick<Tools, 'look'>): Promise<Sure> {
  const open = idOf(openIn(run));
  // a clock that is set back must not make an hour of it
  const end = performance.now() + PATIENCE_MS;
  let now: RunSight | undefined = run;
  for (;;) {
    const meant: Meant = meantFor(now.run, open, written);
    if (meant.for !== 'unknown') return meant;
    if (performance.now() > end) return meant.guess;
    await sleep(LOOK_EVERY_MS, NEVER);
    now = await look.find(run.id);
    if (!now) return meant.guess;
  }
}

const NEVER = new AbortController().signal;
