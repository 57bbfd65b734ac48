/** The change of a merged commit, as the page shows it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GitError, gitIn } from '../../shell/git.js';

const MOST_BYTES = 512 * 1024;
/** A text that is cut ends before the character that would not fit. */
const LONGEST_CHARACTER = 4;
const CUT = '@@ The rest is left out: the change is longer than this page shows. @@';

/**
 * What `git show` prints of a commit, for a merge the change against the base that it was merged into; read from the
 * bot's own repository, which no agent writes to. undefined where there is no such repository or commit.
 */
export async function diffOf(
  botHome: string,
  repos: readonly string[],
  repo: string,
  commit: string,
): Promise<string | undefined> {
  if (!repos.includes(repo) || !/^[0-9a-f]{7,40}$/u.test(commit)) return undefined;
  const gitDir = join(botHome, 'merge', `${repo}.git`);
  if (!existsSync(gitDir)) return undefined;
  const safe = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-show-signature', '--no-notes'];
  const git = gitIn({ gitDir, config: 'own' });
  try {
    const shape = ['--stat', '--patch', '--diff-merges=first-parent', '--end-of-options'];
    const { stdout } = await git(['show', ...safe, ...shape, `${commit}^{commit}`], {
      headBytes: MOST_BYTES,
      timeoutMs: 10_000,
    });
    return Buffer.byteLength(stdout) < MOST_BYTES - LONGEST_CHARACTER ? stdout : `${stdout}\n${CUT}`;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
