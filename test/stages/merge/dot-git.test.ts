import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { commit, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { mergeAll, optionsFor, readyRun, withRemote } from './ready-run.js';

afterEach(removeTemporary);

test('a folder that only macOS takes for `.git` was merged, with hooks in it', async () => {
  const home = temporary();
  const repo = await withRemote(home, 'api');
  commit(repo.tree, { [join('.g\u200cit', 'hooks', 'post-checkout')]: '#!/bin/sh\n' });
  const { built } = await mergeAll(optionsFor(home, [repo]), readyRun([repo]));
  expect(built).toMatchObject({ type: 'merge_refused', gate: 7, fault: { code: 'gate_forbidden' } });
});
