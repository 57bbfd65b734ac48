import { expect, test } from '@jest/globals';
import type { UnreadFile } from '../../../src/run/evidence.js';
import { asking, soFar } from '../../../src/slack/messages/question.js';
import { unreadLines } from '../../../src/slack/messages/unread.js';
import { DETAILS } from '../../../src/slack/messages/words.js';

const [DETAIL] = DETAILS;

test('which documents were not read, why, and what to do', () => {
  const [lead, files] = unreadLines(
    'ABC-12',
    [
      { path: 'a/ABC-12--x', why: 'claimed_twice' },
      { path: 'a/index.md', why: 'no_header' },
      { path: 'docs/ttmp', why: 'unreachable', detail: 'fatal: no `route` to <!channel>.\n' },
      { path: 'b', why: 'link' },
    ],
    { rows: 3 },
  );
  expect(lead.text).toBe(
    'The document of ticket ABC-12 was not read, so the brief begins without it. Nothing in it was changed.',
  );
  expect(files?.text.split('\n')).toEqual([
    '• `a/ABC-12--x`: more than one folder claims this ticket; keep one, or give the others their own `Ticket`.',
    '• `a/index.md`: its frontmatter, the lines between the two `---`, is missing, cannot be read or is longer than 16 KB.',
    '• `docs/ttmp`: it could not be reached: fatal: no `route` to &lt;\u2060!channel&gt;.',
    '… and 1 more.',
  ]);
});

test('which issue was not read, why, and who can mend it', () => {
  const of = (...unread: UnreadFile[]) => unreadLines('api-12', unread, { rows: 3 }).map((line) => line.text);
  const issue = 'acme/api#12';
  expect(of({ issue, why: 'forbidden', detail: 'needs <!here> `SSO`.' })).toEqual([
    'The issue of ticket api-12 was not read, so the brief begins without it. What it would have said is asked here.',
    '• `acme/api#12`: GitHub refused to show it to me: needs &lt;\u2060!here&gt; `SSO`. The token needs the right to read issues there, and the organisation’s consent where it asks for one.',
  ]);
  expect(of({ issue, why: 'rate_limited', until: '2030-01-01T00:00:00.000Z' })[1]).toMatch(
    /no more requests before <!date\^1893456000\^.*>; use the command again then\.$/u,
  );
  expect(of({ issue, why: 'rate_limited' })[1]).toMatch(/for now; use the command again in an hour\.$/u);
  expect(of({ issue, why: 'gone' }, { path: 'a', why: 'link' })[0]).toBe(
    'The document and the issue of ticket api-12 were not read, so the brief begins without them. Nothing in the document was changed.',
  );
});

test('a question about what the ticket says names the ticket, and shows it', () => {
  const question = { id: 'q1', field: 'goal', lack: 'vague', suggestions: [] } as const;
  const asked = { ...question, suggestions: [], ticketSays: 'fix <!here>\nnow' };
  expect(asking(asked).text).toMatch(
    /^What the ticket says is too vague to work from: it does not say which part/u,
  );
  expect(soFar(asked, DETAIL!)?.text).toBe('The ticket says:\n>fix &lt;\u2060!here&gt;\n>now');
  expect(asking({ ...question, suggestions: [] }).text).toMatch(/^What is there so far is too vague/u);
  expect(soFar({ ...question, suggestions: [] }, DETAIL!)).toBeUndefined();
});
