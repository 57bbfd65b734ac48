import { afterEach, expect, test } from '@jest/globals';
import { Turns } from '../../../src/shell/turns.js';
import { placesOf, type WorkspaceOptions } from '../../../src/stages/workspace/options.js';
import { renewing } from '../../../src/stages/workspace/renew.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { Desk } from '../desk.js';

afterEach(() => removeTemporary());

test('a mirror that is busy for long does not cost the agent the time in which it has to start', async () => {
  const { home, run } = new Desk();
  const turns = new Turns();
  let release = () => {};
  const busy = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = turns.take(placesOf(home, run.id).tree('api').mirror, () => busy);
  const options = { home, repos: [{ name: 'api', url: 'https://git.example/api.git' }] };
  const renew = renewing(options as unknown as WorkspaceOptions, turns);
  const hurried = { ...run, settings: { ...run.settings, startTimeMs: 200 } };
  const given = renew(hurried, new AbortController().signal).then(
    () => 'renewed',
    () => 'given up',
  );
  const late = new Promise((resolve) => setTimeout(resolve, 2_000, 'too late'));
  expect(await Promise.race([given, late])).toBe('given up');
  release();
  await held;
});
