/** Two repositories with enough files for a kill to meet something: `api` with a remote, `cli` checked out where it lives. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, makeRemote, makeRepo, temporary, write } from '../../fixtures/git-repos.js';
import { optionsFor } from '../../stages/merge/ready-run.js';
import { repoAt } from '../../stages/workspace/bench.js';

const FOLDERS = 30;

export type Ground = ReturnType<typeof makeGround>;

export function makeGround(files: number) {
  const root = temporary();
  const home = join(root, 'home');
  const content = Object.fromEntries(
    Array.from({ length: files }, (_, at) => [nameOf(at), `file ${at}\n${'x'.repeat(400)}\n`]),
  );
  const { remote, clone, push } = makeRemote(join(root, 'api'), content);
  const cli = makeRepo(join(root, 'cli'), content);
  const options = optionsFor(home, []);
  return {
    root,
    home,
    remote,
    clone,
    cli,
    files,
    /** Somebody else moves the base of `api`. */
    pushed: (words: string) => {
      git(join(root, 'api', 'other'), 'pull', '-q', '--ff-only', remote, 'main');
      push({ 'news.txt': `${words}\n` });
    },
    repos: [repoAt('api', clone), repoAt('cli', cli)],
    merge: {
      ...options,
      repos: [
        { name: 'api', path: clone },
        { name: 'cli', path: cli },
      ],
    },
    /** What a base holds. */
    base: (name: string) => git(name === 'api' ? remote : cli, 'rev-parse', 'refs/heads/main'),
  };
}

const nameOf = (at: number) => `src/d${at % FOLDERS}/f${at}.txt`;

/** Work of an agent: some files changed, some gone, some new, others a folder where a file was. */
export function work(tree: string, mark: string, files: number): void {
  rmSync(join(tree, 'new'), { recursive: true, force: true });
  const few = Math.floor(files / 4);
  const changed = Array.from({ length: few }, (_, at) => [nameOf(at), `changed by ${mark}\n`]);
  const fresh = Array.from({ length: few }, (_, at) => [`new/${mark}/${at}.txt`, `${'y'.repeat(300)}\n`]);
  write(tree, Object.fromEntries([...changed, ...fresh]));
  const first = join(tree, 'src', 'd0', 'f0.txt');
  writeFileSync(first, `${readFileSync(first, 'utf8')}and more\n`);
}
