/** What a merged run leaves in its ticket, and what people read where the ticket's tree is broken. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { write } from '../fixtures/git-repos.js';
import { makeWorld, type World } from './world.js';

let world: World;
afterEach(() => world.close());

const API = { api: { 'README.md': '# A greeter\n' } };
const ASKS = `cd "$METAWSM_WORKSPACE"; metawsm-ask "Which word?" > api/greeting.txt || exit 9
git -C api add -A; git -C api commit -qm Done
echo '{"summary": "Done"}' > .metawsm/implementation-complete.json`;
const FOLDER = '2026/01/02/ABC-1--greet';
const TWIN = '2026/01/03/ABC-1--again';
const INDEX =
  '---\nTitle: Greet people\nTicket: ABC-1\nStatus: active\nDocType: index\n---\n\n# Greet people\n';

test('two folders claim the ticket: both are named, the merge stands, and Retry closes the one that is left', async () => {
  world = await makeWorld({ repos: API, agent: ['sh', '-c', ASKS] });
  const { slack, ana, ben, home, repos } = world;
  const root = join(home, 'tickets/ttmp');
  const tasks = '# Tasks\n\n## TODO\n\n- [x] Begin\n- [ ] Tell <!here> & everybody <!-- t:ab12 -->\n';
  write(root, { [`${FOLDER}/index.md`]: INDEX, [`${FOLDER}/tasks.md`]: tasks, [`${TWIN}/index.md`]: INDEX });
  const { card, id } = await world.begins('ABC-1');
  await ben.says('Hello', { in: card.channel, thread: await asked(card) });
  const summary = await world.hears(card, /Merge-ready/);

  await ana.presses('Merge & close', { on: summary });
  const refused = await world.hears(card, /could not be written/);
  expect(slack.visibleText(refused)).toMatch(
    new RegExp(
      `more than one folder claims the ticket.*give the others their own.*${FOLDER}\n.*${TWIN}`,
      's',
    ),
  );
  const merged = repos.api!.base();
  expect(repos.api!.show('greeting.txt')).toMatch(/Hello/);
  expect(readFileSync(join(root, FOLDER, 'index.md'), 'utf8')).toBe(INDEX);

  rmSync(join(root, TWIN), { recursive: true });
  await slack.waitFor(() => slack.buttons(summary).some(({ label }) => label === 'Retry'), 'Retry');
  expect(slack.visibleText(summary)).toMatch(/Ticket not written/);
  await ana.presses('Retry', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.base()).toBe(merged);
  const end = slack.visibleText(await world.hears(card, /merged and closed/));
  expect(end).toContain(`in \`tickets/ttmp/${FOLDER}\` of the bot’s home`);
  expect(end).toMatch(/1 task in `tasks.md` is still open; I tick none.*• Tell .*here.* & everybody$/s);
  expect(readFileSync(join(root, FOLDER, 'tasks.md'), 'utf8')).toBe(tasks);

  const [report = ''] = readdirSync(join(root, FOLDER, 'reference')).filter((name) => name.includes('-run-'));
  const text = readFileSync(join(root, FOLDER, 'reference', report), 'utf8');
  expect(report).toBe(`02-run-${id.toLowerCase()}.md`);
  expect(text).toMatch(
    new RegExp(`Merge decided by ana \\(${ana.id}\\) on .*\\[Slack message\\]\\(http`, 'i'),
  );
  expect(text).toMatch(
    new RegExp(`Answered by ben \\(${ben.id}\\) on .*:\n\n\`\`\`text\nHello\n\`\`\``, 'i'),
  );
  expect(existsSync(join(home, 'workspaces', id))).toBe(false);
}, 60_000);

async function asked(card: Parameters<World['hears']>[0]) {
  await world.hears(card, /asks for ABC-1/);
  return card;
}
