/** The change of a commit, and what may not be asked for. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { diffOf } from '../../../src/playground/visit/diff.js';
import { inheritForGit } from '../../../src/shell/git.js';
import { commit, git, makeRepo } from '../../fixtures/git-repos.js';
import { removeTemporary, temporary } from './bench.js';

afterEach(removeTemporary);

let home: string;
let merge: string;
beforeEach(() => {
  inheritForGit(process.env);
  home = temporary();
  const repo = makeRepo(join(home, 'repo'), { 'a.txt': 'one\n' });
  git(repo, 'checkout', '-qb', 'work');
  commit(repo, { 'a.txt': 'two\n' });
  git(repo, 'checkout', '-q', 'main');
  git(repo, 'merge', '-q', '--no-ff', '-m', 'merged', 'work');
  merge = git(repo, 'rev-parse', 'HEAD');
  mkdirSync(join(home, 'merge'));
  for (const name of ['hello', 'secret'])
    git(home, 'clone', '-q', '--bare', repo, join(home, 'merge', `${name}.git`));
});

const diff = (repo: string, id: string) => diffOf(home, ['hello'], repo, id);

test.each([40, 8])('a merge is shown against the base, by %i digits of its id', async (digits) => {
  expect(await diff('hello', merge.slice(0, digits))).toMatch(
    /^commit [\s\S]*1 file changed[\s\S]*^-one\n\+two$/m,
  );
});

test('other repositories, and what is no commit, are not there', async () => {
  const tree = git(join(home, 'repo'), 'rev-parse', 'HEAD^{tree}');
  for (const [repo, id] of [
    ['secret', merge],
    ['../merge/hello', merge],
    ['hello', 'main'],
    ['hello', '--output=x'],
    ['hello', `${merge}:a.txt`],
    ['hello', merge.slice(0, 6)],
    ['hello', '0'.repeat(40)],
    ['hello', tree],
  ] as const)
    expect([repo, id, await diff(repo, id)]).toEqual([repo, id, undefined]);
});

test('a change that is too long to show says so', async () => {
  const repo = join(home, 'repo');
  const long = commit(repo, { 'long.txt': 'ä line that goes on\n'.repeat(40_000) });
  git(home, 'clone', '-q', '--bare', repo, join(home, 'merge', 'long.git'));
  const shown = await diffOf(home, ['long'], 'long', git(repo, 'rev-parse', 'HEAD'));
  expect([typeof long, shown?.length]).toEqual([expect.anything(), expect.any(Number)]);
  expect(shown).toMatch(/\n@@ The rest is left out[^\n]*$/);
  expect(await diff('hello', merge)).not.toMatch(/left out/);
});
