/** The sample repositories: for each a bare one that stands for the host, and a clone of it. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitIn } from '../../shell/git.js';

export const SAMPLES = ['hello', 'site'] as const;

/** The command that is run in each before a merge. */
export const SAMPLE_CHECKS = { hello: 'npm test', site: 'npm run check' } as const satisfies Record<
  (typeof SAMPLES)[number],
  string
>;

const AUTHOR = { name: 'The playground', email: 'playground@localhost' };

/** Makes those that are not there yet. Throws `GitError`. */
export async function makeSampleRepos(root: string): Promise<void> {
  await Promise.all(SAMPLES.map((name) => makeSample(root, name)));
}

export const remoteOfSample = (root: string, name: string): string => join(root, 'remotes', `${name}.git`);

async function makeSample(root: string, name: string): Promise<void> {
  const clone = join(root, name);
  const remote = remoteOfSample(root, name);
  // the remote is pushed to last, and then everything is there
  if (existsSync(join(remote, 'refs', 'heads', 'main'))) return;
  cpSync(fileURLToPath(new URL(`./samples/${name}`, import.meta.url)), clone, { recursive: true });
  mkdirSync(remote, { recursive: true });
  const git = gitIn({ gitDir: join(clone, '.git'), workTree: clone, config: 'own' }, AUTHOR);
  await gitIn({ gitDir: remote, config: 'own' })(['init', '--quiet', '--bare', '--initial-branch=main']);
  await git(['init', '--quiet', '--initial-branch=main']);
  await git(['add', '--all']);
  await git(['commit', '--quiet', '--allow-empty', '--message', `feat: the first version of ${name}`]);
  await git(['config', 'remote.origin.url', remote]);
  await git(['config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*']);
  await git(['push', '--quiet', '--set-upstream', 'origin', 'main']);
}
