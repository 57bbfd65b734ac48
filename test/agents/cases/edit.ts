/** The agent edits a file in its worktree and commits it there; a person merges. */
import assert from 'node:assert/strict';
import type { Case } from '../case.js';
import { finishes, greets } from '../steps.js';

export const edit: Case = {
  name: 'edit',
  title: 'Edit and commit in a worktree',
  stage: { permissions: '{ allow: [execute] }' },
  async play({ agent, world, script }) {
    script((place) => [...greets(place), ...finishes(place)]);
    const { card } = await world.begins('ABC-1', { agent });
    const summary = await world.hears(card, /Merge-ready/, undefined, 60_000);
    await world.ana.presses('Merge & close', { on: summary });
    await world.shows(card, /closed/);
    assert.equal(world.repos.api?.show('greeting.txt'), 'Hello');
    assert.ok(world.repos.api.log().includes('greet people'), world.repos.api.log().join());
    return undefined;
  },
};
