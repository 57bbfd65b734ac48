/** What an agent of the protocol wants to do: asked, decided once by those who may, remembered, refused. */
import { afterEach, expect, test } from '@jest/globals';
import { FINISHES, ScriptedAgent, wantsTo } from './acp.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const selected = (optionId: string) => ({ outcome: { outcome: 'selected', optionId } });

test('allowed once, always, rejected with a note, destructive; only by whom it is a right, and only by the buttons', async () => {
  const agent = new ScriptedAgent({
    turns: [
      [
        wantsTo('npm install left-pad', 'once'),
        wantsTo('npm install left-pad', 'always'),
        wantsTo('npm install left-pad', 'by rule'),
        wantsTo('rm -rf build', 'destroys'),
        wantsTo('npm publish', 'rejected'),
        FINISHES,
      ],
      [FINISHES],
    ],
  });
  world = await makeWorld({
    repos: API,
    agents: { acp: agent.entry },
    more: ({ ben, slack }) =>
      `access: { start: [everyone], answer: [${ben.id}, ${slack.person('dora').id}], merge: [everyone], admins: [] }`,
  });
  const { slack, ana, ben, dev } = world;
  const [cleo, dora] = [slack.person('cleo'), slack.person('dora')];
  const { card, id } = await world.begins('ABC-1', { agent: 'acp' });
  const feedback = () => world.inWorkspace(id, '.metawsm/operator-feedback.md');

  const first = await world.hears(card, /wants to run a command/);
  await ana.says('yes', { in: dev, thread: card });
  await ana.ephemeral(/not taken as an answer. You do not have the right/);
  await ben.says('yes', { in: dev, thread: card });
  await ben.ephemeral(/only the buttons/i);
  await ana.presses('Allow once', { on: first });
  await ana.ephemeral(/right/);
  await cleo.presses('Always allow', { on: first });
  await cleo.ephemeral(/right/);
  expect(agent.answers().filter(({ id }) => id === 'once')).toEqual([]);
  await ben.presses('Allow once', { on: first });
  await slack.waitFor(() => /Allowed once by @ben/.test(slack.visibleText(first)), 'the decider named');

  const second = await world.hears(card, /wants to run a command/, first);
  const old = slack.snapshot(second);
  await Promise.all([ben.presses('Always allow', { on: old }), dora.presses('Always allow', { on: old })]);
  const late = /Too late: that was allowed for the rest of this run by @/;
  const heard = () =>
    [ben, dora].filter((one) => one.ephemerals().some((said) => late.test(slack.visibleText(said))));
  await slack.waitFor(() => heard().length > 0, 'the slower one told so');
  expect(heard()).toHaveLength(1);

  const third = await world.hears(card, /rm -rf build/, second);
  expect(slack.buttons(third).flatMap(({ label, confirm }) => (confirm ? label : []))).toEqual([
    'Allow once',
    'Always allow',
  ]);
  await ben.presses('Allow once', { on: third, confirm: false });
  expect(agent.answerTo('destroys')).toBeUndefined();
  await ben.presses('Allow once', { on: third });
  const fourth = await world.hears(card, /npm publish/, third);
  await ben.presses('Reject with a note…', { on: fourth });
  const form = await ben.view(/What shall it do instead/);
  await ben.fills(form, { 'What shall it do instead?': 'Only pack it' });
  await ben.submits(form);
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/run `npm publish`: rejected, “Only pack it” \(@ben/);
  expect(slack.visibleText(summary)).toMatch(/\*By rule, without asking:\* 1 permission allowed/);
  expect(agent.answers()).toEqual([
    { id: 'once', result: selected('yes') },
    { id: 'always', result: selected('yes') },
    { id: 'by rule', result: selected('yes') },
    { id: 'destroys', result: selected('yes') },
    { id: 'rejected', result: selected('no') },
  ]);
  // The note comes with a turn of its own, since the protocol has no place for it.
  expect(agent.prompt(2)).toMatch(/A person left notes while you worked: .*operator-feedback\.md/);
  expect(feedback()).toMatch(/it was rejected:\s+```\s+npm publish\s+```\s+Note from U\w+:\s+Only pack it/);
}, 60_000);
