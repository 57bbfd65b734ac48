/** Two repositories, and a home that many bots share one after another. */
import { join } from 'node:path';
import { makeRemote, makeRepo, temporary } from '../../fixtures/git-repos.js';

export const REPOS = ['api', 'cli'] as const;
export const SIZE = 2;

export type Ground = ReturnType<typeof makeGround>;

const FILES = 40;
const nameOf = (at: number) => `src/d${at % 6}/f${at}.txt`;

export function makeGround() {
  const root = temporary();
  const home = join(root, 'home');
  const content = {
    ...Object.fromEntries(
      Array.from({ length: FILES }, (_, at) => [nameOf(at), `file ${at}\n${'x'.repeat(200)}\n`]),
    ),
    '.gitignore': 'ignored\n',
    'run.sh': '#!/bin/sh\n',
  };
  const { clone, push } = makeRemote(join(root, 'api'), content);
  const cli = makeRepo(join(root, 'cli'), content);
  return {
    root,
    home,
    repos: { api: clone, cli },
    tree: (id: string, repo: string) => join(home, 'workspaces', id, repo),
    /** Somebody else moves the base of `api`. */
    pushed: (words: string) => void push({ 'news.txt': `${words}\n` }),
  };
}
