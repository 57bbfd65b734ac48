/** From vague words to a brief: follow-ups, forms, edits, and who may say what. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };

test('vague answers get one focused follow-up each, and may be kept after the second', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', checks: { api: ['test -e greeting.txt'] } });
  const { slack, ana, ben, dev } = world;
  await ana.types('/metawsm bootstrap ABC-1 --repos api --goal TBD --scope "greeting.txt"', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  expect(slack.visibleText(goal)).toMatch(/only a placeholder/);
  expect(slack.buttons(goal).map(({ label }) => label)).toEqual([
    'Write an answer…',
    'Answer all in one form',
  ]);
  expect(slack.mentions(goal)).toEqual([ana.id]);

  await ben.says('// what is this about?', { in: dev, thread: card });
  await ana.says('fix it', { in: dev, thread: card });
  const again = await world.hears(card, /too vague/, goal);
  await ana.presses('Use it as is', { on: again });

  const done = await world.hears(card, /about the .?done criteria/, again);
  const reply = await ana.says('it works', { in: dev, thread: card });
  const better = await world.hears(card, /about the .?done criteria.*(vague|no command)/s, done);
  await ana.presses('test -e greeting.txt passes', { on: better });
  await world.hears(card, /about the .?constraints/, better);
  const constraints = await ana.says('Keep the README', { in: dev, thread: card });
  const brief = await world.hears(card, /^Brief for/m);
  expect(slack.visibleText(brief)).toMatch(/Goal.*accepted unclear/);

  await ana.edits(constraints, 'Keep the README & the tests');
  await slack.waitFor(() => /& the tests/.test(slack.visibleText(brief)), 'the edited reply in the brief');
  expect(reply.reactions).toHaveLength(1);
  await ana.presses('Edit brief', { on: brief });
  const form = await ana.view(/Edit brief/);
  await ana.fills(form, { Goal: 'Greet people by name' });
  await ana.submits(form);
  await slack.waitFor(() => /by name/.test(slack.visibleText(brief)), 'the new goal in the brief');
  expect(slack.visibleText(brief)).not.toMatch(/accepted unclear/);

  const old = slack.snapshot(brief);
  await ana.presses('Start run', { on: brief });
  await ana.presses('Edit brief', { on: old });
  await ana.ephemeral(/Too late: the run was started by @ana/);
  await ana.edits(constraints, 'none');
  await ana.ephemeral(/Too late: the run was started by @ana/);
  await world.hears(card, /Merge-ready/);
}, 60_000);

test('one form for all, Cancel, and people without the right', async () => {
  world = await makeWorld({
    repos: API,
    agent: 'greets.sh',
    more: ({ ana }) => `access: { start: [everyone], answer: [${ana.id}], merge: [${ana.id}], admins: [] }`,
  });
  const { slack, ana, ben, dev } = world;
  const guest = slack.person('guest', { is_restricted: true });
  await guest.types('/metawsm bootstrap ABC-2 --repos api', { in: dev });
  await guest.ephemeral(/do not have the right/);
  expect(slack.messages(dev, { from: 'bot' })).toEqual([]);

  await ben.types('/metawsm bootstrap ABC-2 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const goal = await world.hears(card, /about the .?goal/);
  const eve = slack.person('eve');
  const strange = await eve.says('Greet the world', { in: dev, thread: card });
  await eve.ephemeral(/not taken as an answer.*do not have the right/s);
  expect(strange.reactions).toEqual([]);

  await ben.presses('Answer all in one form', { on: goal });
  const form = await ben.view(/Answer all/);
  await ben.fills(form, {
    Goal: 'Greet the world',
    Scope: 'greeting.txt',
    'Done criteria': '`test -e greeting.txt | wc` passes',
    Constraints: 'none',
  });
  await ben.submits(form);
  const shell = await world.hears(card, /without a shell/);
  expect(slack.visibleText(shell)).toMatch(/put it in a script/);
  await ben.says('`test -e greeting.txt` passes', { in: dev, thread: card });
  const brief = await world.hears(card, /new command/);
  await ben.presses('Start run', { on: brief });
  await ben.ephemeral(/new command.*needs the right to merge/s);

  const old = slack.snapshot(brief);
  await ben.presses('Cancel', { on: brief });
  await world.shows(card, /cancelled/i);
  await ana.presses('Start run', { on: old });
  await ana.ephemeral(/Too late: the run was closed by @ben/);
  expect(slack.visibleText(brief)).toMatch(/Cancelled by @ben/);
}, 60_000);
