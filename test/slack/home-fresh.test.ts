/** The App Home while it is open: fresh, seldom, and undisturbed by Slack's refusals. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Found } from '../../src/slack/messages/health.js';
import { makeRig, type Rig, type RigOptions } from './rig.js';

let rig: Rig;
const makes = async (options: RigOptions = {}) => {
  rig = await makeRig(options);
};
afterEach(() => rig.close());

const publishes = (id = rig.ana.id) =>
  rig.slack.callsOf('views.publish').filter(({ args }) => args.user_id === id);
const opens = async (match: RegExp) => {
  await rig.ana.opensHome();
  return rig.ana.home(match);
};

describe('fresh', () => {
  test('what moves is shown without opening it anew; what looks the same is not sent', async () => {
    await makes();
    const { ana, slack } = rig;
    await opens(/Nothing is going on/);
    await rig.begins('ABC-1');
    await ana.home(/The brief is complete/);
    await rig.ben.opensHome();
    await rig.ben.home(/ABC-1/);
    const before = publishes().length;
    for (let at = 0; at < 5; at += 1) rig.bot.homes.moved();
    rig.bot.homes.refresh(ana.id);
    // Published after those of ana would have been.
    await rig.begins('ABC-2');
    await ana.home(/Waits for you · 2/);
    const pictures = publishes().map(({ args }) => JSON.stringify(args.view));
    expect(pictures.filter((one, at) => one === pictures[at - 1])).toEqual([]);
    expect(publishes().length).toBeGreaterThan(before);
    await slack.settled();
  });

  test('many moves, few pictures: the newest is the last', async () => {
    await makes({ homeIntervalMs: 400 });
    const { ana } = rig;
    await opens(/Nothing is going on/);
    const began = Date.now();
    for (let at = 1; at <= 6; at += 1) await rig.begins(`ABC-${at}`);
    await ana.home(/Your runs · 1–5 of 6/);
    expect(publishes().length).toBeLessThanOrEqual(3 + (Date.now() - began) / 400);
    const gaps = publishes().map(({ at }, index, all) => at - (all[index - 1]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(350);
  });

  test('a press is shown at once, however long the pause between pictures', async () => {
    await makes({ homeIntervalMs: 3_600_000 });
    const { ana, slack, dev } = rig;
    await rig.begins('ABC-1');
    await slack.message(dev, /Done criteria/);
    const home = await opens(/The brief is complete/);
    await ana.presses('Cancel', { on: home });
    await ana.home(/cancelled/);
  });

  test('health and disk are read anew, also when all is not well', async () => {
    let found: Found[] = [{ subject: 'database', ok: true }];
    await makes({
      health: () => found,
      disk: () => ({
        use: {
          usedBytes: 21e9,
          limitBytes: 20e9,
          cleanable: [{ run: 'abc-1-aaaaaa', status: 'failed', bytes: 3e8 }],
        },
        workspaces: 7,
      }),
    });
    const home = await opens(/All is well/);
    expect(rig.slack.visibleText(home)).toMatch(
      /21.0 GB of 20.0 GB .*7 workspaces.*Full: new runs wait\.\nAn admin may clean up `abc-1-aaaaaa` \(failed, 300 MB\)/,
    );
    found = [...found, { subject: 'slack', ok: false, code: 'health_slack' }];
    rig.bot.homes.moved();
    await rig.ana.home(/Slack:\* There is no connection.*I keep trying[\s\S]*All is well with: Database\./);
  });

  test('a clock that was set back let open homes stand still until it had caught up', async () => {
    const { now } = Date;
    let behindMs = 0;
    Date.now = () => now() - behindMs;
    try {
      let found: Found[] = [{ subject: 'database', ok: true }];
      await makes({ health: () => found });
      await opens(/All is well/);
      found = [...found, { subject: 'slack', ok: false, code: 'health_slack' }];
      rig.bot.homes.moved();
      await rig.ana.home(/There is no connection/);
      // Until the bot has heard that Slack has it, too.
      await rig.ana.types('/metawsm help', { in: rig.dev });
      behindMs = 3_600_000;
      found = found.slice(0, 1);
      rig.bot.homes.moved();
      await rig.ana.home(/All is well: the database/);
    } finally {
      Date.now = now;
    }
  });
});

describe('Slack refuses', () => {
  test.each([
    ['a conflict', { error: 'hash_conflict' }],
    ['a fault of Slack', { status: 500 }],
    ['a broken connection', { reset: true }],
    ['a limit', { retryAfterS: 1 }],
  ] as const)('%s: it is tried again', async (_, fault) => {
    await makes();
    rig.slack.faults.next('views.publish', fault as never);
    await opens(/Nothing is going on/);
    expect(publishes()).toHaveLength(2);
  });

  test('the picture: a sentence takes its place, and the next one is tried', async () => {
    await makes();
    rig.slack.faults.next('views.publish', { error: 'invalid_blocks' });
    await opens(/Slack did not take this page.*\/metawsm status/);
    await rig.begins('ABC-1');
    await rig.ana.home(/The brief is complete/);
    expect(rig.lines.join('\n')).toMatch(/did not take an App Home.*invalid_blocks/);
  });

  test('a slow answer holds up neither messages nor the homes of others', async () => {
    await makes();
    const { ana, ben, slack } = rig;
    slack.faults.next('views.publish', ({ user_id }) => (user_id === ana.id ? { hang: true } : undefined));
    await ana.opensHome();
    await slack.waitFor(() => publishes().length === 1, 'the first picture');
    await ben.opensHome();
    await ben.home(/Nothing is going on/);
    await rig.begins('ABC-1');
    await ben.home(/ABC-1/);
  });

  test('without publish nothing else ends', async () => {
    await makes();
    rig.slack.faults.always('views.publish', { error: 'not_enabled' });
    await rig.ana.opensHome();
    await rig.slack.waitFor(() => publishes().length === 1, 'the refusal');
    await rig.begins('ABC-1');
    await rig.slack.message(rig.dev, /Done criteria/);
    expect(publishes()).toHaveLength(1);
  });
});

describe('rights', () => {
  test.each([
    ['nobody in the lists', {}],
    ['a guest', { is_restricted: true }],
    ['a person of another organisation', { is_stranger: true, team_id: 'T0OTHER' }],
  ])('%s: plain words, whom to ask, and no run', async (name, facts) => {
    const guest = name !== 'nobody in the lists';
    await makes({
      groups: { leads: ['lee'] },
      access: guest ? { admins: ['leads'] } : { start: ['leads'], answer: [], merge: [], admins: ['leads'] },
    });
    const { slack } = rig;
    const lee = slack.person('lee');
    await lee.types('/metawsm bootstrap ABC-1 --repos api --goal "Greet"', { in: rig.dev });
    await slack.message(rig.dev, /ABC-1/);
    const somebody = slack.person('zoe', facts);
    await somebody.opensHome();
    const home = await somebody.home(/You have no right here.*\nAsk @leads to add you/);
    expect(slack.visibleText(home)).not.toContain('ABC-1');
    expect(slack.buttons(home)).toEqual([]);
  });

  test('who gets a right meanwhile sees the runs, and who loses it no longer', async () => {
    await makes({
      groups: { team: ['ben'] },
      access: { start: ['team'], answer: [], merge: [], admins: [] },
    });
    const { ana, ben, slack } = rig;
    await ben.opensHome();
    await ben.home(/Nothing is going on/);
    await opens(/Ask an admin of metawsm/);
    slack.userGroup('team', [ana]);
    await ana.home(/Nothing is going on/);
    await ben.home(/You have no right here/);
  });

  test('what Slack does not tell: a word, and the next opening asks again', async () => {
    await makes();
    rig.slack.faults.next('users.info', { error: 'internal_error' });
    await opens(/Could not check your rights/);
    await opens(/Nothing is going on/);
  });

  test('a press by somebody without the right is refused by a dialog', async () => {
    await makes({ access: { start: ['everyone'], answer: [], merge: [], admins: [] } });
    const { ana, ben } = rig;
    const card = await rig.begins('ABC-1');
    const brief = await rig.slack.message(rig.dev, /Done criteria/, { thread: card });
    await ana.presses('Start run', { on: brief });
    await ben.opensHome();
    await ben.selects('Stop', { on: await ben.home(/running/) });
    await ben.view(/You do not have the right/);
    expect((await rig.run()).status).toBe('running');
  });
});

test('after a restart an old home answers, and is fresh again', async () => {
  await makes();
  const { ana } = rig;
  for (let at = 1; at <= 6; at += 1) await rig.begins(`ABC-${at}`);
  const home = await opens(/Waits for you · 1–5 of 6/);
  await ana.presses({ action_id: 'home_older', value: '{"list":"waiting","page":2}' }, { on: home });
  const second = await ana.home(/Waits for you · 6 of 6/);
  await rig.stop();
  await rig.start();
  const [cancel] = rig.slack.buttons(second).filter(({ label }) => label === 'Cancel');
  await ana.presses(cancel!, { on: second });
  await ana.home(/Waits for you · 5\n/);
  await rig.begins('ABC-9');
  await ana.home(/Waits for you · (1–5|6) of 6/);
});
