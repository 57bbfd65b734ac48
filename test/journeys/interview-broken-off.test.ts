/** The interviewer reads while the run is cancelled, or the bot is stopped: nothing of it stays, and it is asked once more. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const interviews = () =>
  existsSync(join(world.home, 'interviews')) ? readdirSync(join(world.home, 'interviews')) : [];
const readers = () => {
  const file = join(world.root, 'reading');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};
const reads = (pid: string) => existsSync(`/proc/${pid}`);

/** A run whose interviewer reads, beside the first own question. */
async function read(ticket: string): Promise<Message> {
  world = await makeWorld({
    repos: { api: { 'README.md': '# A greeter\n', 'package.json': '{"scripts":{"test":"true"}}' } },
    agents: { claude: [resolve('test/fixtures/interviewers/waits-when-told.sh')] },
    more: () => 'intake: { interviewer: claude, timeout: 2m }\n',
  });
  const { slack, ana, dev } = world;
  const goal = '--goal "Greet people" --scope README.md --constraints none';
  await ana.types(`/metawsm bootstrap ${ticket} --repos api ${goal}`, { in: dev });
  const card = await slack.message(dev, new RegExp(ticket), { from: 'bot' });
  await world.hears(card, /about the .?done/);
  await world.until(() => readers().length === 1, 'the interviewer reads');
  return card;
}

const questions = (card: Message, words: RegExp) =>
  world.slack
    .messages(card.channel, { thread: card, from: 'bot' })
    .filter((one) => words.test(world.slack.visibleText(one)));

test('a cancelled run has no interviewer any more, and hears of it no more', async () => {
  const card = await read('GONE-1');
  const { ana, dev } = world;
  await ana.says('stop', { in: dev, thread: card });
  await world.shows(card, /closed \(cancelled\)/);
  await world.until(() => interviews().length === 0, 'its folder is removed');
  expect(readers().map(reads)).toEqual([false]);
  await world.restart();
  expect(readers()).toHaveLength(1);
  expect(questions(card, /could not be heard|Which language/)).toEqual([]);
}, 60_000);

test('a bot that is stopped does not wait for it to the end; the next one asks it anew, and its question once', async () => {
  const card = await read('STOP-1');
  const { slack, ana } = world;
  const begun = performance.now();
  await world.stop();
  // The time for work under way, then that between SIGTERM and SIGKILL; far less than the interviewer's own.
  expect(performance.now() - begun).toBeLessThan(30_000);
  expect([interviews(), readers().map(reads)]).toEqual([[], [false]]);
  await world.start();
  await world.until(() => readers().length === 2, 'it is asked anew');
  writeFileSync(join(world.root, 'go'), '');
  await ana.presses('npm test passes', { on: await world.hears(card, /about the .?done/) });
  const asked = await world.hears(card, /Which language/);
  await ana.presses('English', { on: asked });
  const brief = await world.hears(card, /^Brief for/m);
  await slack.waitFor(() => slack.buttons(brief).length > 0, 'the brief');
  expect(questions(card, /asks:\s+>?Which language\?/)).toHaveLength(1);
  expect(questions(card, /could not be heard/)).toEqual([]);
}, 60_000);
