/** A person rejects one command and allows the next. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.js';
import { finishes } from '../steps.js';

export const permission: Case = {
  name: 'permission',
  title: 'Permission allowed and denied',
  stage: { permissions: '{ ask: [execute] }' },
  async play({ agent, world, model, script }) {
    const touches = (name: string) => ({ shell: `touch ${name}.txt && rm -f nothing`, escalate: true });
    // Codex and opencode end their turn after a rejection, and are asked to go on
    script(
      (place) => [touches('denied'), touches('allowed'), ...finishes(place)],
      (place) => [touches('allowed'), ...finishes(place)],
    );
    const { card, id } = await world.begins('ABC-1', { agent, done: '`test -e allowed.txt`' });
    const first = await world.hears(card, /touch denied\.txt/, undefined, 60_000);
    await world.ana.presses('Reject', { on: first });
    const second = await world.hears(card, /touch allowed\.txt/, first, 60_000);
    await world.ana.presses('Allow once', { on: second });
    await world.hears(card, /Merge-ready/, second, 60_000);
    const tree = join(world.home, 'workspaces', id, 'api');
    assert.ok(existsSync(join(tree, 'allowed.txt')), 'the allowed command ran');
    assert.ok(!existsSync(join(tree, 'denied.txt')), 'the rejected command did not run');
    const nudged = model.requests.some(({ prompt }) => prompt.includes('ended without `report_status`'));
    assert.ok(!nudged, 'an agent that ends its turn at a refusal goes on in the same process');
    return undefined;
  },
};
