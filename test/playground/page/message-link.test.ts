/** Permalinks of the workspace. */
import { expect, test } from '@jest/globals';
import { linkedMessage } from '../../../src/playground/page/text/message-link.js';

test('a permalink names its message, and the thread of a reply', () => {
  expect(linkedMessage('https://metawsm.slack.com/archives/C3N9/p1795691838899000')).toEqual({
    channel: 'C3N9',
    ts: '1795691838.899000',
  });
  expect(
    linkedMessage(
      'https://metawsm.slack.com/archives/D3/p1795691839000001?thread_ts=1795691838.899000&cid=D3',
    ),
  ).toEqual({ channel: 'D3', ts: '1795691839.000001', thread: '1795691838.899000' });
});

test.each([
  'https://slack.com.example.org/archives/C3N9/p1795691838899000',
  'https://metawsm.slack.com/archives/C3N9',
  'https://metawsm.slack.com/archives/C3N9/p17956918',
  'javascript:alert(1)',
  'C3N9',
])('%s is an address like any other', (href) => {
  expect(linkedMessage(href)).toBeUndefined();
});
