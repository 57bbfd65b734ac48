/** View log, View diff and `log`: who may, what the person reads at once, and whom the file reaches. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeRig, type Rig } from './rig.js';

let rig: Rig;
let card: Message;
beforeAll(async () => {
  rig = await makeRig({
    access: { start: ['everyone'], answer: ['team'] },
    groups: { team: ['ben'] },
    contentOf: async (what, run) => `${what} of ${run.ticket}\n`,
  });
});
afterAll(() => rig.close());

const works = (words: string) => rig.slack.waitFor(() => rig.slack.visibleText(card).includes(words), words);

test('nothing to show before an agent has run', async () => {
  const { ben, dev, slack } = rig;
  card = await rig.begins('SHW-1');
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ben.types('/metawsm log SHW-1', { in: dev });
  await ben.ephemeral(/no log yet: no agent has run/, { in: dev });
  await rig.ana.presses('Start run', { on: brief });
  await works('works.');
});

test('View log: a private note at once, the file in the direct messages of that person alone', async () => {
  const { ana, ben, dev, slack } = rig;
  await ben.presses('View log', { on: card });
  await ben.ephemeral(/end of the log comes as a file in our direct messages/, { in: dev });
  await slack.waitFor(() => slack.files(ben.dm()).length === 1, 'the file');
  expect(slack.files(ben.dm())[0]?.text).toBe('log of SHW-1\n');
  expect(slack.files(ana.dm())).toEqual([]);
  expect(slack.files(dev)).toEqual([]);
  expect(
    ana
      .ephemerals({ in: dev })
      .map((one) => slack.visibleText(one))
      .join(),
  ).not.toMatch(/comes as a file/);
});

test('the requester without the right to answer gets none', async () => {
  const { ana, dev, slack } = rig;
  await ana.presses('View log', { on: card });
  await ana.ephemeral(/do not have the right/, { in: dev });
  expect(await ana.types('/metawsm log SHW-1', { in: dev })).toMatch(/do not have the right/);
  expect(slack.files(ana.dm())).toEqual([]);
});

test('the command and the word in the thread do the same', async () => {
  const { ben, dev, slack } = rig;
  expect(await ben.types('/metawsm log shw-1', { in: dev })).toMatch(/comes as a file/);
  await slack.waitFor(() => slack.files(ben.dm()).length === 2, 'the second file');
  await ben.says('@metawsm log', { in: dev, thread: card });
  await slack.waitFor(() => slack.files(ben.dm()).length === 3, 'the third file');
  const names = slack.files(ben.dm()).map((file) => file.name);
  expect(new Set(names).size).toBe(3);
  expect(await ben.types('/metawsm log', { in: dev })).toMatch(/Which run\?/);
});

test('View diff on the summary', async () => {
  const { ben, dev, slack } = rig;
  const { run } = await rig.run();
  await rig.happens({ type: 'completion_claimed', summary: 'done' });
  await rig.happens({ type: 'agent_exited', step: run.agent.step, exitCode: 0 });
  const result = {
    repo: 'api',
    command: 'npm test',
    exitCode: 0,
    timedOut: false,
    durationMs: 1,
    output: '',
    commit: 'a'.repeat(40),
    undone: [],
  };
  const { step } = (await rig.run()).run;
  await rig.happens({ type: 'checks_finished', step, results: [result], changes: [] });
  const summary = await slack.message(dev, /Merge & close/, { thread: card });
  expect(slack.buttons(summary).map((one) => one.label)).toEqual([
    'Merge & close',
    'Request changes',
    'View diff',
    'Discard',
  ]);
  await ben.presses('View diff', { on: summary });
  await ben.ephemeral(/change comes as a file/, { in: dev });
  await slack.waitFor(() => slack.files(ben.dm()).some((file) => file.name.endsWith('.diff')), 'the diff');
  expect((await rig.run()).status).toBe('merge_ready');
});
