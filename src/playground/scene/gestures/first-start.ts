/** Whoever is quicker than the bot's first start waits for it instead of reading that nobody answers. */

import type { BotProcess } from '../ports.js';
import type { Gesture } from '../scene.js';

const PATIENCE_MS = 10_000;

/** Those that Slack delivers once: lost is lost. */
const ONCE = new Set<Gesture['do']>(['type', 'press', 'choose', 'submit', 'shortcut']);

/** Resolves when the gesture can be delivered, or after ten seconds. A bot that was killed is not waited for. */
export async function firstStart(bot: BotProcess, gesture: Gesture): Promise<void> {
  const isStarting = () => bot.look().state === 'starting' && bot.look().starts <= 1;
  if (!ONCE.has(gesture.do) || !isStarting()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(end, PATIENCE_MS);
    const leave = bot.subscribe(() => {
      if (!isStarting()) end();
    });
  });
}
