import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { copyIn } from '../../../src/stages/workspace/copy.js';
import { removeTemporary, temporary, write } from '../../fixtures/git-repos.js';

afterEach(removeTemporary);

test('a link that a repository brought let `copy` make folders outside of the worktree', async () => {
  const root = temporary();
  const worktree = join(root, 'tree');
  write(root, { 'files/link/new/x.env': 'x', 'outside/kept': '' });
  mkdirSync(worktree);
  symlinkSync(join(root, 'outside'), join(worktree, 'link'));
  await expect(copyIn(join(root, 'files'), worktree, 'link/new/x.env')).rejects.toThrow('leads out of');
  expect(existsSync(join(root, 'outside', 'new'))).toBe(false);
});
