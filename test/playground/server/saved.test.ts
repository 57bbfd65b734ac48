/** The file that keeps a workspace. What comes back is checked with a real bot in visit/kept. */
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { SavedFault } from '../../../src/playground/server/saved.js';
import { startSlack } from '../../../src/playground/server/slack-server.js';

const folder = mkdtempSync(join(tmpdir(), 'metawsm-saved-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('people, groups, channels, messages, edits, reactions and private messages come back; tokens are new', async () => {
  const file = join(folder, 'slack.json');
  const first = await startSlack({ file });
  const ana = first.person('ana', { real_name: 'Ana' });
  const leads = first.userGroup('leads', [ana]);
  const dev = first.channel('dev', { private: true, members: [ana], botIsMember: false });
  const said = await ana.says('hello <@U1> & all', { in: dev });
  await ana.edits(said, 'hello again');
  const gone = await ana.says('never mind', { in: dev });
  await ana.deletes(gone);
  first.store.addEphemeral({ channel: dev.id, to: ana.id, text: 'only you' });
  const seen = first.transcript();
  await first.close();

  const second = await startSlack({ file });
  try {
    expect(second.transcript()).toBe(seen);
    expect(second.person('ana').id).toBe(ana.id);
    expect(second.userGroup('leads', [second.person('ana')]).id).toBe(leads.id);
    expect(second.find('dev')).toEqual(dev);
    expect([second.bot, second.teamId]).toEqual([first.bot, first.teamId]);
    expect([second.botToken, second.appToken]).not.toEqual([first.botToken, first.appToken]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/xoxb-|xapp-/);
    const after = await second.person('ana').says('newer', { in: 'dev' });
    expect(after.ts > gone.ts).toBe(true);
  } finally {
    await second.close();
  }
});

test('a change is written without an end', async () => {
  const file = join(folder, 'soon.json');
  const slack = await startSlack({ file });
  try {
    await slack.person('ana').says('still there?', { in: slack.channel('dev') });
    await slack.waitFor(() => readFileSync(file, 'utf8').includes('still there?'), 'the file to hold it');
  } finally {
    await slack.close();
  }
});

test('a disk that takes nothing for a while ends nobody, and is tried again', async () => {
  const place = join(folder, 'disk');
  mkdirSync(place);
  const file = join(place, 'slack.json');
  const slack = await startSlack({ file });
  try {
    const dev = slack.channel('dev');
    const ana = slack.person('ana');
    // A folder in its place lets nothing be put there.
    rmSync(file);
    mkdirSync(join(file, 'x'), { recursive: true });
    const tried = once(watch(place), 'change');
    await ana.says('into the void', { in: dev });
    await tried;
    rmSync(file, { recursive: true });
    await ana.says('once more', { in: dev });
    await slack.waitFor(
      () => existsSync(file) && readFileSync(file, 'utf8').includes('once more'),
      'the file',
    );
  } finally {
    await slack.close();
  }
});

test.each([
  ['{', /is damaged/],
  ['{"version": 99}', /another version/],
  ['null', /another version/],
  ['{"version": 1}', /is damaged/],
  ['{"version": 1, "bot": {}, "users": []}', /is damaged: sessions is missing/],
])('a file that cannot be used is not overwritten: %s', async (text, words) => {
  const file = join(folder, 'bad.json');
  writeFileSync(file, text);
  await expect(startSlack({ file })).rejects.toThrow(SavedFault);
  await expect(startSlack({ file })).rejects.toThrow(words);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
