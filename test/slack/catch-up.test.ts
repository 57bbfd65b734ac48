/** What people wrote while nobody listened, where Slack lets some of it not be read. */
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { COMPLETE, makeRig, type Rig } from './rig.js';

let rig: Rig;
afterEach(() => rig.close());

test('one thread that Slack never let be read kept the words in all newer ones from the bot', async () => {
  rig = await makeRig({ slack: { eventLifeMs: 1 }, catchUp: { pauseMs: 1, againMs: 50 } });
  const { slack, ana, dev } = rig;
  const cards: Message[] = [];
  for (const ticket of ['CTU-1', 'CTU-2']) {
    const card = await rig.begins(ticket, COMPLETE.replace('--goal "Greet people by name" ', ''));
    await slack.message(dev, /question about the \*goal/, { thread: card });
    cards.push(card);
  }
  await rig.stop();
  for (const card of cards) await ana.says('Greet people by name', { in: dev, thread: card });
  slack.faults.always('conversations.replies', ({ ts }) =>
    ts === cards[0]!.ts ? { error: 'internal_error' } : undefined,
  );
  await rig.start();
  await slack.message(dev, /Done criteria/, { thread: cards[1]! });
  const first = (await rig.bot.look.find('CTU-1'))!;
  expect(first.run.draft.goal).toBeUndefined();
  expect(await rig.bot.unit.read.seenTs(first.id)).toBeUndefined();
  slack.faults.clear();
  // No connection begins anew: it is read again by itself.
  await slack.message(dev, /Done criteria/, { thread: cards[0]! });
});
