/** A model that cannot be reached, and an account that is used up. */
import type { Case } from '../case.js';
import type { Stage } from '../stage.js';
import { finishes } from '../steps.js';

/** Waits until the card or its thread says it; returns after how many seconds. */
async function says({ agent, world, script }: Stage, words: RegExp, withinMs: number): Promise<number> {
  script(finishes);
  const { card } = await world.begins('ABC-1', { agent });
  const began = Date.now();
  const { slack } = world;
  const all = () => [card, ...slack.thread(card)].map((message) => slack.visibleText(message));
  await world.until(() => all().some((text) => words.test(text)), `${words} is said`, withinMs);
  return Math.round((Date.now() - began) / 1000);
}

export const deadModel: Case = {
  name: 'dead-model',
  title: 'Dead model endpoint reported',
  stage: { dead: true, more: 'limits: { silence: 60s }' },
  async play(stage) {
    const seconds = await says(stage, /cannot be reached|cannot reach|no sign of life/i, 120_000);
    return `after ${seconds} s`;
  },
};

export const usageLimit: Case = {
  name: 'limit',
  title: 'Usage limit recognised',
  cannot: {
    opencode:
      'tries again and again and says nothing of it over ACP ([anomalyco/opencode#47804](https://github.com/anomalyco/opencode/issues/47804)); its silence is reported',
  },
  async play(stage) {
    stage.model.behave('limit', new Date(Date.now() + 7_200_000));
    await says(stage, /usage limit|limit of its account|used up/i, 60_000);
    return undefined;
  },
};
