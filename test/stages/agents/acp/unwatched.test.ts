/** Where the system allows no watch of a folder, everything is found by looking. */

import * as fs from 'node:fs';
import { afterEach, expect, jest, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';

const full = Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), {
  code: 'ENOSPC',
});
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  default: fs,
  watch: () => {
    throw full;
  },
}));

const { Rig } = await import('./rig.js');
const rigs: InstanceType<typeof Rig>[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

test('a turn with a question and its answer goes its way, and the log of the bot says why it is slow', async () => {
  const r = new Rig({ turns: [[{ permission: { title: 'npm test' } }, { say: ' done' }]] });
  rigs.push(r);
  const faults: unknown[] = [];
  const stage = await r.begin({ fault: (_, error) => faults.push(error) });
  await stage.answer(r.desk.run, r.permit(await r.asked(), 'once'));
  expect((await r.exited()).said).toContain('done');
  expect(faults).toContain(full);
});
