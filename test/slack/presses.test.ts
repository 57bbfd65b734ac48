/** Buttons, selects and forms. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeRig, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterAll(() => rig.close());

const asks = (question: string, options: string[]) =>
  rig.happens({
    type: 'guidance_requested',
    request: { question, options, agent: 'script', via: { kind: 'file', path: '/w/.metawsm' } },
  });

describe('from the brief to an answer', () => {
  let card: Message;
  let brief: Message;

  test('the form of a question', async () => {
    const { ana, dev, slack } = rig;
    card = await rig.begins('BTN-1', '--scope src/greet.ts --done "`npm test`" --constraints none');
    const question = await slack.message(dev, /question about the \*goal/, { thread: card });
    await ana.presses('Write an answer…', { on: question });
    const view = await ana.view(/Goal/);
    await ana.fills(view, { 'Your answer': '   ' });
    expect(await ana.submits(view)).toMatchObject({ outcome: 'errors' });
    await ana.fills(view, { 'Your answer': 'Greet people by name' });
    expect(await ana.submits(view)).toMatchObject({ outcome: 'closed' });
    brief = await slack.message(dev, /Done criteria/, { thread: card });
    expect((await rig.run()).run.draft.goal?.text).toBe('Greet people by name');
    await slack.waitFor(() => slack.buttons(question).length === 0, 'the closed question');
  });

  test('Edit brief, twice at the same time', async () => {
    const { ana, ben, dev, slack } = rig;
    await ana.presses('Edit brief', { on: brief });
    const view = await ana.view(/Edit brief/);
    await ana.fills(view, { Goal: 'Greet people by their first name' });
    const stale = slack.snapshot(brief);
    expect(await ana.submits(view)).toMatchObject({ outcome: 'closed' });
    await slack.waitFor(() => slack.transcript(dev).includes('first name'), 'the new goal');
    await ben.presses('Start run', { on: stale });
    await ben.ephemeral(/moved on/, { in: dev });
    expect((await rig.run()).status).toBe('intake');
  });

  test('Start run once; the second click is told who was first', async () => {
    const { ana, ben, dev, slack } = rig;
    const on = slack.snapshot(brief);
    await ana.presses('Start run', { on });
    await ben.presses('Start run', { on });
    await ben.ephemeral(/Too late: the run was started by @ana/, { in: dev });
    const told = ben.ephemerals().length;
    await ben.presses('Edit brief', { on });
    await slack.waitFor(() => ben.ephemerals().length > told || ben.openView(), 'an answer');
    expect(ben.openView()).toBeUndefined();
    expect((await rig.run()).run.startedBy).toMatchObject({ by: ana.id, message: { ts: brief.ts } });
    const note = ben.ephemerals({ in: dev }).at(-1);
    expect(note?.thread_ts).toBe(card.ts);
  });

  test('options as buttons: the whole text reaches the run, the second answer is refused', async () => {
    const { ana, ben, dev, slack } = rig;
    await slack.waitFor(() => slack.visibleText(card).includes('` works.'), 'the agent to work');
    const long = `Use the ${'very '.repeat(30)}old table`;
    await asks('Which table?', [long, 'a new one']);
    const question = await slack.message(dev, /Which table\?/, { thread: card });
    const on = slack.snapshot(question);
    await ana.presses({ action_id: 'answer:0' }, { on });
    await ben.presses('a new one', { on });
    await ben.ephemeral(/Too late: that was answered by @ana/, { in: dev });
    expect((await rig.run()).run.guidance[0]?.answer).toMatchObject({ text: long, decision: { by: ana.id } });
  });

  test('more than five options are a select', async () => {
    const { ana, dev, slack } = rig;
    await asks('Which day?', ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']);
    const question = await slack.message(dev, /Which day\?/, { thread: card });
    await ana.selects('Thu', { on: question });
    expect((await rig.run()).run.guidance[1]?.answer?.text).toBe('Thu');
  });

  test('a form that opens too late asks for another press', async () => {
    const { ana, dev, slack } = rig;
    await asks('Why?', []);
    const question = await slack.message(dev, /Why\?/, { thread: card });
    slack.faults.next('views.open', { error: 'expired_trigger_id' });
    await ana.presses('Write an answer…', { on: question });
    await ana.ephemeral(/Press `Write an answer…` again/, { in: dev });
    await ana.presses('Write an answer…', { on: question });
    const view = await ana.view(/Why\?/);
    await rig.ben.says('because', { in: dev, thread: card });
    await slack.waitFor(() => slack.buttons(question).length === 0, 'the answer');
    await ana.fills(view, { 'Your answer': 'therefore' });
    expect(await ana.submits(view)).toMatchObject({ outcome: 'closed' });
    await ana.ephemeral(/Too late: that was answered by @ben/, { in: dev });
    expect((await rig.run()).run.guidance[2]?.answer?.text).toBe('because');
  });

  test('Stop on the card, then Request changes by form', async () => {
    const { ana, dev, slack } = rig;
    await ana.presses('Stop', { on: card });
    await slack.waitFor(() => slack.visibleText(card).includes('Stopped'), 'the stop');
    await ana.types('/metawsm iterate BTN-1 "Smaller, please"', { in: dev });
    const { run } = await rig.run();
    expect(run.feedback).toMatchObject([{ by: ana.id, text: 'Smaller, please' }]);
    expect(run.iteration).toBe(2);
  });

  test('buttons that were tampered with do nothing', async () => {
    const { ana, dev, slack } = rig;
    const forged = structuredClone(slack.snapshot(brief));
    forged.blocks = [
      {
        type: 'actions',
        block_id: 'x',
        elements: [
          {
            type: 'button',
            action_id: 'merge',
            text: { type: 'plain_text', text: 'Forged' },
            value: '{"run":1}',
          },
        ],
      },
    ];
    await ana.presses('Forged', { on: forged });
    await ana.ephemeral(/no longer fits the run/, { in: dev });
  });
});

describe('a ticket that has an active run', () => {
  test('asks its author; nothing starts by itself', async () => {
    const { ana, dev, slack } = rig;
    await rig.begins('TWN-1', '');
    const again = '/metawsm bootstrap twn-1 --repos web --base main --goal "another"';
    expect(await ana.types(again, { in: dev })).toMatch(/already has an active run.*Nothing was started/);
    const asked = await ana.ephemeral(/already has an active run/, { in: dev });
    expect(slack.buttons(asked).map((one) => one.label)).toEqual(['Open that run', 'Start anyway', 'Cancel']);
    await ana.presses('Open that run', { on: asked });
    await ana.presses('Cancel', { on: asked });
    await ana.ephemeral(/All right, nothing was started/, { in: dev });
    expect((await rig.bot.look.list({ ticket: 'TWN-1', all: true, limit: 9, offset: 0 })).total).toBe(1);
  });

  test('Start anyway begins what was asked for', async () => {
    const { ana, dev } = rig;
    await ana.types('/metawsm bootstrap twn-1 --repos web --base main --goal "another"', { in: dev });
    const asked = await ana.ephemeral(/already has an active run/, { in: dev });
    await ana.presses('Start anyway', { on: asked });
    await ana.ephemeral(/Starting intake for ticket twn-1/, { in: dev });
    const { run } = await rig.run();
    expect(run).toMatchObject({
      ticket: 'twn-1',
      wishes: [{ name: 'web', base: 'main' }],
      requester: ana.id,
    });
    expect(run.draft.goal?.text).toBe('another');
  });

  test('texts too long for a button are told about', async () => {
    const { ana, dev } = rig;
    const long = `/metawsm bootstrap TWN-1 --repos api --goal "${'x '.repeat(1_200)}"`;
    expect(await ana.types(long, { in: dev })).toMatch(/with its repositories only/);
  });

  test('a forged wish starts nothing', async () => {
    const { ben, dev, slack } = rig;
    await ben.types('/metawsm bootstrap TWN-1 --repos api', { in: dev });
    const forged = structuredClone(
      slack.snapshot(await ben.ephemeral(/already has an active run/, { in: dev })),
    );
    const value = JSON.stringify({ ticket: '../x', repos: [{ name: 'api' }], agent: 'script', fields: {} });
    const text = { type: 'plain_text', text: 'Forged' };
    forged.blocks = [
      {
        type: 'actions',
        block_id: 'x',
        elements: [{ type: 'button', action_id: 'start_anyway', text, value }],
      },
    ];
    await ben.presses('Forged', { on: forged });
    await ben.ephemeral(/no longer fits the run/, { in: dev });
  });
});

test.each(['toString', 'constructor', '__proto__'])(
  'a button that is called `%s`, as something of every object, was handed over until it was given up',
  async (action_id) => {
    const { ana, ben, dev, slack } = rig;
    await ana.types('/metawsm bootstrap ODD-1 --repos api', { in: dev });
    const forged = structuredClone(slack.snapshot(await slack.message(dev, 'ODD-1', { from: 'bot' })));
    const value = JSON.stringify({ run: (await rig.run()).id, rev: 1 });
    const text = { type: 'plain_text', text: 'Forged' };
    forged.blocks = [
      { type: 'actions', block_id: 'x', elements: [{ type: 'button', action_id, text, value }] },
    ];
    const [told, lines] = [ben.ephemerals().length, rig.lines.length];
    await ben.presses('Forged', { on: forged });
    await slack.waitFor(() => ben.ephemerals().length > told, 'an answer');
    expect(rig.lines.slice(lines).filter((line) => line.includes('could not be handled'))).toEqual([]);
  },
);
