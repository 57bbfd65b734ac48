/** Rate limits, per method, workspace and app. */
import { afterEach, beforeEach, expect } from '@jest/globals';
import { type SlackServer, startSlack } from '../../../src/playground/server/slack-server.js';
import { fact, facts } from './facts.js';

const RATES = 'apis/web-api/rate-limits';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startSlack({ rateLimits: true });
});
afterEach(() => slack.close());

async function ask(method: string, args: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ token: slack.botToken, ...args });
  return await fetch(new URL(method, slack.url), { method: 'POST', body });
}

/** How many calls pass before the first 429. */
async function passing(method: string, args?: Record<string, string>): Promise<number> {
  for (let count = 0; ; count += 1) if ((await ask(method, args)).status === 429) return count;
}

fact('beyond comes 429 with Retry-After', RATES, async () => {
  const channel = slack.channel('dev').id;
  await passing('chat.postMessage', { channel, text: 'x' });
  const answer = await ask('chat.postMessage', { channel, text: 'x' });
  expect([answer.status, await answer.json()]).toEqual([429, { ok: false, error: 'ratelimited' }]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

facts(
  'a tier allows so many a minute',
  RATES,
  [
    ['tier 2, 20: usergroups.users.list', 20],
    ['tier 3, 50: chat.update', 50],
    ['tier 4, 100: users.info', 100],
  ] satisfies [string, number][],
  async (name, count) => {
    const passed = await passing(name.split(': ')[1]!);
    expect(passed).toBeGreaterThanOrEqual(count);
    expect(passed).toBeLessThan(count * 1.2);
  },
);

fact('posting: about one a second and channel, bursts pass', RATES, async () => {
  const into = (name: string) => passing('chat.postMessage', { channel: slack.channel(name).id, text: 'x' });
  const [one, two] = [await into('one'), await into('two')];
  expect(Math.min(one, two)).toBeGreaterThan(1);
  expect(Math.max(one, two)).toBeLessThan(10);
});

fact('a limit of one method does not hold up another', RATES, async () => {
  await passing('chat.update');
  expect((await ask('users.info', { user: slack.bot.userId })).status).toBe(200);
});
