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

test('of two forms sent in the same instant, the one that replaced the other’s goal was not told of it', async () => {
  let waiting = 0;
  let meet: () => void = () => undefined;
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const own = await makeRig({
    agents: 0,
    tools: (tools) => ({
      ...tools,
      door: {
        create: (...all) => tools.door.create(...all),
        settle: (...all) => tools.door.settle(...all),
        // Both have looked at the run before either of them changes it.
        async gesture(run, event, key) {
          if (event.type === 'fill' && ++waiting === 2) meet();
          if (event.type === 'fill') await met;
          return tools.door.gesture(run, event, key);
        },
      },
    }),
  });
  try {
    const { ana, ben, dev, slack } = own;
    const card = await own.begins('TWO-4');
    const brief = await slack.message(dev, /^Brief for/m, { thread: card });
    const views = [];
    for (const one of [ana, ben]) {
      await one.presses('Edit brief', { on: brief });
      const view = await one.view();
      await one.fills(view, { Goal: `Greet people, says ${one.name}` });
      views.push(() => one.submits(view));
    }
    await Promise.all(views.map((submits) => submits()));
    await slack.settled();
    const last = (await own.run()).run.draft.goal?.text.endsWith('ben') ? ben : ana;
    const note = await last.ephemeral(/Meanwhile somebody else had answered/, { in: dev });
    expect(slack.visibleText(note)).toContain(`says ${last === ben ? 'ana' : 'ben'}`);
  } finally {
    await own.close();
  }
});
