/** The conversation of an intake: several fields in one reply, edits, colleagues, forms that are sent late. */
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = {
  api: {
    'README.md': '# A greeter\n',
    'package.json': '{"scripts":{"test":"true"}}',
    'src/login/form.md': 'x\n',
    'src/cart.md': 'x\n',
  },
};
const words = (message: Parameters<World['slack']['visibleText']>[0]) => world.slack.visibleText(message);
const isMarked = (message: Message) =>
  world.slack.waitFor(() => message.reactions.length === 1, 'the mark of a taken answer');
const briefSays = (brief: Message, pattern: RegExp) =>
  world.slack.waitFor(() => pattern.test(words(brief)), `a brief with ${pattern}`);

test('one reply fills two fields, and its edit changes both', async () => {
  world = await makeWorld({ repos: API });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-1 --repos api --goal "Log in by mail"', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const scope = await world.hears(card, /about the .?scope/);
  const reply = await ana.says('only src/login/form.md, and npm test must pass', { in: dev, thread: card });
  const constraints = await world.hears(card, /about the .?constraints/, scope);
  expect(words(constraints)).toMatch(/I also took “npm test must pass” as the done criteria\./);
  await isMarked(reply);

  await ben.says('Constraints: keep the cart', { in: dev, thread: card });
  const brief = await world.hears(card, /^Brief for/m);
  expect(words(brief)).toMatch(/Scope\*? · answered by @ana.*\n>? ?only src\/login\/form\.md\n/);
  expect(words(brief)).toMatch(/Done criteria\*? · answered by @ana.*\n>? ?npm test must pass\n/);
  expect(words(brief)).toMatch(/Constraints\*? · answered by @ben.*\n>? ?keep the cart\n/);
  await slack.waitFor(() => /Answered by @ben/.test(words(constraints)), 'who answered');

  await ana.edits(reply, 'Scope: src/cart.md\nDone: `npm test` is green');
  await briefSays(brief, /Scope[^\n]*\n>? ?src\/cart\.md\n(?:.*\n)*.*Done[^\n]*\n>? ?`npm test` is green\n/);
  expect(words(brief)).toMatch(/keep the cart/);
  await ana.edits(reply, 'Scope: src/cart.md');
  const done = await world.hears(card, /about the .?done criteria/);
  expect(words(done)).not.toMatch(/so far/);
  await ben.presses('npm test passes', { on: done });
  await briefSays(brief, /Done criteria\*? · .*@ben/);
  await ana.presses('Start run', { on: brief });
  await world.shows(card, /Running|works/);
  await ana.edits(reply, 'Scope: everything');
  expect(words(await ana.ephemeral(/Too late: the run was started by @ana/))).toMatch(
    /brief is fixed.*tell/s,
  );
}, 120_000);

test('all fields in one reply; what it lacks is asked; the reply of a colleague and his edit count', async () => {
  world = await makeWorld({ repos: API });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-2 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  const reply = await ben.says(
    'Here it is:\n*Ziel:* Anmelden per Mail\n• Umfang: README.md\n• Fertig: `npm test` läuft durch',
    { in: dev, thread: card },
  );
  const constraints = await world.hears(card, /about the .?constraints/, goal);
  expect(words(constraints)).toMatch(
    /I also took “README\.md” as the scope and “`npm test` läuft durch” as the done criteria\./,
  );
  await slack.waitFor(() => /Answered by @ben/.test(words(goal)), 'who answered');
  await ben.edits(reply, 'Ziel: fix it\nUmfang: README.md\nFertig: `npm test` läuft durch');
  expect(slack.buttons(constraints).length).toBeGreaterThan(0);
  await ana.presses('none', { on: constraints });
  const again = await world.hears(card, /about the .?goal/, constraints);
  expect(words(again)).toMatch(/too vague/);
  await ben.edits(reply, 'Goal: Log in by mail\nScope: README.md\nDone: `npm test` passes');
  await slack.waitFor(() => slack.buttons(again).length === 0, 'the withdrawn question');
  expect(words(again)).toMatch(/No longer needed.*@ben/s);
  const brief = await world.hears(card, /^Brief for/m);
  await briefSays(brief, /Goal\*? · answered by @ben.*\n>? ?Log in by mail\n/);
}, 120_000);

