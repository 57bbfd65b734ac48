/** What was found in a commit is read once. */
import { expect, test } from '@jest/globals';
import type { Findings } from '../../../src/stages/workspace/detect/detect.js';
import { KnownFindings } from '../../../src/stages/workspace/detect/known.js';

const finds = (command: string): Findings => ({ detected: [command], areas: [] });

test('each commit of each mirror is looked at once, also by runs that begin together', async () => {
  const known = new KnownFindings();
  const looked: string[] = [];
  const at = (mirror: string, commit: string) =>
    known.at(mirror, commit, async () => {
      looked.push(`${mirror} ${commit}`);
      return finds(`make ${commit}`);
    });
  const [one, same] = await Promise.all([at('api', 'c1'), at('api', 'c1')]);
  expect([one.detected, same.detected]).toEqual([['make c1'], ['make c1']]);
  await at('web', 'c1');
  expect((await at('api', 'c2')).detected).toEqual(['make c2']);
  expect((await at('api', 'c2')).detected).toEqual(['make c2']);
  expect(looked).toEqual(['api c1', 'web c1', 'api c2']);
});

test('a look that failed is not remembered', async () => {
  const known = new KnownFindings();
  await expect(known.at('api', 'c1', () => Promise.reject(new Error('no git')))).rejects.toThrow('no git');
  expect((await known.at('api', 'c1', async () => finds('make'))).detected).toEqual(['make']);
});
