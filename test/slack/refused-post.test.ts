/** A message that Slack refused is offered again as soon as it changes. */
import { afterEach, expect, test } from '@jest/globals';
import { makeRig, type Rig } from './rig.js';
import { until } from './table/world.js';

let rig: Rig;
afterEach(() => rig.close());

test('a message that Slack had refused was posted once for each change that came before it was there', async () => {
  rig = await makeRig();
  const { slack, ana, ben, dev } = rig;
  for (const { id } of [ana, ben]) await rig.bot.actors.ensure(id, dev.id);
  const card = await rig.begins('REF-1');
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ana.presses('Start run', { on: brief });
  await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work');
  const isQuestion = (text: unknown) => /Which port/.test(String(text));
  slack.faults.always('chat.postMessage', ({ text }) =>
    isQuestion(text) ? { error: 'no_idea' } : undefined,
  );
  const request = {
    question: 'Which port?',
    options: [],
    agent: 'script',
    via: { kind: 'file', path: '/w/.metawsm' },
  };
  await rig.happens({ type: 'guidance_requested', request });
  await until(async () => (await rig.run()).run.unsaid?.['guidance:g1'] !== undefined);
  slack.faults.clear();

  slack.faults.next('chat.postMessage', { answerAfterMs: 1_000 });
  const { id } = await rig.run();
  const at = new Date().toISOString();
  const handsOver = { type: 'hand_over', actor: ana.id, at, target: 'g1', to: ben.id } as const;
  await rig.bot.door.gesture(id, handsOver, 'hands over');
  const answers = { type: 'answer', actor: ben.id, at, target: 'g1', text: 'the usual one' } as const;
  await rig.bot.door.gesture(id, answers, 'answers');
  await until(async () => (await rig.bot.unit.read.runsWithOpenEffects()).length === 0);

  const questions = [...slack.thread(card), ...slack.messages(ana.dm())].filter((one) =>
    isQuestion(slack.visibleText(one)),
  );
  expect(questions).toHaveLength(1);
  // What changed while it was on its way is drawn all the same.
  expect(slack.visibleText(questions[0]!)).toContain('the usual one');
});
