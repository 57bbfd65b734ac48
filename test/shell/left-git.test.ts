import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { endLeftGit } from '../../src/shell/git.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';

afterEach(removeTemporary);

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a git that outlived its killed bot raced with that of the next one', async () => {
  const [home, other] = [temporary(), temporary()];
  const start = (of: string) =>
    spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env: { METAWSM_GIT_OF: of } });
  const [left, foreign] = [start(home), start(other)];
  await Promise.all([once(left, 'spawn'), once(foreign, 'spawn')]);
  const ended = once(left, 'exit');
  await endLeftGit(home);
  await ended;
  expect(foreign.exitCode ?? foreign.signalCode).toBe(null);
  foreign.kill('SIGKILL');
  await once(foreign, 'exit');
});
