/** An agent that reads ticket and repositories and asks: heard, declined, cut off, and failing. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n', 'prove.sh': 'test -e greeting.txt\n' } };
const WISH = '--scope "greeting.txt" --constraints none --done "`test -e greeting.txt` passes"';

/** A world whose interviewer is this program of test/fixtures/interviewers. */
const withInterviewer = (program: string, more = '', timeout = '30s') =>
  makeWorld({
    repos: API,
    agent: 'greets.sh',
    checks: { api: ['test -e greeting.txt'] },
    agents: { claude: [resolve('test/fixtures/interviewers', program)] },
    more: ({ ana }) =>
      `intake: { interviewer: claude, timeout: ${timeout} }\n${more.replaceAll('ANA', ana.id)}`,
  });

const interviews = () =>
  existsSync(join(world.home, 'interviews')) ? readdirSync(join(world.home, 'interviews')) : [];

test('two rounds of questions with options, between the own ones and the brief', async () => {
  const access = 'access: { start: [everyone], answer: [everyone], merge: [ANA], admins: [] }';
  world = await withInterviewer('asks-twice.sh', access);
  const { slack, ana, ben, dev } = world;
  await ben.types(`/metawsm bootstrap ABC-1 --repos api ${WISH}`, { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  await world.hears(card, /about the .?goal/);
  await ben.says('Greet people', { in: dev, thread: card });

  const language = await world.hears(card, /Which language/);
  expect(slack.visibleText(language)).toMatch(/interviewer `claude` asks/);
  expect(slack.mentions(language)).toEqual([ben.id]);
  expect(slack.buttons(language).map(({ label }) => label)).toEqual([
    'English',
    'Low German',
    'Write an answer…',
    'Use it as is',
  ]);
  await ben.presses('Low German', { on: language });
  const command = await world.hears(card, /Which command proves it/);
  await ben.says('`sh prove.sh | cat` passes', { in: dev, thread: card });
  const again = await world.hears(card, /without a shell/, command);
  await ben.presses('sh prove.sh passes', { on: again });

  const readme = await world.hears(card, /May the README speak Low German/);
  await ben.presses('Use it as is', { on: readme });
  await slack.waitFor(() => /Left as it is by @ben/.test(slack.visibleText(readme)), 'the declined question');
  const brief = await world.hears(card, /^Brief for/m);
  const isWhole = () => slack.buttons(brief).length > 0 && !/still reading/.test(slack.visibleText(brief));
  await slack.waitFor(isWhole, 'the brief whole again, no longer the one of the second round');
  expect(slack.visibleText(brief)).toMatch(/Greet people\n>claude: Which language .*— Low German/);
  expect(slack.visibleText(brief)).toMatch(/new command/);
  await ben.presses('Start run', { on: brief });
  await ben.ephemeral(/new command.*needs the right to merge/s);
  await ana.presses('Start run', { on: brief });
  const summary = await world.hears(card, /Merge-ready/);
  expect(slack.visibleText(summary)).toMatch(/goal, `claude` asked .*Low German/);
  const [id = ''] = /abc-1-[a-z2-7]{6}/.exec(slack.visibleText(card)) ?? [];
  const text = world.inWorkspace(id, '.metawsm/brief.md');
  expect(text).toContain('claude asks: Which language <!channel>?');
  expect(interviews()).toEqual([]);
  if (process.env.SHOW) console.log(slack.transcript(), text);
}, 60_000);

test('one that fails is told once, with its reason, and the own questions go on', async () => {
  world = await withInterviewer('fails.sh');
  const { slack, ana, dev } = world;
  await ana.types(`/metawsm bootstrap ABC-2 --repos api ${WISH}`, { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  await world.hears(card, /about the .?goal/);
  const notice = await world.hears(card, /could not be heard/);
  expect(slack.visibleText(notice)).toMatch(/exit code 3: no key/);
  expect(slack.mentions(notice)).toEqual([]);
  expect(slack.visibleText(notice)).not.toMatch(/xoxb-1/);
  await ana.says('Greet people', { in: dev, thread: card });
  await world.hears(card, /^Brief for/m);
  expect(
    world.lines.some((line) => /the interviewer was not heard/.test(line) && /interview_failed/.test(line)),
  ).toBe(true);
  expect(
    slack.messages(dev, { thread: card, from: 'bot' }).filter((one) => /heard/.test(slack.visibleText(one))),
  ).toHaveLength(1);
  if (process.env.SHOW) console.log(slack.transcript());
}, 60_000);

test('the brief can be started while it reads, which breaks it off; a restart of the bot asks it anew', async () => {
  world = await withInterviewer('waits-when-told.sh');
  const { slack, ana, dev, root } = world;
  const readers = () =>
    existsSync(join(root, 'reading')) ? readFileSync(join(root, 'reading'), 'utf8').trim().split('\n') : [];
  const runs = (pid: string) => existsSync(`/proc/${pid}`);
  await ana.types(`/metawsm bootstrap ABC-3 --repos api --goal "Greet people" ${WISH}`, { in: dev });
  const card = await slack.message(dev, /ABC-3/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  expect(slack.visibleText(brief)).toMatch(/`claude` is still reading.*`Start run` does not wait/s);
  await world.shows(card, /interviewer `claude` is reading ticket and repositories/);
  await world.until(() => readers().length === 1, 'the interviewer reads');
  expect(interviews()).toHaveLength(1);

  await world.restart();
  await world.until(() => readers().length === 2, 'it is asked anew');
  expect(readers().map(runs)).toEqual([false, true]);
  await ana.presses('Start run', { on: brief });
  await world.hears(card, /Merge-ready/);
  expect(readers().map(runs)).toEqual([false, false]);
  expect(interviews()).toEqual([]);
  writeFileSync(join(root, 'go'), '');
  expect(slack.visibleText(brief)).not.toMatch(/still reading/);
  expect(
    slack
      .messages(dev, { thread: card, from: 'bot' })
      .some((one) => /Which language/.test(slack.visibleText(one))),
  ).toBe(false);
  if (process.env.SHOW) console.log(slack.transcript());
}, 60_000);
