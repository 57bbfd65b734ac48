/** Backup, restore and moving, with the very lines of docs/operating.md. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { killable } from './killable.js';
import { makeWorld, type World } from './world.js';

let world: World;
const { begin, kill } = killable(() => world);
afterEach(async () => {
  await kill();
  await world.close();
});

const API = { api: { 'README.md': '# A greeter\n' } };
const BLOCKS = [...readFileSync('docs/operating.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/gu)].map(
  (match) => match[1] ?? '',
);

/** Runs the block of the document that holds `words`, as its reader would. */
function asWritten(words: string): string {
  const found = BLOCKS.filter((block) => block.includes(words));
  expect(found).toHaveLength(1);
  const env = {
    PATH: `${resolve(process.execPath, '..')}:${process.env.PATH}`,
    METAWSM_HOME: world.home,
    BACKUP: backup(),
  };
  return execFileSync('sh', ['-eu', '-c', found[0]!], { env, encoding: 'utf8' });
}

const backup = () => join(world.root, 'backup');

/** An interviewer, an issue, a thread and an agent that is spoken with have journeys of their own. */
const OF_OTHER_RUNS = new Set([
  'interviews/<run>-<round>',
  'runs/<run>/issue.md',
  'runs/<run>/thread.md',
  'runs/<run>/acp-<n>/',
  'runs/<run>/session.json',
]);

/** What stands in the home, in the words of the document. */
function placesIn(home: string, run: string): Set<string> {
  const paths = readdirSync(home, { recursive: true, encoding: 'utf8' });
  const general = (path: string) =>
    path
      .replaceAll(run, '<run>')
      .replace(/\bapi\b/gu, '<repo>')
      .replace(/(exit|prompt)-\d+/u, '$1-<n>');
  return new Set(paths.map(general));
}

test('a copy that was made while the bot worked goes on from the same card', async () => {
  world = await makeWorld({ repos: API, asleep: true, repoLines: ['setup: [git --version]'] });
  const { slack, ana, repos } = world;
  await begin();
  const { card, id } = await world.begins('ABC-1');
  const asked = await world.hears(card, /Which greeting\?/);

  asWritten('examples/backup.mjs');
  expect(statSync(join(backup(), 'home.tar')).mode & 0o077).toBe(0);
  await kill();
  expect(asWritten('/proc/[0-9]*/environ')).toMatch(/^\d+\n/);
  asWritten('tar -xpf');
  expect(existsSync(join(`${world.home}.before`, 'workspaces', id))).toBe(true);
  rmSync(`${world.home}.before`, { recursive: true });

  await world.start();
  await ana.presses('Moin', { on: asked });
  const summary = await world.hears(card, /Merge-ready/);
  const seen = placesIn(world.home, id);
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  for (const place of placesIn(world.home, id)) seen.add(place);
  expect(repos.api!.show('greeting.txt')).toBe('Moin, api');
  expect(slack.thread(card).filter((one) => /asked for ABC-1/.test(slack.visibleText(one)))).toHaveLength(1);

  const table = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| (`.*?`) \|/gmu);
  const named = [...table].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map((one) => one[1]!),
  );
  const places = named.filter((path) => /^(metawsm\.sqlite|instance\.|[a-z]+\/.)/u.test(path));
  expect(places.length).toBeGreaterThan(12);
  expect(places.filter((path) => !seen.has(path) && !OF_OTHER_RUNS.has(path))).toEqual([]);
}, 90_000);

test('a reply that came after the backup is heard again', async () => {
  world = await makeWorld({ repos: API });
  const { ana, dev } = world;
  const { card, id } = await world.begins('ABC-2');
  await world.hears(card, /Which greeting\?/);
  asWritten('examples/backup.mjs');
  await ana.says('Servus', { in: dev, thread: card });
  await world.hears(card, /Merge-ready/);
  await world.stop();
  asWritten('/proc/[0-9]*/environ');
  asWritten('tar -xpf');
  await world.start();
  await world.until(
    () => existsSync(join(world.home, 'workspaces', id, 'api/greeting.txt')),
    'the agent has worked again',
  );
  expect(world.inWorkspace(id, 'answer.txt')).toBe('Servus\n');
}, 90_000);

test('with the database alone, a run without its workspace says so, and others can begin', async () => {
  world = await makeWorld({ repos: API, losesWorkspaces: true });
  const { ana } = world;
  const { card } = await world.begins('ABC-3');
  const asked = await world.hears(card, /Which greeting\?/);
  asWritten('examples/backup.mjs');
  await world.stop();
  asWritten('/proc/[0-9]*/environ');
  asWritten('tar -xpf');
  for (const name of ['repos', 'merge', 'workspaces', 'runs'])
    rmSync(join(world.home, name), { recursive: true });

  await world.start();
  await ana.presses('Moin', { on: asked });
  await world.shows(card, /Start a new run/);
  const { card: other } = await world.begins('ABC-4');
  await world.hears(other, /Which greeting\?/);
}, 90_000);

test('a home that moves goes on behind a link at its old place', async () => {
  world = await makeWorld({ repos: API });
  const { ana, repos } = world;
  const { card } = await world.begins('ABC-5');
  const asked = await world.hears(card, /Which greeting\?/);
  await world.stop();
  asWritten('/proc/[0-9]*/environ');
  renameSync(world.home, join(world.root, 'elsewhere'));
  symlinkSync(join(world.root, 'elsewhere'), world.home);
  await world.start();
  await ana.presses('Moin', { on: asked });
  await ana.presses('Merge & close', { on: await world.hears(card, /Merge-ready/) });
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.show('greeting.txt')).toBe('Moin, api');
}, 90_000);

test('what was merged after the backup is not merged twice', async () => {
  world = await makeWorld({ repos: API });
  const { ana, dev, repos } = world;
  const { card, id } = await world.begins('ABC-6');
  await ana.presses('Moin', { on: await world.hears(card, /Which greeting\?/) });
  const summary = await world.hears(card, /Merge-ready/);
  asWritten('examples/backup.mjs');
  await ana.presses('Merge & close', { on: summary });
  await world.shows(card, /closed \(merged\)/);
  const merged = repos.api!.log();
  await world.stop();
  asWritten('tar -xpf');
  await world.start();
  await ana.types(`/metawsm merge ${id}`, { in: dev });
  await world.until(() => !existsSync(join(world.home, 'workspaces', id)), 'the workspace is removed again');
  await world.shows(card, /closed \(merged\)/);
  expect(repos.api!.log()).toEqual(merged);
}, 90_000);

test('with every run closed the home may move, and its repositories are fetched anew', async () => {
  world = await makeWorld({ repos: API, agent: 'greets.sh' });
  const { ana, env, root } = world;
  const close = async (ticket: string) => {
    const { card } = await world.begins(ticket);
    await ana.presses('Merge & close', { on: await world.hears(card, /Merge-ready/) });
    await world.shows(card, /closed \(merged\)/);
  };
  await close('ABC-7');
  await world.stop();
  for (const name of ['repos', 'merge']) rmSync(join(world.home, name), { recursive: true });
  env.METAWSM_HOME = join(root, 'elsewhere');
  renameSync(world.home, env.METAWSM_HOME);
  await world.start();
  await close('ABC-8');
}, 90_000);
