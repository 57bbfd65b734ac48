/** `merge --dry-run`: git may take minutes, and nobody else waits for it. */
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../../src/playground/server/facts.js';
import type { MergePlan } from '../../../src/run/merge-plan.js';
import type { Tools } from '../../../src/slack/gesture.js';
import { deferred } from '../../../src/stages/agents/acp/deferred.js';
import { makeRig, type Rig } from '../rig.js';

const NOTHING: MergePlan = { gates: [], repos: [] };
let rig: Rig;
/** Whoever failed on the way must not wait for ever. */
let letGo = () => {};
afterEach(async () => {
  letGo();
  await rig.close();
});

/** A run whose agent works, with a dry run as it is given; resolves with its card. */
async function working(plan: Tools['plan']): Promise<Message> {
  rig = await makeRig({ tools: (tools) => ({ ...tools, plan }) });
  const { slack, ana, dev } = rig;
  const card = await rig.begins('DRY-1');
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ana.presses('Start run', { on: brief });
  await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work');
  return card;
}

/** A dry run that has begun and does not end before it is let go. */
async function planned() {
  const [begun, end] = [deferred<void>(), deferred<MergePlan>()];
  letGo = () => end.resolve(NOTHING);
  const card = await working(() => {
    begun.resolve();
    return end.promise;
  });
  await rig.ana.says('@metawsm merge --dry-run', { in: rig.dev, thread: card });
  await begun.promise;
  return card;
}

test('a stop waited until git had answered what a merge would do', async () => {
  const card = await planned();
  const { slack, ana, ben, dev } = rig;
  await ben.says('stop', { in: dev, thread: card });
  await slack.waitFor(() => slack.visibleText(card).includes('stopped'), 'the stop');
  letGo();
  await ana.ephemeral(/Dry run of/, { in: dev });
});

test('the end of the bot waited until git had answered what a merge would do', async () => {
  await planned();
  await rig.stop();
});

test('whoever asked for a dry run that failed was never told', async () => {
  const card = await working(() => Promise.reject(new Error('out of cheese')));
  const { ana, dev } = rig;
  await ana.says('@metawsm merge --dry-run', { in: dev, thread: card });
  await ana.ephemeral(/was broken off[\s\S]*Nothing was changed/, { in: dev });
  expect(rig.lines.join('\n')).toContain('out of cheese');
});
