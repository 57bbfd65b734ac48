/** Dry runs of people in a hurry. */
import { setImmediate as breath } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { previews } from '../../src/app/preview.js';

const wish = (ticket: string) => ({
  ticket,
  repos: [{ name: 'api' }],
  agent: 'claude',
  fields: {},
  channel: 'C1',
});

/** Reading that goes on until it is let go. */
function held() {
  const asked: string[] = [];
  const gone: (() => void)[] = [];
  const made = previews(
    async () => ({ facts: [], faults: [] }),
    async (ticket) => {
      asked.push(ticket);
      await new Promise<void>((resolve) => gone.push(resolve));
      return { fields: {}, unread: [] };
    },
    async () => [],
  );
  return { ...made, asked, letGo: () => gone.splice(0).map((go) => go()) };
}

test('one person’s are read one after another and hold nobody else up', async () => {
  const { preview, asked, letGo } = held();
  const all = [preview(wish('A-1'), 'U1'), preview(wish('A-2'), 'U1'), preview(wish('B-1'), 'U2')];
  await breath();
  expect(asked).toEqual(['A-1', 'B-1']);
  letGo();
  await all[0];
  await breath();
  expect(asked).toEqual(['A-1', 'B-1', 'A-2']);
  letGo();
  expect((await Promise.all(all)).map((one) => one !== undefined)).toEqual([true, true, true]);
});

test('three are read at once, and one that waits ends with the bot', async () => {
  const { preview, asked, letGo, end } = held();
  const all = ['U1', 'U2', 'U3', 'U4'].map((user) => preview(wish(`${user}-1`), user));
  const ended = Promise.allSettled(all);
  await breath();
  expect(asked).toHaveLength(3);
  end();
  letGo();
  expect((await ended).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  expect(asked).toHaveLength(3);
});
