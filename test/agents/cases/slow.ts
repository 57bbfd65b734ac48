/** What only shows after minutes, or that nothing is left where it would outlive the run. For a nightly job. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Case } from '../case.js';
import type { AgentName } from '../environments.js';
import { finishes, greets } from '../steps.js';
import { asks } from './ask.js';

/** Longer than a silent call may take where nothing is set; half an hour of Claude is too long for a test. */
const LIMITS: Partial<Record<AgentName, number>> = { codex: 310, opencode: 75 };

export const longWait: Case = {
  name: 'long-wait',
  title: 'Question open for longer than its own limit',
  slow: true,
  only: ['codex', 'opencode'],
  stage: { permissions: '{ allow: [execute] }' },
  async play({ agent, world, model, script }) {
    script((place) => [asks, ...greets(place), ...finishes(place)]);
    const { card } = await world.begins('ABC-1', { agent });
    const asking = await world.hears(card, /Which database\?/, undefined, 60_000);
    const seconds = LIMITS[agent] ?? 0;
    // the time itself is what is tried
    await delay(seconds * 1000);
    await world.ana.presses('SQLite', { on: asking });
    await world.hears(card, /Merge-ready/, asking, 60_000);
    const read = model.requests.filter(({ why, result }) => /^step 2/.test(why) && /SQLite/.test(result));
    assert.equal(read.length, 1, `the model read the answer ${read.length} times`);
    return `${seconds} s`;
  },
};

const TRAP = 'TRAP-THAT-NOBODY-READS';

export const slackText: Case = {
  name: 'slack-text',
  title: '`@file` and `/command` of people are only words',
  slow: true,
  stage: { permissions: '{ allow: [execute] }' },
  async play({ agent, world, model, script }) {
    script((place) => [asks, ...greets(place), ...finishes(place)], finishes);
    writeFileSync(join(world.root, 'trap.txt'), `${TRAP}\n`);
    const { card, id } = await world.begins('ABC-1', { agent });
    const asking = await world.hears(card, /Which database\?/, undefined, 60_000);
    await world.ana.says(`/compact @${world.root}/trap.txt`, { in: world.dev, thread: card });
    const summary = await world.hears(card, /Merge-ready/, asking, 60_000);
    await world.ana.types(`/metawsm iterate ${id} /clear @${world.root}/trap.txt`, { in: world.dev });
    await world.hears(card, /Merge-ready.*iteration 2/, summary, 120_000);
    const heard = model.requests.map(({ prompt, result }) => `${prompt}\n${result}`).join('\n');
    assert.ok(heard.includes('trap.txt'), 'the model read what was answered');
    assert.ok(!heard.includes(TRAP), 'nobody attached the file');
    return undefined;
  },
};

export const always: Case = {
  name: 'always',
  title: '`Always allow` leaves no file behind',
  slow: true,
  stage: { permissions: '{ ask: ["execute(touch allowed*)"], allow: [execute] }' },
  async play({ agent, world, user, script }) {
    const touches = { shell: 'touch allowed.txt && rm -f nothing', escalate: true };
    script((place) => [touches, touches, ...greets(place), ...finishes(place)]);
    const { card, id } = await world.begins('ABC-1', { agent });
    const asking = await world.hears(card, /touch allowed\.txt/, undefined, 60_000);
    await world.ana.presses('Always allow', { on: asking });
    await world.hears(card, /Merge-ready/, asking, 90_000);
    const places = [user, world.root, world.repos.api?.path ?? '', join(world.home, 'workspaces', id)];
    const kept = places.flatMap((place) => rules(place));
    assert.deepEqual(kept, [], 'nothing is allowed for whoever comes next');
    return undefined;
  },
};

/** Files in which Claude and Codex keep what somebody allowed for ever, and where Claude hides them from git. */
const KEPT = /(^|\/)(settings\.local\.json|rules\/default\.rules|git\/ignore|policies\/[^/]+\.toml)$/;

function rules(place: string): string[] {
  if (!existsSync(place)) return [];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => KEPT.test(name) && !name.includes('node_modules'));
}
