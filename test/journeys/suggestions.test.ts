/** Answers that need no typing: found in the repositories, and given by runs that were merged before. */
import { afterEach, expect, test } from '@jest/globals';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

test('what the repository offers, pressed; and what one run was told is offered to the next in its channel', async () => {
  world = await makeWorld({
    repos: {
      api: {
        'package.json': '{"scripts":{"lint":"true"}}',
        '.github/workflows/ci.yml': 'jobs:\n  a:\n    steps:\n      - run: test -e README.md\n',
        CODEOWNERS: '/src/greetings/ @acme/greeters\n',
        'README.md': '# A greeter\n',
        'src/greetings/hello.txt': 'hello\n',
        'src/login/x': '',
      },
    },
    agent: 'greets.sh',
  });
  const { slack, ana, dev } = world;
  const line = (ticket: string, more = '') =>
    `/metawsm bootstrap ${ticket} --repos api --goal "Greet people on the login page"${more}`;
  await ana.types(line('ABC-1', ' --constraints "Keep the README"'), { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const scope = await world.hears(card, /about the .?scope/);
  expect(slack.visibleText(scope)).toMatch(
    /1\. src\/login — folder of api\s+2\. src\/greetings — CODEOWNERS of api, owned by @acme\/greeters/,
  );
  await ana.presses('src/login', { on: scope });
  const done = await world.hears(card, /about the .?done criteria/);
  expect(slack.visibleText(done)).toMatch(
    /1\. .?test -e README\.md.? passes — \.github\/workflows\/ci\.yml of api\s+2\. .?npm run lint.? passes — package\.json of api/,
  );
  await ana.presses('test -e README.md passes', { on: done });
  const brief = await world.hears(card, /^Brief for/m);
  const words = slack.visibleText(brief);
  expect(words).toMatch(/Scope\*? · a folder of api, chosen by @ana/);
  expect(words).toMatch(
    /Done criteria\*? · suggested by \.github\/workflows\/ci\.yml of api, chosen by @ana/,
  );
  expect(words).toMatch(/api.? from .?main.? \(its default branch\)/);
  expect(words).not.toMatch(/new command/);
  await ana.presses('Start run', { on: brief });
  await ana.presses('Merge & close', { on: await world.hears(card, /Merge-ready/) });
  await world.shows(card, /closed \(merged\)/);
  const [id = ''] = /abc-1-[a-z2-7]{6}/.exec(slack.visibleText(card)) ?? [];

  const told = new RegExp(`Keep the README — as in .?${id}`);
  await ana.types(line('ABC-2', ' --scope src/login --done "`npm run lint` passes" --dry-run'), { in: dev });
  expect(slack.visibleText(await ana.ephemeral(/Dry run for ticket ABC-2/, { in: dev }))).toMatch(told);
  await ana.types(line('ABC-2', ' --scope src/login --done "`npm run lint` passes"'), { in: dev });
  const second = await slack.message(dev, /ABC-2/, { from: 'bot' });
  const constraints = await world.hears(second, /about the .?constraints/);
  expect(slack.visibleText(constraints)).toMatch(told);
  await ana.presses('Keep the README', { on: constraints });
  const next = await world.hears(second, /^Brief for/m);
  expect(slack.visibleText(next)).toMatch(new RegExp(`Constraints\\*? · as in .?${id}.?, chosen by @ana`));

  const other = slack.channel('random');
  await ana.types(line('ABC-3', ' --scope src/login --done "`npm run lint` passes"'), { in: other });
  const third = await slack.message(other, /ABC-3/, { from: 'bot' });
  const alone = await world.hears(third, /about the .?constraints/);
  expect(slack.buttons(alone).map(({ label }) => label)).toEqual(['none', 'Write an answer…']);
}, 90_000);
