/** DEMO-1 as a newcomer goes through it, only by what the hints say, with a real bot, real agent and real git. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { remoteOfSample } from '../../../src/playground/visit/sample-repos.js';
import { isAlive, type ProcessRecord } from '../../../src/shell/process-record.js';
import { git } from '../../fixtures/git-repos.js';
import { type Open, PATIENCE_MS, removeTemporary, visiting } from './bench.js';

let visit: Open | undefined;
afterEach(async () => {
  await visit?.close(true);
  visit = undefined;
  removeTemporary();
});

const base = ({ home }: Open, repo: string) => git(remoteOfSample(home.root, repo), 'rev-parse', 'main');
const show = ({ home }: Open, repo: string, path: string) =>
  git(remoteOfSample(home.root, repo), 'show', `main:${path}`);

test('from the empty channel to both samples merged, over a killed bot, a failed check and a refusal', async () => {
  visit = await visiting();
  const { ana, cem, dev, slack, parts, home } = visit;
  const before = { hello: base(visit, 'hello'), site: base(visit, 'site') };

  const begin = await visit.hint('begin');
  expect(begin).toMatchObject({ at: 1, of: 8, insert: '/metawsm bootstrap DEMO-1 --repos hello,site' });
  const startedAt = Date.now();
  await ana.types(begin.insert!, { in: begin.channel! });
  await visit.answersQuestions();
  const said = slack.messages(dev, { from: 'bot' }).map((one) => slack.visibleText(one));
  expect(said.filter((words) => /question about the/.test(words))).toEqual([
    expect.stringMatching(/about the .?done criteria/),
  ]);
  expect(said.join('\n')).toMatch(/Constraints.*from the ticket.*greeted as before/s);
  await visit.press('Start run');

  await visit.hint('guidance');
  parts.bot.kill();
  await slack.waitFor(() => parts.bot.look().state === 'gone', 'the bot to be gone');
  await slack.waitFor(() => parts.bot.look().state === 'connected', 'the bot to be back', PATIENCE_MS);
  expect(parts.bot.look().starts).toBe(2);
  await visit.press('Moin');

  await visit.hint(['mending', 'merge']);
  expect(await visit.hint('merge', ana)).toMatchObject({ at: 7, of: 8 });
  expect(await visit.hint('outsider', cem)).toMatchObject({ actAs: ana.id });
  await visit.press('Merge & close', cem);
  expect(slack.visibleText(await cem.ephemeral(/do not have the right/))).toBeTruthy();
  await visit.hint('refused', cem);
  await visit.press('Merge & close');

  const merged = await visit.hint('merged');
  console.info(`from command to merged: ${Date.now() - startedAt} ms`);
  expect(base(visit, 'hello')).not.toBe(before.hello);
  expect(base(visit, 'site')).not.toBe(before.site);
  expect(show(visit, 'hello', 'src/greet.js')).toMatch(/'Moin'[\s\S]*name = 'world'/);
  expect(show(visit, 'site', 'index.html')).toMatch(/<h1>Moin, you!<\/h1>/);
  expect(merged.links?.map(({ label }) => label)).toEqual(['What changed in hello', 'What changed in site']);
  for (const { href } of merged.links!) {
    const [, , , repo = '', commit = ''] = href.split('/');
    expect(base(visit, repo).startsWith(commit)).toBe(true);
    expect(await parts.diff(repo, commit)).toMatch(/file.* changed[\s\S]*^diff --git[\s\S]*^\+.*Moin/m);
  }
  expect(slack.visibleText(slack.messages(dev)[0]!)).toMatch(/attempt 2 – 2 checks passed/);

  await visit.close();
  visit = undefined;
  expect(existsSync(home.root)).toBe(false);
}, 240_000);

test('a ticket whose agent fails, any other goal, and changes that are asked for', async () => {
  visit = await visiting();
  const { ana, dev, slack } = visit;
  const brief =
    '--goal "Say it in four languages" --scope NOTES.md --done "`npm test` passes" --constraints none';
  await ana.types(`/metawsm bootstrap DEMO-2 --repos hello ${brief}`, { in: dev });
  await visit.press('Start run');
  await visit.hint('failed');
  expect(slack.visibleText(slack.messages(dev)[0]!)).toMatch(/503 Service Unavailable/);
  await visit.press('Restart');
  await visit.press('Merge & close');
  await visit.hint('merged');
  expect(show(visit, 'hello', 'NOTES.md')).toMatch(/DEMO-2: Translated the greeting/);

  const goal = '--goal "Tell who made it" --scope README.md --done "`npm run check`" --constraints none';
  await ana.types(`/metawsm bootstrap MINE-7 --repos site ${goal}`, { in: dev });
  await visit.press('Start run');
  await visit.press('Request changes');
  const form = await ana.view();
  await ana.fills(form, { 'What shall the agent change?': 'Name Ada & Bo as well' });
  await ana.submits(form);
  await slack.message(dev, /iteration 2/, { from: 'bot', timeoutMs: PATIENCE_MS });
  await visit.press('Merge & close');
  await visit.hint('merged');
  expect(show(visit, 'site', 'NOTES.md')).toMatch(
    /MINE-7: Tell who made it\n- MINE-7: Name Ada & Bo as well/,
  );
  expect(existsSync(join(visit.home.root, 'site', '.git'))).toBe(true);
}, 240_000);

test('an agent that shows its plan and asks before it runs a command, over a killed bot', async () => {
  visit = await visiting();
  const { ana, dev, slack, parts } = visit;
  await ana.types('/metawsm bootstrap DEMO-3 --repos hello --agent careful', { in: dev });
  await visit.press('Start run');
  expect(await visit.hint('guidance')).toMatchObject({ text: expect.stringMatching(/`Allow once`/) });
  const asked = await slack.message(dev, /wants to run a command/, { from: 'bot', timeoutMs: PATIENCE_MS });
  expect(slack.visibleText(asked)).toContain('git log --oneline -5');
  await slack.message(dev, /▸ Look at the history/, { from: 'bot', timeoutMs: PATIENCE_MS });
  parts.bot.kill();
  await slack.waitFor(() => parts.bot.look().state === 'gone', 'the bot to be gone');
  await slack.waitFor(() => parts.bot.look().state === 'connected', 'the bot to be back', PATIENCE_MS);
  await visit.press('Allow once');
  await visit.press('Merge & close');
  await visit.hint('merged');
  expect(show(visit, 'hello', 'NOTES.md')).toMatch(/## DEMO-3[\s\S]*^ {4}[0-9a-f]{7,} /m);
}, 240_000);

test('whoever leaves in the middle leaves nothing behind: no home, and no agent that waits', async () => {
  visit = await visiting();
  const { ana, slack, home } = visit;
  await ana.types('/metawsm bootstrap DEMO-1 --repos hello', { in: 'random' });
  expect(slack.visibleText(await ana.ephemeral(/\/invite @metawsm/, { in: 'random' }))).toBeTruthy();
  const brief = '--goal "Greet people by name" --scope src --done "`npm test`" --constraints none';
  await ana.types(`/metawsm bootstrap DEMO-1 --repos hello ${brief}`, { in: visit.dev });
  await visit.press('Start run');
  await visit.hint('guidance');
  const runs = join(home.bot, 'runs');
  const [run = ''] = readdirSync(runs);
  const agent = JSON.parse(readFileSync(join(runs, run, 'agent.json'), 'utf8')) as ProcessRecord;
  expect(isAlive(agent)).toBe(true);
  await visit.close();
  visit = undefined;
  expect(isAlive(agent)).toBe(false);
  expect(existsSync(home.root)).toBe(false);
}, 240_000);
