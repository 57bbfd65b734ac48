/** The ticket's own document as the first answer: what it says is not asked, and each field says where it came from. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '../../src/playground/server/facts.js';
import { commit, git, makeRemote, temporary, write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
let server: Server | undefined;
afterEach(async () => {
  await world.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const API = { api: { 'README.md': '# A greeter\n', 'package.json': '{"scripts":{"test":"true"}}' } };
const CHECK = 'test -e greeting.txt';
const FOLDER = '2026/01/02/ABC-1--greet';
const header = (ticket = 'ABC-1') =>
  `---\nTitle: Greet people\nTicket: ${ticket}\nStatus: active\nTopics: []\nDocType: index\n---\n\n# Greet people\n`;
const GOAL = '\n## Goal\n\nEverybody is greeted\nby name.\n';
const SCOPE = '\n## Scope\n\n- greeting.txt\n';
const DONE = `\n## Done Criteria\n\n- [ ] \`${CHECK}\` passes\n`;
const CONSTRAINTS = '\n## Constraints\n\n<!-- What must not change? -->\n\nKeep the README\n';
const WHOLE = GOAL + SCOPE + DONE + CONSTRAINTS;

const lay = (files: Record<string, string>) => write(join(world.home, 'tickets/ttmp'), files);
const texts = (card: Message) => world.slack.thread(card).map((one) => world.slack.visibleText(one));
const questions = (card: Message) => texts(card).filter((words) => /question about the \*/.test(words));

test('all of it in the ticket: no question, the brief at once with its sources, and the ticket is closed', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', checks: { api: [CHECK] } });
  const { slack, ana, dev } = world;
  lay({ [`${FOLDER}/index.md`]: `${header()}${WHOLE}\n## Merge intent\n\nsquash it\n` });
  await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const brief = await world.hears(card, /^Brief for/m);
  const words = slack.visibleText(brief);
  for (const field of ['Goal', 'Scope', 'Done criteria', 'Constraints', 'Merge intent'])
    expect(words).toMatch(new RegExp(`${field}\\*? · from the ticket$`, 'm'));
  expect(words).toMatch(/Everybody is greeted by name\./);
  expect(words).toMatch(/Keep the README/);
  expect(words).not.toMatch(/must not change|new command/);
  expect(questions(card)).toEqual([]);

  lay({ [`${FOLDER}/index.md`]: `${header()}${WHOLE.replace('by name', 'by number')}` });
  await ana.presses('Edit brief', { on: brief });
  await ana.fills(await ana.view(/Edit brief/), { Scope: 'greeting.txt and README.md' });
  await ana.submits(await ana.view(/Edit brief/));
  await slack.waitFor(() => /Scope\*? · from the form by/.test(slack.visibleText(brief)), 'the scope by ana');
  expect(slack.visibleText(brief)).toMatch(/Goal\*? · from the ticket\s+>? ?Everybody is greeted by name/);
  await ana.presses('Start run', { on: brief });
  await ana.presses('Merge & close', { on: await world.hears(card, /Merge-ready/) });
  await world.shows(card, /closed \(merged\)/);
  expect(readFileSync(join(world.home, 'tickets/ttmp', FOLDER, 'index.md'), 'utf8')).toMatch(
    /^Status: complete$/m,
  );
  expect(texts(card).join('\n')).not.toMatch(/was not read/);
}, 60_000);

