/** What `--home` keeps, and a metawsm.yml of one's own. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { ConfigFault } from '../../../src/config.js';
import { git, makeRemote } from '../../fixtures/git-repos.js';
import { type Open, PATIENCE_MS, removeTemporary, temporary, visiting } from './bench.js';

let visit: Open | undefined;
afterEach(async () => {
  await visit?.close(true);
  visit = undefined;
  removeTemporary();
});

test('a kept home goes on where it was: people, messages, files, and the run that waits', async () => {
  const home = join(temporary(), 'mine');
  visit = await visiting({ home });
  const { ana: first, slack: before } = visit;
  await first.types('/metawsm bootstrap DEMO-1 --repos hello', { in: visit.dev });
  await visit.answersQuestions();
  await visit.press('Start run');
  await visit.hint('guidance');
  await first.types('/metawsm log DEMO-1', { in: visit.dev });
  await before.waitFor(() => before.files(first.dm()).length > 0, 'the log as a file', PATIENCE_MS);
  await expect(visiting({ home })).rejects.toThrow(home);
  await visit.close();
  for (const place of [home, join(home, 'bot')]) expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(statSync(join(home, 'slack.json')).mode & 0o777).toBe(0o600);

  visit = await visiting({ home });
  const { ana, slack } = visit;
  expect([ana.id, visit.dev.id, slack.bot]).toEqual([first.id, before.find('dev').id, before.bot]);
  expect(slack.botToken).not.toBe(before.botToken);
  expect(slack.transcript(visit.dev)).toBe(before.transcript('dev'));
  expect(slack.files(ana.dm())).toEqual(before.files(first.dm()));
  await visit.press('Good morning');
  await visit.press('Merge & close');
  await visit.hint('merged');
  const shown = git(join(home, 'remotes', 'hello.git'), 'show', 'main:src/greet.js');
  expect(shown).toContain("'Good morning'");
}, 240_000);

const AGENT = `#!/bin/sh
echo "$GREETING" > greeting.txt
git add -A && git commit -qm greet
echo '{}' > "$METAWSM_WORKSPACE/.metawsm/implementation-complete.json"
`;

const config = (access: string) => `
repos: [{ name: api, path: ./clone, checks: [test -s greeting.txt] }]
agents: [{ name: sh, command: [./agent.sh], env: [GREETING] }]
channels: { C0TEAM: { repos: [api] } }
guidance: { escalateTo: U0CHIEF }
access: ${access}
`;

test('one’s own file: people, groups and channels by its ids, its repositories and agents, its rights', async () => {
  const root = temporary();
  const { remote } = makeRemote(root, { 'README.md': '# Here\n' });
  const file = join(root, 'metawsm.yml');
  writeFileSync(file, config('{ start: [U0DEV], answer: [S0TEAM], merge: [S0TEAM] }'));
  writeFileSync(join(root, '.env'), 'GREETING=Moin\nSLACK_BOT_TOKEN=xoxb-1-2-real\nMETAWSM_HOME=elsewhere\n');
  writeFileSync(join(root, 'agent.sh'), AGENT, { mode: 0o755 });
  visit = await visiting({ config: file });
  const { slack, ben, people, parts, told } = visit;
  expect(parts.actors.map(({ person, role }) => [person.id, role])).toEqual([
    [visit.ana.id, 'has no rights'],
    [ben.id, 'answers and merges'],
    [visit.cem.id, 'has no rights'],
    ['U0DEV', 'starts runs'],
    ['U0CHIEF', 'has no rights'],
  ]);
  expect(told.join('')).not.toMatch(/Nobody here may start/);

  const team = slack.find('C0TEAM');
  const begin = await visit.hint('begin', people.u0dev);
  expect(begin).toMatchObject({ channel: 'C0TEAM', insert: '/metawsm bootstrap TRY-1 --repos api' });
  const brief =
    '--goal "Greet people" --scope greeting.txt --done "`test -s greeting.txt`" --constraints none';
  await people.u0dev!.types(`${begin.insert} ${brief}`, { in: team });
  const at = (label: string) =>
    slack.message(team, (one) => slack.buttons(one).some((button) => button.label === label), {
      timeoutMs: PATIENCE_MS,
    });
  await people.u0dev!.presses('Start run', { on: await at('Start run') });
  await ben.presses('Merge & close', { on: await at('Merge & close') });
  await slack.message(team, /is merged and closed/, { timeoutMs: PATIENCE_MS });
  expect(git(remote, 'show', 'main:greeting.txt')).toBe('Moin');
}, 240_000);

test('a file under which nobody may start says what to write; a faulty one is told as the bot tells it', async () => {
  const root = temporary();
  makeRemote(root, { 'README.md': '# Here\n' });
  mkdirSync(join(root, 'more'));
  const file = join(root, 'metawsm.yml');
  writeFileSync(file, config('{ answer: [everyone] }'));
  writeFileSync(join(root, 'agent.sh'), AGENT, { mode: 0o755 });
  visit = await visiting({ config: file });
  expect(visit.told.join('')).toContain(`Write this under \`access\` in ${resolve(file)}: start: [everyone]`);
  await visit.close(true);
  visit = undefined;

  writeFileSync(file, config('{ strat: [everyone] }'));
  await expect(visiting({ config: file })).rejects.toThrow(ConfigFault);
  await expect(visiting({ config: file })).rejects.toThrow(
    /metawsm\.yml:\d+:\d+ access\.strat[\s\S]*`start`/,
  );
}, 120_000);
