import { expect, test } from '@jest/globals';
import { GitError } from '../../../src/shell/git.js';
import { faultOf, Unfit } from '../../../src/stages/workspace/unfit.js';

const redact = (text: string) => text.replaceAll('hunter22', '•••');

test('git’s words are told without passwords and secrets, and only their end', () => {
  const words = `${'x'.repeat(2_000)}\nfatal: no Password for 'https://bot:pw@example.com/x' hunter22\n`;
  const fault = faultOf(new GitError(['fetch'], 128, words), 'api', 'repository_unreachable', redact);
  expect(fault).toMatchObject({ code: 'repository_unreachable', repo: 'api' });
  expect(fault.detail).toHaveLength(1_000);
  expect(fault.detail).toMatch(/^…x+\nfatal: no Password for 'https:\/\/example\.com\/x' •••$/);
});

test('an address in a fault of ours loses its password too', () => {
  const { code, detail } = faultOf(
    new Unfit('repository_empty', 'ssh://bot:pw@host/x'),
    'api',
    'preparation_failed',
    redact,
  );
  expect([code, detail]).toEqual(['repository_empty', 'ssh://host/x']);
  const several = new Unfit('repository_empty', 'https://bot:p@ss@w@host/x@y');
  expect(faultOf(several, 'api', 'preparation_failed', redact).detail).toBe('https://host/x@y');
});
