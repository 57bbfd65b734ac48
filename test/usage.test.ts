/** What stands after the program's name. */
import { expect, test } from '@jest/globals';
import { USAGE, usageFor } from '../src/usage.js';

test('nothing after the name starts the bot', () => {
  expect(usageFor([])).toBeUndefined();
});

test.each(['--help', '-h', 'help'])('%s shows what there is, and is no fault', (word) => {
  expect(usageFor([word])).toEqual({ words: USAGE, isFault: false });
});

test('anything else is refused with its name', () => {
  const told = usageFor(['--config', 'a.yml']);
  expect(told?.isFault).toBe(true);
  expect(told?.words).toContain('does not know `--config`');
});
