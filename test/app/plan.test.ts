/** Dry runs of a merge when the bot ends. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { planning } from '../../src/app/plan.js';
import type { RunSight } from '../../src/engine/look.js';
import { openStore } from '../../src/persistence/store.js';
import { commit, removeTemporary, temporary } from '../fixtures/git-repos.js';
import { optionsFor, readyRun, withRemote } from '../stages/merge/ready-run.js';

afterEach(removeTemporary);

test('a remote that says nothing held the end of the bot for as long as git waits for it', async () => {
  const home = temporary();
  const repo = await withRemote(home, 'api');
  commit(repo.tree, { 'b.txt': 'x' });
  const silent = createServer().listen(0, '127.0.0.1');
  const asked = once(silent, 'connection') as Promise<[Socket]>;
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api.git`;
  const { unit, close } = await openStore({ url: `sqlite:${join(home, 'metawsm.sqlite')}`, home });
  const access = { start: [], answer: [], merge: ['everyone'], admins: [], fourEyes: false };
  const merge = { ...optionsFor(home, [repo]), repos: [{ name: 'api', url }] };
  const { plan, end } = planning({ merge, unit, access });
  const planned = plan({ run: readyRun([repo]), status: 'merge_ready' } as RunSight, 'U1');
  planned.catch(() => undefined);
  const [socket] = await asked;
  const gone = once(socket.resume(), 'close');
  end();
  await expect(planned).rejects.toThrow('the bot ends');
  // Nothing of git goes on either.
  await gone;
  await expect(plan({ run: readyRun([repo]), status: 'merge_ready' } as RunSight, 'U1')).rejects.toThrow();
  silent.close();
  await close();
});
