/** The App Home: what it shows, its buttons, and the answers to those who press them. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message, View } from '../../src/playground/server/facts.js';
import { makeRig, type Rig } from './rig.js';
import { until } from './table/world.js';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

const asks = (question: string, options: string[] = []) =>
  rig.happens({
    type: 'guidance_requested',
    request: { question, options, agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } },
  });
const opens = async (match: RegExp): Promise<View> => {
  await rig.ana.opensHome();
  return rig.ana.home(match);
};
const labels = (view: View) => rig.slack.buttons(view).map(({ label }) => label);
const text = (view: View) => rig.slack.visibleText(view);
const publishes = (id: string) =>
  rig.slack.callsOf('views.publish').filter(({ args }) => args.user_id === id);

/** A run whose agent works. */
async function works(ticket = 'ABC-1'): Promise<Message> {
  const card = await rig.begins(ticket);
  const brief = await rig.slack.message(rig.dev, /Done criteria/, { thread: card });
  await rig.ana.presses('Start run', { on: brief });
  await rig.slack.waitFor(() => rig.slack.visibleText(card).includes('` works.'), 'the agent to work');
  return card;
}

describe('the page', () => {
  test('empty it says how to begin; the form it opens is answered at its top', async () => {
    const { ana, slack, dev } = rig;
    const home = await opens(/Nothing is going on/);
    expect(text(home)).toContain('/metawsm bootstrap ABC-12 --repos api,web');
    expect(labels(home)).toEqual(['Start a run']);
    await ana.presses('Start a run', { on: home });
    const form = await ana.view(/Start a run/);
    await ana.fills(form, { Channel: 'dev', Ticket: 'ABC-1', Repositories: ['api'] });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    const shown = await ana.home(/Starting intake for ticket ABC-1 in `api`. The card is in #dev/);
    const asked = await ana.home(/Waits for you · 1[\s\S]*What should be different/);
    expect(shown.id).toBe(asked.id);
    expect(ana.ephemerals()).toEqual([]);
    const card = await slack.message(dev, /ABC-1 · intake/, { from: 'bot' });
    const link = `archives/${dev.id}/p${card.ts.replace('.', '')}|ABC-1`;
    await slack.waitFor(() => JSON.stringify(asked.blocks).includes(link), 'the link to the card');
  });

  test('a ticket with an active run: asked at the top, and answered there', async () => {
    const { ana } = rig;
    await works();
    const home = await opens(/Your runs · 1/);
    await ana.presses('Start a run', { on: home });
    const form = await ana.view(/Start a run/);
    await ana.fills(form, { Channel: 'dev', Ticket: 'ABC-1', Repositories: ['api'] });
    await ana.submits(form);
    const asking = await ana.home(/already has an active run/);
    expect(labels(asking).slice(0, 3)).toEqual(['Open that run', 'Start anyway', 'Cancel']);
    await ana.presses('Start anyway', { on: asking });
    const begun = await ana.home(/Starting intake for ticket ABC-1[\s\S]*Your runs · 2/);
    expect(text(begun)).not.toContain('already has an active run');
  });

  test('another tab: nothing is published, and the home is left', async () => {
    const { ana, slack } = rig;
    await ana.opensHome('messages');
    await works();
    await slack.settled();
    expect(publishes(ana.id)).toEqual([]);
    await opens(/ABC-1/);
    await ana.opensHome('messages');
    await slack.settled();
    const before = publishes(ana.id).length;
    await asks('Which one?');
    await slack.message(rig.dev, /Which one\?/);
    await rig.ben.opensHome();
    await rig.ben.home(/awaiting_guidance/);
    expect(publishes(ana.id)).toHaveLength(before);
  });

  test('foreign words are harmless, cut and without secrets', async () => {
    await rig.ana.types(
      '/metawsm bootstrap ABC-1 --repos api --goal "<!channel> *hunter2hunter2* <https://evil.example|click>" --scope src/greet.ts --done "`npm test`" --constraints none',
      { in: rig.dev },
    );
    const home = await opens(/The brief is complete/);
    const sent = JSON.stringify(home.blocks);
    expect(sent).not.toContain('hunter2');
    expect(text(home)).toContain('[redacted]');
    expect(rig.slack.mentions(home)).not.toContain('channel');
    expect(sent).not.toMatch(/<https:\/\/evil/);
  });

  test('pages turn, stay turned while runs move, and begin anew when it is opened', async () => {
    const { ana } = rig;
    for (let at = 1; at <= 7; at += 1) await rig.begins(`ABC-${at}`);
    const first = await opens(/Waits for you · 1–5 of 7/);
    expect(text(first).split('Your runs')[0]).not.toContain('ABC-2');
    await ana.presses({ action_id: 'home_older', value: '{"list":"waiting","page":2}' }, { on: first });
    const second = await ana.home(/Waits for you · 6–7 of 7[\s\S]*Your runs · 1–5 of 7/);
    await ana.types('/metawsm stop ABC-1', { in: rig.dev });
    await ana.home(/Waits for you · 6 of 6/);
    await ana.presses('Newer', { on: second });
    await ana.home(/Waits for you · 1–5 of 6/);
    await ana.presses({ action_id: 'home_older', value: '{"list":"waiting","page":2}' }, { on: first });
    await ana.home(/Waits for you · 6 of 6/);
    await opens(/Waits for you · 1–5 of 6/);
  });
});

describe('its buttons', () => {
  test('the brief, an option, a form: the same as on the messages, and where it was decided is stored', async () => {
    const { ana, dev, slack } = rig;
    const card = await rig.begins('ABC-1');
    const brief = await slack.message(dev, /Done criteria/, { thread: card });
    const home = await opens(/The brief is complete/);
    const told = ana.ephemerals().length;
    await ana.presses('Start run', { on: home });
    await ana.home(/Nothing waits for you[\s\S]*running/);
    expect((await rig.run()).run.startedBy).toMatchObject({
      by: ana.id,
      from: 'home',
      message: { channel: dev.id, ts: brief.ts },
    });

    await asks('Which one?', ['A', 'B']);
    await until(async () => (await rig.run()).run.messages['guidance:g1'] !== undefined);
    await ana.presses('B', { on: await ana.home(/Which one\?/) });
    await ana.home(/Nothing waits for you/);
    const question = await slack.message(dev, /Answered by @ana/, { thread: card });
    expect((await rig.run()).run.guidance[0]?.answer).toMatchObject({
      text: 'B',
      decision: { by: ana.id, from: 'home', message: { ts: question.ts } },
    });

    await asks('Why?');
    await ana.presses('Write an answer…', { on: await ana.home(/Why\?/) });
    const form = await ana.view(/Why\?/);
    await ana.fills(form, { 'Your answer': 'because' });
    await ana.submits(form);
    await ana.home(/Nothing waits for you/);
    expect((await rig.run()).run.guidance[1]?.answer).toMatchObject({
      text: 'because',
      decision: { from: 'home' },
    });

    await asks('Which day?', ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']);
    await ana.selects('Thu', { on: await ana.home(/Which day\?/), action_id: 'answer:choose' });
    expect((await rig.run()).run.guidance[2]?.answer?.text).toBe('Thu');
    expect(ana.ephemerals().length).toBe(told);
    expect(ana.openView()).toBeUndefined();
  });

  test('the card’s buttons in your runs, and as a menu in all active runs', async () => {
    const { ana, ben } = rig;
    await works();
    const home = await opens(/running/);
    expect(labels(home)).toEqual(['Start a run', 'Stop', 'Pause', 'View log']);
    await ana.presses('Pause', { on: home });
    await ana.home(/pausing/);
    await ben.opensHome();
    await ben.selects('Resume', { on: await ben.home(/pausing/) });
    await slackShows(/running` since(?![\s\S]*pausing)/);
    const stale = structuredClone(await ben.home());
    await ben.selects('Stop', { on: await ben.home(/running/) });
    const over = await ana.home(/stopped/);
    expect(text(over)).toMatch(/All active runs\nNo run is active/);
    expect(labels(over)).toEqual(['Start a run', 'Restart', 'Discard', 'View log']);
    const discard = rig.slack.buttons(over).find(({ label }) => label === 'Discard');
    expect(discard?.confirm?.text).toMatch(/cannot be undone/);
    await ben.selects('Pause', { on: stale });
    await ben.view(/Too late: the run was stopped by @ben|is `stopped`/);
  });

  const slackShows = (words: RegExp) => rig.ben.home(words);

  test('a file comes by direct message, and a dialog says so', async () => {
    await works();
    await rig.ana.presses('View log', { on: await opens(/running/) });
    await rig.ana.view(/comes as a file in our direct messages/);
  });
});

describe('who is late', () => {
  test('a second click and a form sent too late are answered by a dialog, and change nothing', async () => {
    const { ana, ben, dev, slack } = rig;
    const card = await works();
    await asks('Which one?', ['A', 'B']);
    const home = await opens(/Which one\?/);
    const stale = structuredClone(home);
    const told = ana.ephemerals().length;
    await ana.presses('Write an answer…', { on: home });
    const form = await ana.view(/Which one\?/);
    const message = await slack.message(dev, /Which one\?/, { thread: card });
    await ben.presses('A', { on: message });
    await slack.message(dev, /Answered by @ben/, { thread: card });
    await ana.fills(form, { 'Your answer': 'C' });
    expect(await ana.submits(form)).toMatchObject({ outcome: 'closed' });
    await ana.view(/Too late: that was answered by @ben/);
    await ana.closes(ana.openView()!);
    await ana.presses('B', { on: stale });
    await ana.view(/Too late: that was answered by @ben/);
    expect((await rig.run()).run.guidance[0]?.answer).toMatchObject({ text: 'A', decision: { by: ben.id } });
    expect(ana.ephemerals().length).toBe(told);
  });

  test('where Slack opens no dialog it stands at the top, until the next press', async () => {
    const { ana, slack } = rig;
    await works();
    const home = structuredClone(await opens(/running/));
    await ana.presses('Stop', { on: home });
    await ana.home(/stopped/);
    slack.faults.next('views.open', { error: 'expired_trigger_id' });
    await ana.presses('Stop', { on: home });
    const told = await ana.home(/^Too late: the run was stopped by @ana/);
    await ana.presses('Restart', { on: told });
    const next = await ana.home(/`(running|preparing)`/);
    expect(text(next)).not.toContain('Too late');
  });

  test('a run that is not there, and values that somebody made up', async () => {
    const { ana } = rig;
    await works();
    const home = structuredClone(await opens(/running/));
    const button = (home.blocks as { elements?: { value?: string; action_id: string }[] }[])
      .flatMap(({ elements = [] }) => elements)
      .find(({ action_id }) => action_id === 'stop')!;
    button.value = '{"run":"gone","rev":1}';
    await ana.presses('Stop', { on: home });
    await ana.view(/There is no run gone/);
    button.value = 'x';
    await ana.presses('Stop', { on: home });
    await ana.view(/no longer fits/);
    home.private_metadata = '{"waiting":-1,"mine":"x"}';
    await ana.presses('Stop', { on: home });
    await ana.home(/Your runs · 1/);
  });
});
