/** The main journey, over Socket Mode and over HTTP: from the command to both bases advanced and a closed run. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

describe.each([
  ['Socket Mode', false],
  ['HTTP', true],
])('the main journey over %s', (_, http) => {
  test('two repositories, questions, a failing check, a merge', async () => {
    world = await makeWorld({ http, checks: { api: ['test -f mended.txt'] } });
    const { slack, ana, dev, repos } = world;
    const before = { api: repos.api!.base(), web: repos.web!.base() };

    await ana.types('/metawsm bootstrap ABC-12 --repos api,web --goal "Greet people by name"', { in: dev });
    const card = await slack.message(dev, /ABC-12/, { from: 'bot' });

    const scope = await slack.message(dev, /scope/i, { thread: card });
    await ana.says('greeting.txt in each repository', { in: dev, thread: card });
    const done = await slack.message(dev, /done/i, { thread: card, after: scope });
    await ana.presses('test -f mended.txt passes', { on: done });
    const constraints = await slack.message(dev, /constraint/i, { thread: card, after: done });
    await ana.presses('none', { on: constraints });

    const brief = await slack.message(dev, /Start run/, { thread: card, after: constraints });
    await ana.presses('Start run', { on: brief });

    const question = await slack.message(dev, /Which greeting\?/, { thread: card, timeoutMs: 20_000 });
    await ana.presses('Moin', { on: question });

    const summary = await slack.message(dev, /Merge & close/, { thread: card, timeoutMs: 30_000 });
    expect(slack.visibleText(summary)).toMatch(/mended\.txt/);
    await ana.presses('Merge & close', { on: summary });

    await slack.waitFor(
      () => /closed/i.test(slack.visibleText(slack.snapshot(card))),
      'the card says closed',
      20_000,
    );
    expect(repos.api!.base()).not.toBe(before.api);
    expect(repos.web!.base()).not.toBe(before.web);
    expect(repos.api!.show('greeting.txt')).toBe('Moin, api');
    expect(repos.web!.show('greeting.txt')).toBe('Moin, web');
  }, 60_000);
});
