/** Unread marks and mention badges. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Channel } from '../../../src/playground/server/facts.js';
import type { Person } from '../../../src/playground/server/people.js';
import { startSlack } from '../../../src/playground/server/slack-server.js';
import { quietClient } from '../server/clients.js';
import { type PageRig, pageBefore, type Tab, workspace } from './page-rig.js';

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;
let tab: Tab;
let ben: Person;
let dev: Channel;

beforeEach(async () => {
  world = await workspace();
  ({ ben, dev } = world);
  page = pageBefore(world.slack, [world.ana, ben]);
  tab = await page.opens(ben);
});
afterEach(async () => {
  page.close();
  await world.slack.close();
});

const counts = async (unread: number, mentions: number, channel = dev): Promise<void> => {
  const piece = () => tab.piece('channel', `channel:${channel.id}`);
  await tab.until(
    () => piece().unread === unread && piece().mentions === mentions,
    `${unread} and ${mentions}`,
  );
};
const reads = (ts: string, channel = dev.id) => page.does(ben, { do: 'read', channel, ts });

test('others count until they are read; what one writes oneself does not', async () => {
  const one = await world.ana.says('one', { in: dev });
  await world.ana.says('two', { in: dev });
  await counts(2, 0);
  await reads(one.ts);
  await counts(1, 0);
  expect(tab.piece('channel', `channel:${dev.id}`).readTs).toBe(one.ts);
  await page.does(ben, { do: 'say', channel: dev.id, text: 'mine' });
  await counts(0, 0);
  await world.ana.says('three', { in: dev });
  await counts(1, 0);
});

test('a mark never moves back nor ahead of what is there', async () => {
  const one = await world.ana.says('one', { in: dev });
  const two = await world.ana.says('two', { in: dev });
  await reads('9999999999.000000');
  await counts(0, 0);
  expect(world.slack.store.readMarks.get(`${ben.id}:${dev.id}`)).toBe(two.ts);
  await reads(one.ts);
  expect(world.slack.store.readMarks.get(`${ben.id}:${dev.id}`)).toBe(two.ts);
  await world.ana.says('three', { in: dev });
  await counts(1, 0);
});

test('a name, a group of theirs, here and channel are mentions; other names are none', async () => {
  const { slack, ana } = world;
  slack.userGroup('leads', [ben]);
  slack.userGroup('others', [ana]);
  for (const text of ['@ben', '@leads', '@here', '@channel', '@ana and @others', '`@ben`'])
    await ana.says(text, { in: dev });
  await counts(6, 4);
});

test('a mention in the blocks of the bot counts', async () => {
  const text = { type: 'mrkdwn' as const, text: `Waits for <@${ben.id}>` };
  await quietClient(world.slack).chat.postMessage({
    channel: dev.id,
    text: 'A question',
    blocks: [{ type: 'section', text }],
  });
  await counts(1, 1);
});

test('replies count for those who take part in the thread or are named in it', async () => {
  const { ana } = world;
  const root = await ana.says('a root', { in: dev });
  await reads(root.ts);
  await ana.says('to nobody', { in: dev, thread: root });
  await ana.says('a mark', { in: dev });
  await counts(1, 0);
  const named = await ana.says('what says @ben?', { in: dev, thread: root });
  await counts(3, 1);
  await reads(named.ts);
  await ana.says('and now?', { in: dev, thread: root });
  await counts(1, 0);
});

test('every direct message calls; what only one person sees counts nothing', async () => {
  const client = quietClient(world.slack);
  await client.chat.postMessage({ channel: ben.dm().id, text: 'a file for you' });
  await counts(1, 1, ben.dm());
  await client.chat.postEphemeral({ channel: dev.id, user: ben.id, text: `<@${ben.id}>` });
  await tab.until(() => tab.names('ephemeral').length === 1, 'the private message');
  await counts(0, 0);
});

test('a channel that one does not see cannot be read', async () => {
  const leads = world.slack.channel('leads', { private: true, members: [world.ana] });
  const secret = await world.ana.says('secret', { in: leads });
  expect(await reads(secret.ts, leads.id)).toMatchObject({ ok: false, code: 'channel_not_found' });
  expect(world.slack.store.readMarks.size).toBe(0);
});

test('marks are kept with a workspace that is kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const file = join(folder, 'slack.json');
  try {
    const before = await workspace({ file });
    const one = await before.ana.says('one', { in: before.dev });
    const door = pageBefore(before.slack, [before.ben]);
    await door.does(before.ben, { do: 'read', channel: before.dev.id, ts: one.ts });
    door.close();
    await before.slack.close();
    const after = await startSlack({ file });
    await after.close();
    expect(after.store.readMarks.get(`${before.ben.id}:${before.dev.id}`)).toBe(one.ts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
