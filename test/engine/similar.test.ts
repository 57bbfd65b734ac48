/** What of earlier runs is passed on to one that begins. */
import { expect, test } from '@jest/globals';
import type { Reads } from '../../src/engine/ports.js';
import { similarIn } from '../../src/engine/similar.js';
import { createRedactor } from '../../src/redact.js';

const list = (async () => ({
  runs: [
    {
      snapshot: {
        context: {
          id: 'abc-1-aaaaaa',
          channel: 'C1',
          outcome: 'merged',
          wishes: [{ name: 'api' }],
          brief: { scope: 'src', done: '', constraints: 'keep hunter2-token-value out of it', unclear: [] },
        },
      },
    },
  ],
})) as unknown as Reads['list'];

test('an answer that holds a secret is not passed on', async () => {
  const redact = createRedactor({ env: { OWN_TOKEN: 'hunter2-token-value' }, names: [] });
  const asked = { channel: 'C1', wishes: [{ name: 'api' }] };
  const broken = (error: unknown) => {
    throw error;
  };
  expect(await similarIn({ list }, redact, broken)(asked)).toEqual([{ id: 'abc-1-aaaaaa', scope: 'src' }]);
});