test('replies that are no answer, or too much of one, are said so; and nothing is lost', async () => {
  world = await makeWorld({
    repos: API,
    more: ({ ana }) => `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}], admins: [] }`,
  });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-3 --repos api --goal "Log in by mail" --constraints none', {
    in: dev,
  });
  const card = await slack.message(dev, /ABC-3/, { from: 'bot' });
  const scope = await world.hears(card, /about the .?scope/);
  const long = await ana.says(`README.md ${'and more '.repeat(1_400)}`, { in: dev, thread: card });
  expect(words(await ana.ephemeral(/not taken/))).toMatch(/scope would have 12,?\d{3} characters.*3,?000/s);
  slack.store.addMessage({
    channel: dev.id,
    user: ana.id,
    text: '',
    subtype: 'file_share',
    files: [{ id: 'F0PICTURE' }],
    thread_ts: card.ts,
  } as never);
  await ana.ephemeral(/cannot read files/);
  const refused = await ben.says('README.md', { in: dev, thread: card });
  await ben.ephemeral(/not taken as an answer.*do not have the right/s);
  expect([long, refused].map((one) => one.reactions.length)).toEqual([0, 0]);
  expect(slack.buttons(scope).length).toBeGreaterThan(0);
  const reply = await ana.says('@metawsm README.md', { in: dev, thread: card });
  const done = await world.hears(card, /about the .?done/, scope);
  await ana.edits(reply, '// never mind');
  await ana.ephemeral(/still counts as the answer/);
  await ana.edits(reply, '@metawsm src/cart.md and README.md');
  await ana.presses('npm test passes', { on: done });
  const brief = await world.hears(card, /^Brief for/m);
  const edited = /Scope[^\n]*\n>? ?src\/cart\.md and README\.md\n/;
  await slack.waitFor(() => edited.test(words(brief)), 'a brief with the edited scope', 20_000);
  await slack.settled();
  await ana.presses('Edit brief', { on: brief });
  const form = await ana.view(/Edit brief/);
  const before = slack.snapshot(brief);
  await ana.submits(form);
  await slack.settled();
  expect(brief.blocks).toEqual(before.blocks);
}, 120_000);

test('forms: reasons at their fields, what others said meanwhile stays, and what was typed comes back', async () => {
  world = await makeWorld({ repos: API });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-4 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-4/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  await ana.presses('Answer all in one form', { on: goal });
  const first = await ana.view(/Answer all/);
  await ben.presses('Write an answer…', { on: goal });
  const single = await ben.view(/Answer/);
  await ana.fills(first, {
    Goal: 'fix it',
    Scope: 'README.md',
    'Done criteria': 'it looks nice',
    Constraints: 'none',
  });
  const { outcome, errors } = await ana.submits(first);
  expect(outcome).toBe('errors');
  expect(Object.keys(errors)).toEqual(['Goal', 'Done criteria']);
  expect(errors.Goal).toMatch(/too vague.*send again/);
  const again = await world.hears(card, /about the .?goal.*too vague/s, goal);
  await ben.fills(single, { 'Your answer': 'Log in by telephone' });
  await ben.submits(single);
  const late = await ben.ephemeral(/Too late: the brief was filled in by @ana/);
  expect(words(late)).toMatch(/What you wrote:\s+>? ?Log in by telephone/);

  await ben.says('Log in by mail', { in: dev, thread: card });
  const done = await world.hears(card, /about the .?done/, again);
  await ana.fills(first, { 'Done criteria': '`npm test` passes' });
  expect((await ana.submits(first)).outcome).toBe('closed');
  const brief = await world.hears(card, /^Brief for/m, done);
  expect(words(brief)).toMatch(/Goal\*? · answered by @ben.*\n>? ?Log in by mail\n/);
  expect(words(brief)).toMatch(/Done criteria\*? · from the form by @ana/);

  await ana.presses('Edit brief', { on: brief });
  await ben.presses('Edit brief', { on: brief });
  const [anas, bens] = [await ana.view(/Edit brief/), await ben.view(/Edit brief/)];
  await ana.fills(anas, { Scope: 'src/cart.md' });
  await ana.submits(anas);
  await briefSays(brief, /src\/cart\.md/);
  await ben.fills(bens, { Constraints: 'keep the colours' });
  await ben.submits(bens);
  await briefSays(brief, /keep the colours/);
  expect(words(brief)).toMatch(/src\/cart\.md/);
  await ana.presses('Edit brief', { on: brief });
  const late2 = await ana.view(/Edit brief/);
  await ben.presses('Start run', { on: brief });
  await world.shows(card, /Preparing|Running|works/);
  await ana.fills(late2, { Goal: 'Log in by pigeon' });
  await ana.submits(late2);
  expect(words(await ana.ephemeral(/Too late: the run was started by @ben/))).toMatch(
    /What you wrote:\s+>? ?Goal: Log in by pigeon/,
  );
}, 120_000);
