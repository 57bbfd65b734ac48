import { expect, test } from '@jest/globals';
import { createRedactor } from '../../src/redact.js';
import { outgoing } from '../../src/slack/outgoing.js';
import { opens } from './sample-views.js';

const redact = createRedactor({ env: { NPM_TOKEN: 'npm-s3cr3t_0815-4711' } });

test('a secret in the address that an agent names was in the button that opens it', () => {
  const drawn = JSON.stringify(outgoing(opens('https://evil.example/?k=npm-s3cr3t_0815-4711'), redact));
  expect(drawn).not.toContain('s3cr3t');
  expect(drawn).toContain('https://evil.example/?k=[redacted]');
  expect(drawn).not.toContain('"url"');
});

test('where an address is too long to be shown whole, half of a secret was left at the cut', () => {
  const address = `https://evil.example/${'x'.repeat(1_222)}npm-s3cr3t_0815-4711${'y'.repeat(3_000)}`;
  expect(JSON.stringify(outgoing(opens(address), redact))).not.toMatch(/npm-s3|4711/);
});

test('an address without secrets is opened by its button', () => {
  expect(JSON.stringify(outgoing(opens('https://login.example/a'), redact))).toContain(
    '"url":"https://login.example/a"',
  );
});
