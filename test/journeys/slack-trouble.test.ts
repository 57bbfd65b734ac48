/** Slack at its worst: every message appears exactly once, every gesture counts exactly once. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const README = { 'README.md': '# A greeter\n' };

test('stored and then 500, a rate limit, a hang, a broken connection: each message once', async () => {
  world = await makeWorld({ repos: { api: README } });
  const { slack, ana, dev } = world;
  const faults = [
    { status: 500, stored: true },
    { retryAfterS: 1 },
    { hang: true, stored: true },
    { reset: true },
  ] as const;
  // The card, the brief, the question and the summary each meet one.
  const met = new Set<string>();
  slack.faults.always('chat.postMessage', (args) => {
    const id = JSON.stringify(args.metadata);
    if (met.has(id) || met.size >= faults.length) return undefined;
    met.add(id);
    return faults[met.size - 1];
  });
  const { card } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Which greeting\?/);
  slack.faults.next('chat.update', { status: 500, stored: true }, 2);
  slack.faults.next('reactions.add', { status: 500, stored: true });
  const reply = await ana.says('Moin', { in: dev, thread: card });
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.hears(card, /merged and closed/);
  await world.shows(card, /closed \(merged\)/);

  expect(met.size).toBe(4);
  const heads = slack.thread(card).filter((one) => one.user === slack.bot.userId);
  expect(heads.map((one) => slack.visibleText(one).split('\n')[0])).toEqual([
    expect.stringMatching(/^ABC-1/),
    expect.stringMatching(/^Brief/),
    expect.stringMatching(/asked for ABC-1/),
    expect.stringMatching(/^Summary/),
    expect.stringMatching(/merged and closed/),
  ]);
  expect(slack.messages(dev).filter((one) => !one.thread_ts || one.thread_ts === one.ts)).toHaveLength(1);
  expect(slack.visibleText(asked)).toMatch(/Answered by @ana/);
  await slack.waitFor(() => reply.reactions.length === 1, 'the reaction');
}, 60_000);

test('sockets that break, deliveries that come twice, late and in another order', async () => {
  world = await makeWorld({ repos: { api: README } });
  const { slack, ana, dev, repos } = world;
  slack.faults.duplicate(true);
  const { card } = await world.begins('ABC-2');
  await world.hears(card, /Which greeting\?/);
  expect(slack.messages(dev).filter((one) => one.user === slack.bot.userId && !one.thread_ts)).toHaveLength(
    1,
  );

  slack.faults.refuseSockets(true);
  slack.faults.dropSockets();
  const missed = await ana.says('Servus', { in: dev, thread: card });
  await ana.says('Hello', { in: dev, thread: card });
  slack.faults.refuseSockets(false);
  await slack.connected();
  const summary = await world.hears(card, /Merge-ready/);
  expect(missed.reactions).toHaveLength(1);

  slack.faults.reorder(2);
  await ana.says('// one', { in: dev, thread: card });
  await ana.says('// two', { in: dev, thread: card });
  slack.faults.loseAcks(1);
  await ana.presses('Merge & close', { on: summary }).catch(() => undefined);
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.show('greeting.txt')).toBe('Servus, api');
  // The card and the notice, which may come a moment after it.
  const said = () => slack.thread(card).filter((one) => /merged and closed/i.test(slack.visibleText(one)));
  await world.until(() => said().length > 1, 'the notice that it is closed');
  expect(said()).toHaveLength(2);
  expect(repos.api!.log().filter((line) => /merge/i.test(line))).toHaveLength(1);
}, 60_000);

test('Slack away while the agent asks and while it finishes; over HTTP, with deliveries that come twice', async () => {
  world = await makeWorld({ repos: { api: README }, http: true, agent: 'asks-when-let.sh' });
  const { slack, ana, repos } = world;
  slack.faults.duplicate(true);
  const { card, id } = await world.begins('ABC-3');
  await world.shows(card, /agent .* works/);
  slack.faults.always('*', { status: 503 });
  writeFileSync(join(world.home, 'workspaces', id, 'may-ask'), '');
  await world.until(() => slack.calls.some(({ status }) => status === 503), 'the question met the fault');
  slack.faults.clear();
  const asked = await world.hears(card, /Which word\?/);
  slack.faults.always('*', { retryAfterS: 1 });
  await ana.presses('Hi', { on: asked });
  await ana.presses('Hi', { on: asked });
  await world.until(
    () => world.lines.some((line) => line.includes('"merge_ready"')),
    'the run is merge-ready',
  );
  slack.faults.clear();
  const summary = await world.hears(card, /Merge-ready/);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  await world.shows(asked, /Answered by @ana/);
  expect(repos.api!.show('greeting.txt')).toBe('Hi');
  expect(slack.thread(card).filter((one) => /Which word\?/.test(slack.visibleText(one)))).toHaveLength(2);
}, 60_000);
