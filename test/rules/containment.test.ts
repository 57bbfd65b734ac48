/** The scripts of examples/wrap, up to the words that they start the sandbox with. A journey tries bubblewrap itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeTemporary, temporary, write } from '../fixtures/git-repos.js';

/** Writes its words down, one a line, and the variables that it got. */
const RECORDER = '#!/bin/sh\n[ "$1" != rm ] || exit 0\nprintf "%s\\n" "$@" > "$RECORD"\n';

let root: string;
let home: string;
beforeEach(() => {
  root = temporary();
  home = join(root, 'home');
  write(root, { 'tools/bwrap': RECORDER, 'tools/docker': RECORDER, 'tools/podman': RECORDER });
  write(root, { 'user/.agent/login': 'x', 'home/bin/metawsm-ask': '#!/bin/sh\n' });
  for (const folder of [
    'repos/api.git/worktrees/r-1',
    'repos/api.git/objects',
    'repos/web.git/worktrees/r-2',
  ])
    mkdirSync(join(home, folder), { recursive: true });
  for (const folder of ['r-1/api', 'r-1/.merged/api', 'r-2/web'])
    mkdirSync(join(home, 'workspaces', folder), { recursive: true });
});
afterEach(removeTemporary);

interface Given {
  in?: string;
  env?: Record<string, string>;
}

/** What a script started, and what it said when it did not. */
function run(script: string, words: string[], given: Given = {}): { argv: string[]; said: string } {
  const record = join(root, 'argv');
  rmSync(record, { force: true });
  const { status, stderr } = spawnSync(resolve('examples/wrap', script), words, {
    cwd: given.in ?? join(home, 'workspaces/r-1/api'),
    encoding: 'utf8',
    env: {
      PATH: `${join(root, 'tools')}:/usr/bin:/bin`,
      HOME: join(root, 'user'),
      METAWSM_WORKSPACE: join(home, 'workspaces/r-1'),
      METAWSM_RUN_ID: 'r-1',
      RECORD: record,
      ...given.env,
    },
  });
  const argv = status === 0 ? readFileSync(record, 'utf8').trimEnd().split('\n') : [];
  return { argv, said: stderr };
}

/** What is shown of metawsm's home and the user's, as `path` or `path (read)`, in its order. */
function shown(argv: string[]): string[] {
  return argv.flatMap((word, at) => {
    if (['--bind', '--ro-bind', '--ro-bind-try'].includes(word))
      return told(argv[at + 2] ?? '', word !== '--bind');
    if (word !== '--volume') return [];
    const [, to = '', mode] = argv[at + 1]?.split(':') ?? [];
    return told(to, mode === 'ro');
  });
}

const told = (path: string, only: boolean): string[] =>
  path.startsWith(root) ? [`${path.slice(root.length + 1)}${only ? ' (read)' : ''}`] : [];

const SCRIPTS: [string, string[]][] = [
  ['bubblewrap.sh', []],
  ['container.sh', ['--image', 'agents']],
];

describe.each(SCRIPTS)('%s', (script, options) => {
  const start = (words: string[], given?: Given) => run(script, [...options, ...words], given);

  test('shows the workspace, the mirror to read, and nothing else of the home', () => {
    const { argv } = start(['--', 'agent', 'a b', '--read']);
    expect(shown(argv)).toEqual([
      'home/bin (read)',
      'home/workspaces/r-1',
      'home/workspaces/r-1/.home',
      'home/repos/api.git (read)',
      'home/repos/api.git/worktrees/r-1 (read)',
    ]);
    expect(argv.slice(-3)).toEqual(['agent', 'a b', '--read']);
    expect(argv).toContain(join(home, 'workspaces/r-1/api'));
  });

  test('shows what it is told to, in the HOME of the run', () => {
    const { argv } = start(['--write', '.agent/login', '--read', join(root, 'tools'), '--', 'agent']);
    expect(shown(argv)).toEqual(
      expect.arrayContaining(['home/workspaces/r-1/.home/.agent/login', 'tools (read)']),
    );
  });

  test('lets an agent commit, but write neither hooks nor configuration', () => {
    const writable = shown(start(['--commits', '--', 'agent']).argv).filter((path) => /api\.git/.test(path));
    expect(writable).toEqual([
      'home/repos/api.git (read)',
      ...(script === 'bubblewrap.sh' ? ['home/repos/api.git/worktrees/r-1 (read)'] : []),
      'home/repos/api.git/objects',
      'home/repos/api.git/refs/heads/metawsm',
      'home/repos/api.git/logs/refs/heads/metawsm',
      'home/repos/api.git/worktrees/r-1',
    ]);
  });

  test('shows a check on the merged result the repository that it is from', () => {
    const { argv } = start(['--', 'check'], { in: join(home, 'workspaces/r-1/.merged/api') });
    expect(shown(argv)).toContain('home/merge/api.git (read)');
  });

  test('shows an interviewer what it reads, and leaves it no HOME', () => {
    const reading = join(home, 'interviews/r-1-1/reading');
    mkdirSync(reading, { recursive: true });
    const env = { METAWSM_INTERVIEW: '1', METAWSM_WORKSPACE: reading };
    const { argv } = start(['--write', '.agent/login', '--', 'agent'], { in: reading, env });
    expect(shown(argv).filter((path) => path.includes('interviews'))).toEqual([
      'home/interviews/r-1-1/reading (read)',
    ]);
    expect(argv.join(' ')).toMatch(/HOME[= ]\/tmp/);
  });

  test.each([
    ['an option that it does not know', ['--raed', 'x', '--', 'a'], /--raed is none of/],
    ['a file that is not there', ['--read', '.ssh', '--', 'a'], /--read \.ssh: there is no/],
    ['options without an end', ['--commits'], /options end with --/],
  ])('refuses %s', (_what, words, why) => {
    expect(start(words).said).toMatch(why);
  });

  test('follows no link that a program of the run has put into its HOME', () => {
    mkdirSync(join(home, 'workspaces/r-1/.home'));
    symlinkSync(root, join(home, 'workspaces/r-1/.home/.agent'));
    expect(start(['--write', '.agent/login', '--', 'agent']).said).toMatch(/symbolic link/);
    rmSync(join(home, 'workspaces/r-1/.home'), { recursive: true });
    symlinkSync(root, join(home, 'workspaces/r-1/.home'));
    expect(start(['--', 'agent']).said).toMatch(/symbolic link/);
  });
});

test('container.sh passes variables on by name, so that no value is among the arguments', () => {
  const { argv } = run('container.sh', ['--image', 'agents', '--', 'agent'], {
    env: { API_KEY: 'hunter2hunter2' },
  });
  expect(argv.join(' ')).toMatch(/--env API_KEY /);
  expect(argv.join(' ')).not.toMatch(/hunter2/);
});

test('container.sh has podman hide what it would copy', () => {
  const words = ['--engine', 'podman', '--image', 'agents', '--', 'agent'];
  expect(run('container.sh', words).argv).toContain(`${join(home, 'repos/api.git/worktrees')}:notmpcopyup`);
});
