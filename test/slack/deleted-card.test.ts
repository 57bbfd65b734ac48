/** A card that somebody deleted comes back, and comes back once. */
import { afterEach, expect, test } from '@jest/globals';
import { makeRig, type Rig } from './rig.js';
import { until } from './table/world.js';

let rig: Rig;
afterEach(() => rig.close());

test('a deleted card came back twice where the answer to its new post was lost and the run went on', async () => {
  rig = await makeRig({ patience: { requestTimeoutMs: 1_000, marginMs: 300 } });
  const { slack, ana, dev } = rig;
  const card = await rig.begins('DEL-1');
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ana.presses('Start run', { on: brief });
  await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work');
  const { id, run } = await rig.run();
  const edits = () => rig.bot.unit.read.openEffects(id, 'edits');
  await until(async () => (await edits()).length === 0);
  const does = (doing: string) => {
    const progress = { plan: [], doing, tools: 1, allowed: 0, denied: 0 };
    return rig.happens({ type: 'agent_progressed', step: run.agent.step, progress });
  };
  const cards = () => slack.messages(dev, { from: 'bot' }).filter(({ thread_ts }) => !thread_ts);

  slack.store.deleteMessage(card);
  slack.faults.next('chat.postMessage', { status: 500, stored: true });
  await does('the first thing');
  await until(async () => (await edits()).some(({ status, dueAt }) => status === 'started' && dueAt));
  await does('the second thing');
  await until(async () => (await edits()).length === 0);
  expect(cards()).toHaveLength(1);
  expect((await rig.run()).run.messages.card?.ts).toBe(cards()[0]?.ts);
  await slack.waitFor(() => slack.visibleText(cards()[0]!).includes('the second thing'), 'the newest state');
});
