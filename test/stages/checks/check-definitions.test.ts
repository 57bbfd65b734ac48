import { expect, test } from '@jest/globals';
import { isCheckDefinition } from '../../../src/stages/checks/check-definitions.js';

const plan = (...argv: string[]) => ({
  repo: 'api',
  command: argv.join(' '),
  argv,
  source: 'configured' as const,
});

test.each([
  ['package.json', ['npm', 'test'], true],
  ['web/package.json', ['npm', 'test'], true],
  ['Makefile', ['make', 'check'], true],
  ['.github/workflows/ci.yml', ['npm', 'test'], true],
  ['scripts/smoke.sh', ['./scripts/smoke.sh', '--fast'], true],
  ['check.sh', ['sh', 'check.sh'], true],
  ['src/greet.ts', ['npm', 'test'], false],
  ['GREETING.md', ['test', '-s', 'GREETING.md'], false],
  ['notes.txt', ['grep', '-q', 'done', 'notes.txt'], false],
])('%s, checked by %j: %s', (path, argv, defines) => {
  expect(isCheckDefinition(path, [plan(...argv)])).toBe(defines);
});
