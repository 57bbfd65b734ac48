import { expect, test } from '@jest/globals';
import { FORBIDDEN_BY_DEFAULT, forbiddenBy } from '../../src/run/forbidden.js';

test.each([
  ['.env', true],
  ['web/.env', true],
  ['web/.env.local', true],
  ['.ENV', true],
  ['.env.example', false],
  ['deep/er/.env.sample', false],
  ['.environment', false],
  ['a.env', false],
  ['certs/server.pem', true],
  ['certs/server.pem.md', false],
  ['id_rsa', true],
  ['id_rsa.pub', false],
  ['line\nbreak.key', true],
  ['src/key.ts', false],
])('%j is forbidden by default: %s', (path, forbidden) => {
  expect(forbiddenBy(FORBIDDEN_BY_DEFAULT)(path)).toBe(forbidden);
});

test.each([
  ['secrets/*', 'secrets/a', true],
  ['secrets/*', 'secrets/a/b', false],
  ['secrets/**', 'secrets/a/b', true],
  ['/secrets/**', 'secrets/a', true],
  ['**/private/*', 'private/a', true],
  ['**/private/*', 'x/y/private/a', true],
  ['file.?s', 'x/file.ts', true],
  ['a+b(c).{x}', 'a+b(c).{x}', true],
  ['a+b', 'aab', false],
])('%s on %s: %s', (pattern, path, forbidden) => {
  expect(forbiddenBy([pattern])(path)).toBe(forbidden);
});

test('the later pattern wins', () => {
  expect(forbiddenBy(['*.pem', '!test/**', 'test/real.pem'])('test/sample.pem')).toBe(false);
  expect(forbiddenBy(['*.pem', '!test/**', 'test/real.pem'])('test/real.pem')).toBe(true);
});
