/** Several people at the same moment. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRig, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await makeRig({ agents: 0 });
  for (const one of [rig.ana, rig.ben]) await rig.bot.actors.ensure(one.id, rig.dev.id);
});
afterAll(() => rig.close());

const runsOf = async (ticket: string) =>
  (await rig.bot.look.list({ ticket, all: true, limit: 9, offset: 0 })).total;
const begins = (ticket: string) => `/metawsm bootstrap ${ticket} --repos api --goal "Greet people"`;

test('two people who began one ticket in the same instant got a run each', async () => {
  const { ana, ben, dev } = rig;
  const said = await Promise.all([ana, ben].map((one) => one.types(begins('TWO-1'), { in: dev })));
  expect(await runsOf('TWO-1')).toBe(1);
  expect(said.filter((words) => /already has an active run/.test(words))).toHaveLength(1);
});

test('two clicks on Start anyway began two runs', async () => {
  const { ana, ben, dev, slack } = rig;
  await ana.types(begins('TWO-2'), { in: dev });
  await ben.types(begins('TWO-2'), { in: dev });
  const on = slack.snapshot(ben.ephemerals({ in: dev }).at(-1)!);
  await Promise.all([1, 2].map(() => ben.presses('Start anyway', { on })));
  await ben.ephemeral(/already has an active run/, { in: dev });
  expect(await runsOf('TWO-2')).toBe(2);
});

test('ten replies to one question answered the next ones unseen, and nobody was told', async () => {
  const { ana, ben, dev, slack } = rig;
  await ana.types(begins('TWO-3'), { in: dev });
  const card = await slack.message(dev, /TWO-3/, { from: 'bot' });
  await slack.message(dev, /question about the \*scope/, { thread: card });
  await Promise.all([ana, ben].map((one) => one.says('src/greet.ts', { in: dev, thread: card })));
  await ben.ephemeral(/Too late: that was answered by @ana/, { in: dev });
  const { run } = await rig.run();
  expect(run.questions.filter(({ answer }) => answer)).toHaveLength(1);
});
