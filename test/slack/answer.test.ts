/** How one person is answered. */
import { expect, test } from '@jest/globals';
import { Answer } from '../../src/slack/answer.js';

test.each(['hunter2 is no address', 'https://bot:hunter2@example.invalid/x'])(
  'a `response_url` that nothing can be sent to stood in the log: %s',
  async (responseUrl) => {
    const lines: string[] = [];
    const voice = { ephemeral: () => ({}), whisper: async () => true };
    const log = { warn: (...line: unknown[]) => void lines.push(JSON.stringify(line)) };
    const ways = { ackSpeaks: true, responseUrl, channel: 'C1', user: 'U1' };
    await new Answer(ways, { voice, log: log as never }).say('hello' as never);
    expect(lines).toEqual([expect.stringContaining('the request failed: ')]);
    expect(lines.join()).not.toContain('hunter2');
  },
);
