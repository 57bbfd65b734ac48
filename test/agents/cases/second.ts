/** Feedback after the first result: the agent goes on and knows what was before. */
import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import type { Model } from '../model/server.js';
import { finishes, greets } from '../steps.js';

/** How many prompts of metawsm the model saw in the newest request. */
export const promptsSeen = ({ requests }: Model): number =>
  requests.filter(({ tools }) => tools.length > 0).at(-1)?.prompts ?? 0;

export const second: Case = {
  name: 'second',
  title: 'Second turn with its history',
  stage: { permissions: '{ allow: [execute] }' },
  async play({ agent, world, model, script }) {
    script((place) => [...greets(place), ...finishes(place)], finishes);
    const { card, id } = await world.begins('ABC-1', { agent });
    const summary = await world.hears(card, /Merge-ready/, undefined, 60_000);
    await world.ana.types(`/metawsm iterate ${id} say it louder`, { in: world.dev });
    await world.hears(card, /Merge-ready.*iteration 2/, summary, 90_000);
    assert.ok(promptsSeen(model) >= 2, `the model saw ${promptsSeen(model)} prompts`);
    return undefined;
  },
};