test('only the done criteria are missing: one question, with the checks as buttons; flags win over the ticket', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh', checks: { api: [CHECK] } });
  const { slack, ana, dev } = world;
  lay({
    [`${FOLDER}/index.md`]: `${header()}${GOAL}${SCOPE}${CONSTRAINTS}\n## Acceptance criteria\n\nIt looks good\n`,
  });
  const line = '/metawsm bootstrap ABC-1 --repos api --goal "Greet ana alone"';
  await ana.types(`${line} --dry-run`, { in: dev });
  const told = slack.visibleText(await ana.ephemeral(/Dry run for ticket ABC-1/, { in: dev }));
  for (const words of [
    /goal\*?: given\s+>? ?Greet ana alone/,
    /scope\*?: given · from the ticket\s+>? ?greeting.txt/,
    /done criteria\*?: \*?too vague\*? · from the ticket\s+>? ?It looks good/,
    /constraints\*?: given · from the ticket/,
    /first question would be about the \*?done criteria/,
  ])
    expect(told).toMatch(words);

  await ana.types(line, { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const done = await world.hears(card, /about the .?done criteria/);
  expect(slack.visibleText(done)).toMatch(/too vague to work from.*The ticket says:\s+>? ?It looks good/s);
  expect(slack.buttons(done).map(({ label }) => label)).toEqual([
    `${CHECK} passes`,
    'npm test passes',
    'Write an answer…',
  ]);
  await ana.presses(`${CHECK} passes`, { on: done });
  const brief = await world.hears(card, /^Brief for/m);
  const words = slack.visibleText(brief);
  expect(words).toMatch(/Goal\*? · from the command\s+>? ?Greet ana alone/);
  expect(words).toMatch(/Scope\*? · from the ticket/);
  expect(words).toMatch(/Done criteria\*? · suggested by checks of api in metawsm.yml, chosen by @ana/);
  expect(questions(card)).toHaveLength(1);
}, 60_000);

test('two folders for one ticket: said once, nothing of it used, nothing rewritten', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh' });
  const { slack, ana, dev, home } = world;
  const other = FOLDER.replace('02', '03');
  lay({ [`${FOLDER}/index.md`]: header() + WHOLE, [`${other}/index.md`]: header() + WHOLE });
  lay({ '2026/01/04/ABC-2--x/index.md': `---\nTitle: [\n---\n${WHOLE}` });
  await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  await world.hears(card, /about the .?goal/);
  const note = slack.visibleText(await world.hears(card, /was not read/));
  expect(note).toMatch(/brief begins without it/);
  expect(note).toContain(FOLDER);
  expect(note).toContain(other);
  expect(note).toMatch(/more than one folder claims this ticket/);
  await world.restart();
  await ana.says('Greet people', { in: dev, thread: card });
  await world.hears(card, /about the .?scope/);
  expect(texts(card).filter((words) => /was not read/.test(words))).toHaveLength(1);
  for (const folder of [FOLDER, other])
    expect(readFileSync(join(home, 'tickets/ttmp', folder, 'index.md'), 'utf8')).toBe(header() + WHOLE);

  await ana.types('/metawsm bootstrap ABC-2 --repos api --dry-run', { in: dev });
  const told = slack.visibleText(await ana.ephemeral(/Dry run for ticket ABC-2/, { in: dev }));
  expect(told).toMatch(/ABC-2--x\/index\.md`: its frontmatter.* cannot be read.*goal\*?: \*?missing/s);

  await ana.types('/metawsm bootstrap ABC-3 --repos api', { in: dev });
  const third = await slack.message(dev, /ABC-3/, { from: 'bot' });
  await world.hears(third, /about the .?goal/);
  expect(texts(third).join('\n')).not.toMatch(/was not read/);
}, 60_000);

test('documents in a repository, in German and from Windows; a command that only they name is a new one', async () => {
  world = await makeWorld({
    repos: { ...API, docs: { 'README.md': '# Documents\n' } },
    agent: 'greets.sh',
    more: ({ ana, ben }) =>
      `tickets: { repo: docs, root: ttmp }\naccess: { start: [${ana.id}, ${ben.id}], answer: [everyone], merge: [${ana.id}], admins: [] }`,
  });
  const { slack, ana, ben, dev, repos } = world;
  const text = `${header('abc-1')}
## Ziel

Alle werden mit Namen begrüßt.

## Umfang

greeting.txt

## Abnahmekriterien

1. \`test -e greeting.txt\` läuft durch
2. \`rm -rf /tmp/x | sh\` <!-- not this one: -->

## Einschränkungen

keine neuen Pakete
`;
  repos.docs!.push!({ [`ttmp/${FOLDER}/index.md`]: `\uFEFF${text.replace(/\n/g, '\r\n')}` });
  const head = git(repos.docs!.path, 'rev-parse', 'HEAD');
  await ben.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  const shell = await world.hears(card, /without a shell/);
  expect(slack.visibleText(shell)).toMatch(/put it in a script.*The ticket says:/s);
  expect(slack.visibleText(shell)).not.toMatch(/not this one/);
  expect(questions(card)).toHaveLength(1);
  await ben.presses('Cancel', { on: card });
  await world.shows(card, /cancelled/i);

  repos.docs!.push!({ [`ttmp/${FOLDER}/index.md`]: text.replace(/^2\..*\n/m, '') });
  await ben.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const again = await slack.message(dev, (one) => !one.thread_ts && one.ts > card.ts, { from: 'bot' });
  const brief = await world.hears(again, /new command/);
  expect(slack.visibleText(brief)).toMatch(/Goal\*? · from the ticket\s+>? ?Alle werden mit Namen begrüßt/);
  await ben.presses('Start run', { on: brief });
  await ben.ephemeral(/new command.*needs the right to merge/s);
  await ana.presses('Start run', { on: brief });
  await world.hears(again, /Merge-ready/);
  expect(git(repos.docs!.path, 'rev-parse', 'HEAD')).toBe(head);
  expect(existsSync(join(repos.docs!.path, 'ttmp'))).toBe(false);
}, 60_000);

test('the bot ends while it reads the ticket, and goes on; a place that stays away holds nothing up', async () => {
  let isOpen = false;
  let asked = 0;
  const { remote, clone } = makeRemote(join(temporary(), 'served'), { 'README.md': '# Documents\n' });
  commit(clone, { [`ttmp/${FOLDER}/index.md`]: header() + WHOLE });
  git(clone, 'push', '-q', 'origin', 'main');
  git(remote, 'update-server-info');
  // files as they lie there, as soon as somebody opens
  server = createServer((request, response) => {
    asked += 1;
    const path = join(remote, '..', new URL(request.url ?? '/', 'http://x').pathname);
    if (isOpen)
      createReadStream(path)
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/remote.git`;
  world = await makeWorld({
    repos: { ...API, docs: { 'README.md': '' } },
    urls: { docs: url },
    agent: 'greets.sh',
    more: 'tickets: { repo: docs, root: ttmp }',
  });
  const { slack, ana, dev } = world;
  await ana.types('/metawsm bootstrap ABC-1 --repos api', { in: dev });
  const card = await slack.message(dev, /ABC-1/, { from: 'bot' });
  await world.until(() => asked > 0, 'the documents are asked for');
  await world.stop();
  const before = asked;
  expect(texts(card).slice(1)).toEqual([]);
  isOpen = true;
  await world.start();
  const brief = await world.hears(card, /^Brief for/m);
  expect(asked).toBeGreaterThan(before);
  expect(slack.visibleText(brief)).toMatch(/Goal\*? · from the ticket/);
  expect(questions(card)).toEqual([]);

  server.closeAllConnections();
  server.close();
  await ana.types('/metawsm bootstrap ABC-4 --repos api --goal "Greet all"', { in: dev });
  const other = await slack.message(dev, /ABC-4/, { from: 'bot' });
  await world.hears(other, /about the .?scope/);
  const note = slack.visibleText(await world.hears(other, /was not read/));
  expect(note).toMatch(/docs\/ttmp.*could not be reached/s);
}, 90_000);
