/** Which homes count as open: the newest fifty, for an hour since their person did something. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SlackServer, startSlack } from '../../src/playground/server/slack-server.js';
import { createClients } from '../../src/slack/clients.js';
import { Mrkdwn } from '../../src/slack/escape.js';
import { Homes } from '../../src/slack/homes.js';
import { Pace } from '../../src/slack/pace.js';
import { Publishing } from '../../src/slack/publishing.js';

const HOUR_MS = 3_600_000;
let warnings: string[];
const log = {
  warn: (...words: unknown[]) => void warnings.push(JSON.stringify(words)),
  error: () => undefined,
};
let slack: SlackServer;
let homes: Homes;
let now: number;
/** What every home shows; each change is a move. */
let admins: string[];

beforeEach(async () => {
  slack = await startSlack();
  [now, admins, warnings] = [Date.now(), ['U1'], []];
  homes = makes(new Pace({ everyMs: 1, burst: 1_000, now: Date.now, patienceMs: Number.POSITIVE_INFINITY }));
});
const makes = (pace: Pace): Homes => {
  const { homes: client } = createClients({ token: slack.botToken, apiUrl: slack.url, log });
  return new Homes({
    publishing: new Publishing(client, log),
    contentsOf: async () => ({ kind: 'stranger', admins }),
    redact: (text) => text,
    pace,
    log,
    now: () => now,
    intervalMs: 0,
  });
};
afterEach(async () => {
  await homes.stop();
  await slack.close();
});

const pictures = () => slack.callsOf('views.publish').length;
const picturesOf = ({ id }: { id: string }) =>
  slack.callsOf('views.publish').filter(({ args }) => args.user_id === id).length;
const reaches = (count: number) => slack.waitFor(() => pictures() === count, `${count} pictures`);
const moves = () => {
  admins = [...admins, 'U2'];
  homes.moved();
};

/** One picture at once, and the next in an hour. */
const slowly = () =>
  makes(new Pace({ everyMs: HOUR_MS, burst: 1, now: Date.now, patienceMs: Number.POSITIVE_INFINITY }));

test('whoever does something waits for nobody, also when their home waits for its turn already', async () => {
  await homes.stop();
  homes = slowly();
  const [ana, ben] = [slack.person('ana'), slack.person('ben')];
  homes.opened(ana.id);
  homes.opened(ben.id);
  await reaches(2);
  moves();
  await reaches(3);
  expect(slack.callsOf('views.publish').at(-1)?.args.user_id).toBe(ana.id);
  homes.note(ben.id, new Mrkdwn('said to ben'));
  await ben.home(/said to ben/);
});

test('the end does not wait for homes that wait for their turn', async () => {
  await homes.stop();
  homes = slowly();
  const [ana, ben] = [slack.person('ana'), slack.person('ben')];
  homes.opened(ana.id);
  homes.opened(ben.id);
  await reaches(2);
  moves();
  await reaches(3);
  const began = Date.now();
  await homes.stop();
  expect(Date.now() - began).toBeLessThan(20_000);
  await slack.settled();
  expect(pictures()).toBe(3);
});

test('a limit holds for all homes, but not for whoever does something', async () => {
  const [ana, ben, zoe] = [slack.person('ana'), slack.person('ben'), slack.person('zoe')];
  homes.opened(ben.id);
  await reaches(1);
  slack.faults.next('views.publish', { retryAfterS: 3_600 });
  homes.opened(ana.id);
  await slack.waitFor(() => warnings.some((line) => line.includes('ratelimited')), 'the limit');
  moves();
  homes.opened(zoe.id);
  await zoe.home(/You have no right/);
  // Sent after what ben would have got.
  homes.note(zoe.id, new Mrkdwn('said to zoe'));
  await zoe.home(/said to zoe/);
  expect(picturesOf(ben)).toBe(1);
  homes.refresh(ben.id);
  await slack.waitFor(() => picturesOf(ben) === 2, 'the picture that ben asked for');
});

test('fifty at most, those who did nothing for longest are forgotten first', async () => {
  const people = Array.from({ length: 52 }, (_, at) => slack.person(`p${at}`));
  for (const { id } of people.slice(0, 50)) homes.opened(id);
  await reaches(50);
  homes.touched(people[0]!.id, { waiting: 1, mine: 1, active: 1 });
  for (const { id } of people.slice(50)) homes.opened(id);
  await reaches(52);
  moves();
  await reaches(102);
  const last = slack
    .callsOf('views.publish')
    .slice(52)
    .map(({ args }) => args.user_id);
  expect(new Set(last).size).toBe(50);
  expect(last).toContain(people[0]!.id);
  expect(last).not.toContain(people[1]!.id);
});

test('an hour without a press, and it is no longer kept fresh', async () => {
  const [ana, ben] = [slack.person('ana'), slack.person('ben')];
  homes.opened(ana.id);
  homes.opened(ben.id);
  await reaches(2);
  now += HOUR_MS - 1;
  homes.touched(ben.id, { waiting: 1, mine: 1, active: 1 });
  now += 2;
  moves();
  await reaches(3);
  expect(slack.callsOf('views.publish').at(-1)?.args.user_id).toBe(ben.id);
});

test('what is said at the top goes with the next press, or after five minutes', async () => {
  const ana = slack.person('ana');
  const pages = { waiting: 1, mine: 1, active: 1 };
  const says = async (words: string) => {
    homes.note(ana.id, new Mrkdwn(words));
    await ana.home(new RegExp(words));
  };
  await says('first');
  now += 4 * 60_000;
  moves();
  await ana.home(/first[\s\S]*or/);
  homes.touched(ana.id, pages);
  homes.refresh(ana.id);
  await ana.home(/^\*You have no right/);
  await says('second');
  now += 5 * 60_000 + 1;
  homes.moved();
  await ana.home(/^\*You have no right/);
});

test('the end waits for no answer of Slack, and publishes nothing afterwards', async () => {
  const ana = slack.person('ana');
  slack.faults.next('views.publish', { hang: true });
  homes.opened(ana.id);
  await reaches(1);
  const began = Date.now();
  await homes.stop();
  expect(Date.now() - began).toBeLessThan(5_000);
  homes.opened(ana.id);
  moves();
  await slack.settled();
  expect(pictures()).toBe(1);
});
