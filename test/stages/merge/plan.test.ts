/** A dry run: says what would happen, whatever state the run is in, and changes nothing at all. */
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { MergeMethod } from '../../../src/run/evidence.js';
import type { MergePlan } from '../../../src/run/merge-plan.js';
import type { Status } from '../../../src/run/status.js';
import { QUARANTINE } from '../../../src/shell/quarantine.js';
import { planMerge } from '../../../src/stages/merge/plan.js';
import { refresh } from '../../../src/stages/workspace/mirror.js';
import { commit, git, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { makeTree } from '../../fixtures/git-trees.js';
import { snapshot } from '../../fixtures/snapshot.js';
import {
  IDENTITY,
  mergeAll,
  optionsFor,
  type Repo,
  RUN_ID,
  readyRun,
  withoutRemote,
  withRemote,
} from './ready-run.js';

afterEach(removeTemporary);

const verdicts = ({ gates }: MergePlan) => gates.map(({ gate, verdict }) => `${gate} ${verdict}`).join(', ');
const quarantines = () => readdirSync(tmpdir()).filter((name) => name.startsWith(QUARANTINE));

/** Plans, and proves that home, clones and remotes are as they were, to the nanosecond. */
async function planned(
  home: string,
  repos: Repo[],
  run: RunContext,
  { status = 'merge_ready', method = 'merge' }: { status?: Status; method?: MergeMethod } = {},
): Promise<MergePlan> {
  const options = optionsFor(home, repos);
  options.repos = repos.map(({ name, path }) => ({ name, path, mergeMethod: method }));
  const places = [home, ...repos.map(({ path }) => dirname(path))];
  const look = () => places.map((place) => snapshot(place));
  const before = look();
  const others = quarantines();
  const context = JSON.stringify(run);
  const plan = await planMerge(options, run, status);
  expect(look()).toEqual(before);
  expect(JSON.stringify(run)).toBe(context);
  expect(quarantines().filter((name) => !others.includes(name))).toEqual([]);
  return plan;
}

async function two() {
  const home = temporary();
  const api = await withRemote(home, 'api');
  const cli = await withoutRemote(home, 'cli');
  return { home, api, cli, repos: [api, cli] };
}

test('everything passes: what goes where, and how', async () => {
  const { home, api, cli, repos } = await two();
  commit(api.tree, { 'b.txt': 'x' });
  commit(api.tree, { 'c.txt': 'x' });
  commit(cli.tree, { 'b.txt': 'x' });
  const plan = await planned(home, repos, readyRun(repos), { method: 'squash' });
  expect(verdicts(plan)).toBe('1 passed, 2 passed, 3 passed, 4 passed, 5 passed, 6 passed, 7 passed');
  expect(plan.repos).toEqual([
    { name: 'api', base: 'main', what: 'merge', commits: 2, into: { method: 'squash', remote: true } },
    {
      name: 'cli',
      base: 'main',
      what: 'merge',
      commits: 1,
      into: { method: 'squash', remote: false, checkedOut: cli.path },
    },
  ]);
});

test('a base that moved, one that conflicts, one that is dirty, and nothing to merge', async () => {
  const { home, api, cli, repos } = await two();
  const web = await withRemote(home, 'web');
  const all = [...repos, web];
  commit(api.tree, { 'a.txt': 'ours\n' });
  commit(cli.tree, { 'b.txt': 'x' });
  api.push({ 'c.txt': 'theirs' });
  write(cli.path, { 'a.txt': 'half done\n' });
  const plan = await planned(home, all, readyRun(all));
  expect(verdicts(plan)).toBe('1 passed, 2 passed, 3 passed, 4 passed, 5 passed, 6 again, 7 passed');
  expect(plan.gates[5]).toMatchObject({ again: ['api'] });
  expect(plan.repos).toMatchObject([
    { name: 'api', what: 'merge' },
    { name: 'cli', what: 'merge', fault: { code: 'base_dirty', repo: 'cli' } },
    { name: 'web', what: 'nothing' },
  ]);
  api.push({ 'a.txt': 'theirs\n' });
  const worse = await planned(home, all, readyRun(all));
  expect(verdicts(worse)).toContain('6 refused, 7 unknown');
  expect(worse.repos[0]).toMatchObject({
    what: 'refused',
    fault: { code: 'gate_conflict', detail: 'a.txt' },
  });
});

test('every gate that refuses is told, not only the first', async () => {
  const { home, api, cli, repos } = await two();
  commit(api.tree, { '.env': 'TOKEN=1' });
  const run = readyRun(repos, { guidance: [{ state: 'open', question: 'Why?' }] as RunContext['guidance'] });
  run.evidence[0]!.results[0]!.exitCode = 1;
  commit(api.tree, { 'later.txt': 'x' });
  write(api.tree, { 'left.txt': 'x' });
  git(cli.path, 'switch', '-q', '-c', 'elsewhere');
  const plan = await planned(home, repos, run, { status: 'awaiting_guidance' });
  expect(verdicts(plan)).toBe('1 refused, 2 refused, 3 refused, 4 refused, 5 refused, 6 passed, 7 refused');
  expect(plan.gates.map(({ faults }) => faults[0]?.code)).toEqual([
    'gate_not_ready',
    'gate_guidance',
    'gate_dirty',
    'gate_checks',
    'gate_moved_head',
    undefined,
    'gate_forbidden',
  ]);
  expect(plan.repos[1]).toMatchObject({ what: 'nothing' });
});

test('after a merge in part, with what the bot has already, and a remote that is away', async () => {
  const { home, api, cli, repos } = await two();
  for (const { tree } of repos) commit(tree, { 'b.txt': 'x' });
  write(cli.path, { 'a.txt': 'half done\n' });
  const { run } = await mergeAll(optionsFor(home, repos), readyRun(repos));
  const plan = await planned(home, repos, run);
  expect(plan.repos).toMatchObject([
    { name: 'api', what: 'done' },
    { name: 'cli', what: 'merge', fault: { code: 'base_dirty' } },
  ]);
  rmSync(api.remote ?? '', { recursive: true });
  const away = await planned(home, repos, { ...run, merges: [] });
  expect(away.repos[0]).toMatchObject({ what: 'refused', fault: { code: 'merge_failed' } });
});

test('before there is anything, and after the end', async () => {
  const { home, repos } = await two();
  const none = readyRun(repos, { worktrees: [], evidence: [] });
  for (const [run, status] of [
    [none, 'intake'],
    [readyRun(repos), 'closed'],
  ] as const) {
    const plan = await planned(home, repos, run, { status });
    expect(verdicts(plan)).toContain('1 refused, 2 passed, 3 unknown');
    expect(verdicts(plan)).toContain('5 unknown, 6 unknown, 7 unknown');
    expect(plan.repos.map(({ name, what }) => `${name} ${what}`)).toEqual(['api unknown', 'cli unknown']);
  }
  rmSync(join(home, 'merge'), { recursive: true, force: true });
  expect(verdicts(await planned(home, repos, none, { status: 'preparing' }))).toContain('6 unknown');
});

test('a clone whose history was cut off, of which the bot has something already', async () => {
  const home = temporary();
  const repo = await withoutRemote(temporary(), 'cli');
  commit(repo.path, { 'z.txt': '1' });
  const path = join(temporary(), 'cli');
  git(home, 'clone', '-q', '--depth=1', `file://${repo.path}`, path);
  git(path, 'remote', 'remove', 'origin');
  const mirror = join(home, 'repos', 'cli.git');
  await refresh(mirror, { address: path, remote: false, clone: join(path, '.git') }, IDENTITY);
  const { tree, base } = await makeTree(home, 'cli', path, { runId: RUN_ID });
  const cut: Repo = { ...repo, path, tree: tree.path, mirror, baseCommit: base };
  commit(tree.path, { 'b.txt': 'x' });
  write(path, { 'a.txt': 'half done\n' });
  const first = await planned(home, [cut], readyRun([cut]));
  const { run } = await mergeAll(optionsFor(home, [cut]), readyRun([cut]));
  const second = await planned(home, [cut], run);
  expect(second.repos).toMatchObject([{ what: 'merge', commits: 1, fault: { code: 'base_dirty' } }]);
  expect(second.gates).toEqual(first.gates);
});
