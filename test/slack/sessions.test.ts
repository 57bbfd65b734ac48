/** Agent sessions: said as the state says, renewed, done without where Slack has none, and Slack's own Stop. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeRig, type Rig, type RigOptions } from './rig.js';

let rig: Rig;
afterEach(() => rig.close());

async function works(options: RigOptions = {}, ticket = 'SES-1'): Promise<Message> {
  rig = await makeRig(options);
  return starts(ticket);
}

async function starts(ticket: string): Promise<Message> {
  const { ana, ben, dev, slack } = rig;
  slack.channel('dev', { members: [ana, ben] });
  const card = await rig.begins(ticket);
  const brief = await slack.message(dev, /Done criteria/, { thread: card });
  await ana.presses('Start run', { on: brief });
  await slack.waitFor(() => slack.visibleText(card).includes('works.'), 'the agent to work');
  return card;
}

const is = (card: Message, status: string) =>
  rig.slack.waitFor(() => rig.slack.session(card)?.status === status, `a session that is ${status}`);
const statuses = () => rig.slack.callsOf('agents.sessions.setStatus').map((call) => call.args.status);
const asks = () =>
  rig.happens({
    type: 'guidance_requested',
    request: { question: 'Which?', options: [], agent: 'script', via: { kind: 'file', path: '/w' } },
  });

test('it follows the state, with a title and who began it', async () => {
  const card = await works();
  await is(card, 'processing');
  const { id } = await rig.run();
  expect(rig.slack.session(card)).toMatchObject({ title: `SES-1 · ${id}`, initiator: rig.ana.id });
  await asks();
  await is(card, 'suspended');
  await rig.ana.says('this one', { in: rig.dev, thread: card });
  await is(card, 'processing');
  await rig.ana.says('stop', { in: rig.dev, thread: card });
  await is(card, 'active');
});

test('it is said again before Slack forgets it', async () => {
  const card = await works();
  await is(card, 'processing');
  rig.slack.passes(61 * 60_000);
  expect(rig.slack.session(card)?.status).toBe('active');
  await rig.happens({ type: 'timer', name: 'session' });
  await is(card, 'processing');
});

describe('where Slack has no sessions', () => {
  test.each(['feature_disabled', 'not_authorized', 'unknown_method', 'missing_scope'])(
    '%s: logged once, not asked again, and the run goes on',
    async (error) => {
      rig = await makeRig();
      rig.slack.faults.always('agents.sessions.setStatus', { error });
      await starts('SES-1');
      await starts('SES-2');
      expect(statuses()).toHaveLength(1);
      expect(rig.lines.filter((line) => line.includes('no agent sessions'))).toHaveLength(1);
      expect((await rig.run()).status).toBe('running');
    },
  );

  test('an app that is not declared as an agent', async () => {
    const card = await works({ slack: { manifest: { features: {} } } }).catch(() => undefined);
    expect(card && rig.slack.session(card)).toBeUndefined();
  });
});

test('a refusal of title or initiator leaves a session without them', async () => {
  rig = await makeRig();
  rig.slack.faults.next('agents.sessions.setStatus', ({ title }) =>
    title === undefined ? undefined : { error: 'user_not_in_channel' },
  );
  const card = await rig.begins('SES-3');
  await is(card, 'suspended');
  expect(rig.slack.session(card)?.initiator).toBeUndefined();
});

test('a limit is waited for', async () => {
  rig = await makeRig();
  rig.slack.faults.next('agents.sessions.setStatus', { retryAfterS: 1 });
  await is(await rig.begins('SES-4'), 'suspended');
});

describe('Slack’s own Stop', () => {
  test('stops the run, and its author reads so', async () => {
    const card = await works();
    await is(card, 'processing');
    rig.ben.stopsSession(card);
    await is(card, 'active');
    const { status, run } = await rig.run();
    expect([status, run.stoppedBy?.by]).toEqual(['stopped', rig.ben.id]);
    const said = await rig.ben.ephemeral(/The run is stopped/, { in: rig.dev });
    expect(said.thread_ts).toBe(card.ts);
    await rig.slack.settled();
    expect(
      rig.slack.deliveries.filter((one) => JSON.stringify(one.body).includes('session_stopped')),
    ).toHaveLength(1);
  });

  test('twice delivered is one gesture', async () => {
    const card = await works();
    await is(card, 'processing');
    rig.slack.faults.duplicate(true);
    rig.ben.stopsSession(card);
    await is(card, 'active');
    await rig.slack.settled();
    await rig.bot.connection.inbox.drain();
    const journal = await rig.bot.unit.read.journal((await rig.run()).id);
    expect(journal.filter((line) => line.event.type === 'stop')).toHaveLength(1);
  });

  test('by somebody without the right is refused, and the session says again what is true', async () => {
    const card = await works({ access: { answer: ['team'] }, groups: { team: ['ana'] } });
    await is(card, 'processing');
    const before = statuses().length;
    rig.ben.stopsSession(card);
    await rig.ben.ephemeral(/do not have the right/, { in: rig.dev });
    await rig.slack.waitFor(() => statuses().length === before + 1, 'the session to be said again');
    expect(statuses().at(-1)).toBe('processing');
    expect((await rig.run()).status).toBe('running');
  });

  test('that comes too late is told so', async () => {
    const card = await works();
    await is(card, 'processing');
    // The person pressed while Slack still showed the old word.
    rig.slack.faults.next('agents.sessions.setStatus', { retryAfterS: 1 });
    await rig.ana.says('stop', { in: rig.dev, thread: card });
    await rig.slack.waitFor(() => rig.slack.visibleText(card).includes('Stopped'), 'the stop');
    rig.ben.stopsSession(card);
    await rig.ben.ephemeral(/Too late: the run was stopped by @ana/, { in: rig.dev });
    await is(card, 'active');
  });

  test('is kept over a restart', async () => {
    const card = await works();
    await is(card, 'processing');
    await rig.stop();
    rig.ben.stopsSession(card);
    await rig.start();
    await is(card, 'active');
  });

  test('a new title is nobody’s business', async () => {
    const card = await works();
    await is(card, 'processing');
    rig.ana.renamesSession(card, 'Mine');
    await rig.slack.settled();
    expect(rig.slack.session(card)?.title).toBe('Mine');
    expect((await rig.run()).status).toBe('running');
  });
});
