/** A home of metawsm with two runs, as the wrappers find it, and a person's HOME beside it. No bot works in it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { commit, git, makeRepo } from '../../fixtures/git-repos.js';

export interface Place {
  root: string;
  /** METAWSM_HOME */
  home: string;
  /** HOME of the bot's user; `secret` lies in it. */
  user: string;
  run: string;
  other: string;
  workspace: string;
  /** The only worktree of the run. */
  tree: string;
  env: Record<string, string>;
  remove(): void;
}

const RUN = 'ct-1-aaaaaa';
const OTHER = 'ct-2-bbbbbb';

/** Below `folder`, which must not be below /tmp: the sandboxes have one of their own, and Codex does not work there. */
export function makePlace(folder: string): Place {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root = mkdtempSync(join(folder, 'containment-'));
  const home = join(root, 'home');
  const user = join(root, 'user');
  for (const path of ['metawsm.sqlite', `runs/${OTHER}/agent.log`, 'merge/api.git/HEAD', 'files/api/key'])
    put(join(home, path), 'of metawsm\n');
  put(join(home, 'bin/metawsm-ask'), '#!/bin/sh\n', 0o755);
  put(join(user, 'secret'), 'of the user\n');
  const source = makeRepo(join(root, 'source'));
  commit(source, { 'README.md': '# A greeter\n' });
  for (const name of ['api', 'web'])
    git(root, 'clone', '-q', '--bare', source, join(home, `repos/${name}.git`));
  const tree = worktree(home, 'api', RUN);
  worktree(home, 'api', OTHER);
  worktree(home, 'web', OTHER);
  const workspace = dirname(tree);
  mkdirSync(join(workspace, '.metawsm'));
  copyFileSync(resolve('test/fixtures/containment/attack.sh'), join(workspace, 'attack.sh'));
  return {
    ...{ root, home, user, run: RUN, other: OTHER, workspace, tree },
    env: {
      PATH: `${join(home, 'bin')}:${process.env.PATH ?? ''}`,
      LANG: 'C.UTF-8',
      METAWSM_WORKSPACE: workspace,
      METAWSM_RUN_ID: RUN,
      ...identity('AUTHOR'),
      ...identity('COMMITTER'),
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Writes a file that is there on purpose. */
export function put(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode });
}

export const text = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Git names what it keeps of a worktree after the folder: the run's id, as metawsm does. */
function worktree(home: string, repo: string, run: string): string {
  const mirror = join(home, `repos/${repo}.git`);
  const first = join(home, 'new', run);
  const path = join(home, 'workspaces', run, repo);
  git(mirror, 'worktree', 'add', '-q', '-b', `metawsm/${run}`, first);
  mkdirSync(dirname(path), { recursive: true });
  git(mirror, 'worktree', 'move', first, path);
  return path;
}

const identity = (who: string) => ({
  [`GIT_${who}_NAME`]: 'metawsm',
  [`GIT_${who}_EMAIL`]: 'metawsm@localhost',
});
