/** The stream: everything first, then changes alone, and never a queue for somebody who does not read. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PATHS } from '../../../src/playground/scene/scene.js';
import { quietClient } from '../server/clients.js';
import { type PageRig, pageBefore, workspace } from './page-rig.js';

const EDITS = 24;

let world: Awaited<ReturnType<typeof workspace>>;
let page: PageRig;

beforeEach(async () => {
  world = await workspace();
  page = pageBefore(world.slack, [world.ana, world.ben]);
});
afterEach(async () => {
  page.close();
  await world.slack.close();
});

test('brings what changed and what is gone, together, and nothing twice', async () => {
  const { slack, ana, ben, dev } = world;
  const first = await ana.says('first', { in: dev });
  const tab = await page.opens(ana);
  const reply = await ben.says('a reply', { in: dev, thread: first });
  await ana.edits(first, 'first, better');
  await tab.until(() => tab.names('message').length === 2, 'the reply');
  expect(tab.changes).toHaveLength(2);
  const [, change] = tab.changes;
  expect(Object.keys(change?.set ?? {}).sort()).toEqual(
    [`channel:${dev.id}`, `message:${dev.id}:${first.ts}`, `message:${dev.id}:${reply.ts}`].sort(),
  );
  const { message } = tab.piece('message', `message:${dev.id}:${first.ts}`);
  expect(message).toMatchObject({ text: 'first, better', edited: true, changes: 1 });
  expect(JSON.stringify(message.blocks)).toContain('first, better');
  slack.store.tell({ type: 'other' });
  await ben.deletes(reply);
  await tab.until(() => tab.names('message').length === 1, 'the reply to go');
  expect(tab.changes.at(-1)?.drop).toEqual([`message:${dev.id}:${reply.ts}`]);
  expect(tab.changes).toHaveLength(3);
});

test('each connection begins with everything', async () => {
  const { ana, dev } = world;
  const tab = await page.opens(ana);
  tab.close();
  await ana.says('meanwhile', { in: dev });
  const again = await page.opens(ana);
  expect(again.changes[0]?.fresh).toBe(true);
  expect(again.names('message')).toHaveLength(1);
});

test('reactions, sessions, the bot and the hint are in it', async () => {
  page.close();
  const { slack, ana, ben, dev } = world;
  let text = 'Begin.';
  page = pageBefore(slack, [ana, ben], {
    hint: (userId) => (userId === ana.id ? { is: 'hint', step: 'begin', at: 1, of: 2, text } : undefined),
  });
  const [tab, other] = [await page.opens(ana), await page.opens(ben)];
  expect(tab.piece('hint', 'hint').text).toBe('Begin.');
  expect(other.pieces).not.toHaveProperty('hint');
  const client = quietClient(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: dev.id, text: 'card' });
  text = 'Go on.';
  await client.reactions.add({ channel: dev.id, timestamp: ts, name: 'eyes' });
  await client.agents.sessions.setStatus({
    channel_id: dev.id,
    thread_ts: ts,
    status: 'processing',
    title: 'A run',
  });
  const name = `message:${dev.id}:${ts}`;
  await tab.until(() => tab.pieces[name] && tab.piece('message', name).session, 'the session');
  expect(tab.piece('message', name)).toMatchObject({
    session: { status: 'processing', title: 'A run' },
    message: { bot_id: slack.bot.botId, reactions: [{ name: 'eyes', users: [slack.bot.userId] }] },
  });
  expect(tab.piece('hint', 'hint').text).toBe('Go on.');
  await page.does(ana, { do: 'kill_bot' });
  await tab.until(() => tab.piece('bot', 'bot').state === 'gone', 'the bot to be gone');
});

test('ends with the page', async () => {
  const tab = await page.opens(world.ana);
  page.close();
  await world.ana.says('nobody hears this', { in: world.dev });
  await tab.until(() => !tab.isOpen, 'the end');
});

test('somebody who does not read costs one picture, and gets the newest when reading again', async () => {
  const { ana, dev } = world;
  const sleeper = connect(Number(page.port), '127.0.0.1');
  sleeper.pause();
  sleeper.write(
    `GET ${page.keyed(PATHS.scene, { as: ana.id })} HTTP/1.1\r\nhost: 127.0.0.1:${page.port}\r\n\r\n`,
  );
  const awake = await page.opens(ana);
  const card = await ana.says('x', { in: dev });
  const name = `message:${dev.id}:${card.ts}`;
  const changes = () => (awake.pieces[name] ? awake.piece('message', name).message.changes : 0);
  // All together they are larger than what the sockets' buffers hold.
  for (let edit = 1; edit <= EDITS; edit += 1) {
    await ana.edits(card, `edit ${edit} ${'x'.repeat(800_000)}`);
    await awake.until(() => changes() === edit, `edit ${edit}`);
  }
  const seen = await editsIn(sleeper, EDITS);
  expect(seen.at(-1)).toBe(EDITS);
  expect(seen.length).toBeLessThan(10);
});

/** Reads until the last edit has come; the edits in the order in which they came. */
function editsIn(socket: Socket, last: number): Promise<number[]> {
  return new Promise((resolve) => {
    const seen: number[] = [];
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      const found = [...rest.matchAll(/"text":"edit (\d+) /g)].map(([, edit]) => Number(edit));
      for (const edit of found) if (edit !== seen.at(-1)) seen.push(edit);
      rest = rest.slice(-30);
      if (seen.at(-1) !== last) return;
      socket.destroy();
      resolve(seen);
    });
    socket.resume();
  });
}
