/** Where runs may live: channels, the bot's direct channel, and where they may not. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const WISH = '--repos api --goal "Greet people" --scope "greeting.txt" --constraints none --done "`true`"';

test('not a member, a group message, the direct channel, a channel that is lost', async () => {
  world = await makeWorld({ repos: { api: { 'README.md': '# A greeter\n' } } });
  const { slack, ana, ben } = world;
  const secret = slack.channel('secret', { private: true, botIsMember: false, members: [ana] });
  await ana.types(`/metawsm bootstrap ABC-1 ${WISH}`, { in: secret });
  await ana.ephemeral(/not a member of this channel.*\/invite @metawsm/s);
  expect(slack.messages(secret)).toEqual([]);
  slack.inviteTo(secret, 'bot');
  await ana.types(`/metawsm bootstrap ABC-1 ${WISH}`, { in: secret });
  await slack.message(secret, /^Brief for/m, { from: 'bot' });

  const group = slack.channel('mpdm-ana--ben', { group: true, members: [ana, ben] });
  await ana.types(`/metawsm bootstrap ABC-2 ${WISH}`, { in: group });
  await ana.ephemeral(/do not work in group messages/);
  expect(slack.messages(group)).toEqual([]);

  await ana.types(`/metawsm bootstrap ABC-3 ${WISH}`, { in: ana.dm() });
  const direct = await slack.message(ana.dm(), /^Brief for/m, { from: 'bot' });
  await ana.presses('Start run', { on: direct });
  const asked = await slack.message(ana.dm(), /Which greeting\?/, { from: 'bot', after: direct });
  await ana.presses('Moin', { on: asked });
  await slack.message(ana.dm(), /Merge-ready/, { from: 'bot', after: asked });
  expect((await slack.message(ana.dm(), /^ABC-3/, { from: 'bot' })).channel).toBe(ana.dm().id);

  const { card } = await world.begins('ABC-4');
  await world.hears(card, /Which greeting\?/);
  slack.channel('dev', { archived: true });
  await ana.types('/metawsm guide ABC-4 Moin', { in: ana.dm() });
  const moved = await slack.message(ana.dm(), /ABC-4.*Merge-ready|Merge-ready.*ABC-4/s, {
    from: 'bot',
    timeoutMs: 20_000,
  });
  expect(slack.visibleText(moved)).toMatch(/no longer takes messages in the run’s channel/);
}, 60_000);
