/** What an agent leaves in its worktree: all of it bears its run's id, so that whoever finds it later knows whose it is. */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Random } from '../../crash/random.js';
import { git, makeRepo, write } from '../../fixtures/git-repos.js';

/** In every one of them, so that a worktree that somebody else took away is noticed. */
export const markOf = (id: string) => `left-by-${id}`;

const DEEDS: Record<string, (path: string, mark: string) => void> = {
  ignored: (path, mark) => write(path, { ignored: mark, [`src/d1/${mark}`]: '' }),
  repository: (path, mark) => makeRepo(join(path, mark), { inner: mark }),
  secretly: (path, mark) => {
    const file = join(path, 'src/d2/f2.txt');
    const { size, atime, mtime } = statSync(file);
    writeFileSync(file, mark.padEnd(size, 'x'));
    utimesSync(file, atime, mtime);
  },
  modes: (path) => {
    chmodSync(join(path, 'run.sh'), 0o4777);
    chmodSync(join(path, 'src/d3'), 0o1777);
  },
  link: (path, mark) => {
    renameSync(join(path, 'src/d4'), join(path, `${mark}-moved`));
    symlinkSync(join(path, `${mark}-moved`), join(path, 'src/d4'));
  },
  doubled: (path, mark) =>
    linkSync(join(path, 'src/d5/f5.txt'), join(path, '..', `${mark}-in-${basename(path)}`)),
  shut: (path, mark) => {
    mkdirSync(join(path, 'src/d0', mark));
    chmodSync(join(path, 'src/d0', mark), 0);
  },
  flags: (path, mark) => {
    git(path, 'update-index', '--assume-unchanged', 'run.sh');
    git(path, 'update-index', '--skip-worktree', 'src/d1/f1.txt');
    writeFileSync(join(path, 'src/d1/f1.txt'), mark);
  },
  committed: (path, mark) => {
    git(path, 'rm', '-rq', '--cached', 'src/d5');
    git(path, 'commit', '-qm', mark);
  },
  merging: (path, mark) => {
    const admin = git(path, 'rev-parse', '--absolute-git-dir');
    write(admin, {
      MERGE_HEAD: readFileSync(join(admin, 'HEAD'), 'utf8'),
      MERGE_MSG: mark,
      'info/sparse-checkout': '/run.sh\n',
    });
    git(path, 'update-ref', 'refs/worktree/mine', 'HEAD');
  },
};

export function leaveBehind(path: string, id: string, random: Random): void {
  for (const deed of Object.values(DEEDS)) if (random.chance(0.4)) deed(path, markOf(id));
  writeFileSync(join(path, `${markOf(id)}.txt`), '');
}
