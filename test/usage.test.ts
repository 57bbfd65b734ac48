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
  expect(told).toMatchObject({ isFault: true, words: expect.stringContaining('does not know `--config`') });
});

test.each<[string[], object]>([
  [['doctor'], { json: false }],
  [['doctor', '--json', '--channel', 'C0123'], { json: true, channel: 'C0123' }],
  [['doctor', '--channel=U0123'], { json: false, channel: 'U0123' }],
])('%j sends the doctor', (words, doctor) => {
  expect(usageFor(words)).toEqual({ doctor });
});

test.each([
  [['doctor', '--channel'], 'needs the id of a channel'],
  [['doctor', '--channel', '#general'], '`#general` is none'],
  [['doctor', '--jsn'], 'does not know `--jsn`'],
  [['doctor', 'now'], 'does not know `now`'],
])('%j is refused', (words, why) => {
  expect(usageFor(words)).toMatchObject({ isFault: true, words: expect.stringContaining(why) });
});

test('the doctor’s own help is the same', () => {
  expect(usageFor(['doctor', '--help'])).toEqual({ words: USAGE, isFault: false });
});
