/** Repositories with as many files as wished, made in a second: by git's own import, without a checkout. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { git, makeRepo } from '../fixtures/git-repos.js';

const run = promisify(execFile);
const PER_FOLDER = 50;
const LINES = 40;

/** A repository on `main` with so many files of about two kilobytes. */
export function bigRepository(folder: string, files: number): string {
  makeRepo(folder);
  execFileSync('git', ['fast-import', '--quiet'], {
    cwd: folder,
    input: importOf(files),
    stdio: ['pipe', 'ignore', 'inherit'],
    maxBuffer: 1024,
  });
  return folder;
}

/** What bare git works with: a bare copy, from which it checks out at `path`, and takes that away again. */
export function bareGit(repository: string, folder: string) {
  const bare = join(folder, 'bare.git');
  git(folder, 'clone', '-q', '--bare', repository, bare);
  const ran = async (...args: string[]): Promise<void> => void (await run('git', args, { cwd: bare }));
  return {
    add: (path: string, settings: readonly string[] = []) =>
      ran(...settings, 'worktree', 'add', '-q', '--detach', path, 'main'),
    remove: (path: string) => ran('worktree', 'remove', '--force', path),
  };
}

function importOf(files: number): string {
  const parts = [
    `commit refs/heads/main\ncommitter Ada <ada@example.com> 1780000000 +0000\n${data('first')}`,
    `M 100644 inline README.md\n${data('# Measured\n')}`,
  ];
  for (let n = 1; n < files; n += 1) {
    const path = `packages/p${Math.floor(n / PER_FOLDER / 10)}/d${Math.floor(n / PER_FOLDER)}/file-${n}.txt`;
    parts.push(
      `M 100644 inline ${path}\n${data(`Line of file ${n}, as long as code lines are.\n`.repeat(LINES))}`,
    );
  }
  return `${parts.join('\n')}\n`;
}

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;
