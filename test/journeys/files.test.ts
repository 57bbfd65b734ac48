/** The log and the change as files: for the person who asked, in their direct messages, without secrets, once. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const SECRET = 'npm-s3cr3t-0815-4711';

test('log and diff reach only the one who asks and may, redacted', async () => {
  world = await makeWorld({
    checks: { api: ['test -e greeting.txt'], web: ['test -e greeting.txt'] },
    agent: 'shows-its-work.sh',
    agentLines: ['env: [NPM_TOKEN]'],
    env: { NPM_TOKEN: SECRET },
    more: ({ ben }) => `access: { start: [everyone], answer: [${ben.id}], merge: [${ben.id}], admins: [] }`,
  });
  const { slack, ana, ben, dev } = world;
  const { card, id } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Good so\?/);

  await ana.presses('View log', { on: card });
  await ana.ephemeral(/do not have the right/, { in: dev });
  await ben.presses('View log', { on: card });
  await ben.ephemeral(/end of the log comes as a file in our direct messages/, { in: dev });
  await slack.waitFor(() => slack.files(ben.dm()).length === 1, 'the log', 20_000);
  const [log] = slack.files(ben.dm());
  expect(log?.name).toMatch(new RegExp(`^${id}-log-\\d+\\.txt$`));
  expect(log?.text).toBe('working with [redacted]\nprogress 100%\n');

  await ben.presses('Yes', { on: asked });
  const summary = await world.hears(card, /Merge & close/);
  await ben.presses('View diff', { on: summary });
  await ben.ephemeral(/change comes as a file/, { in: dev });
  await slack.waitFor(() => slack.files(ben.dm()).length === 2, 'the diff', 20_000);
  const diff = slack.files(ben.dm())[1];
  expect(diff?.name).toMatch(new RegExp(`^${id}-diff-\\d+\\.diff$`));
  for (const repo of ['api', 'web']) {
    expect(diff?.text).toMatch(new RegExp(`^# ${repo}: [0-9a-f]{12}\\.\\.[0-9a-f]{12}$`, 'm'));
    expect(diff?.text).toContain(`+++ b/${repo}/greeting.txt`);
    expect(diff?.text).toMatch(new RegExp(`^Binary files .*b/${repo}/picture\\.bin differ$`, 'm'));
  }
  expect(diff?.text).toContain('+Hello, token=[redacted]');

  await ben.says('@metawsm log', { in: dev, thread: card });
  await slack.waitFor(() => slack.files(ben.dm()).length === 3, 'the log again', 20_000);
  expect([slack.files(ana.dm()), slack.files(dev)]).toEqual([[], []]);
  const everything = [slack.calls, slack.messages(dev), slack.messages(ben.dm()), world.lines];
  expect(JSON.stringify(everything)).not.toContain(SECRET);
  for (const { text } of slack.files(ben.dm())) expect(text).not.toContain(SECRET);
}, 60_000);

test('the bot ends while Slack takes the file: there is one', async () => {
  world = await makeWorld({ repos: { api: { 'README.md': '# A greeter\n' } }, agent: 'shows-its-work.sh' });
  const { slack, ana } = world;
  const { card } = await world.begins('ABC-2');
  await world.hears(card, /Good so\?/);
  slack.faults.next('files.completeUploadExternal', { hang: true, stored: true });
  await ana.presses('View log', { on: card });
  await slack.waitFor(() => slack.callsOf('files.completeUploadExternal').length === 1, 'the upload', 20_000);
  await world.restart();
  const looks = () => slack.callsOf('conversations.history').length;
  await slack.waitFor(() => looks() > 0, 'a look for the file', 20_000);
  await ana.presses('View log', { on: card });
  await slack.waitFor(() => slack.files(ana.dm()).length === 2, 'the second file', 20_000);
  expect(slack.callsOf('files.completeUploadExternal')).toHaveLength(2);
  expect(new Set(slack.files(ana.dm()).map((file) => file.name)).size).toBe(2);
}, 60_000);
