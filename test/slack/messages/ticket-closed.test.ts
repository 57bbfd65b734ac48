import { expect, test } from '@jest/globals';
import { ticketLines } from '../../../src/slack/messages/ticket-closed.js';
import { unreadLines } from '../../../src/slack/messages/unread.js';

const texts = (...given: Parameters<typeof ticketLines>) => ticketLines(...given).map(({ text }) => text);
const folder = 'docs/ttmp/2026/01/02/ABC-12--x';

test('where the documents are', () => {
  expect(texts(undefined, { rows: 3 })).toEqual([]);
  expect(texts({ folder, repo: 'docs' }, { rows: 3 })).toEqual([
    `Its documents, with the run’s report, are in \`${folder}\` of \`docs\`.`,
  ]);
});

test('what is still open, as many as there is room for', () => {
  const openTasks = { count: 9, first: ['Mend <!here>', 'two', 'three'] };
  expect(texts({ folder, openTasks }, { rows: 2 })[1]?.split('\n')).toEqual([
    '9 tasks in `tasks.md` are still open; I tick none, so tick what is done:',
    '• Mend &lt;\u2060!here&gt;',
    '• two',
    '… and 7 more.',
  ]);
  expect(texts({ folder, openTasks: { count: 1, first: ['one'] } }, { rows: 2 })[1]).toMatch(
    /^1 task in `tasks.md` is still open/u,
  );
});

test('a repository that names another folder', () => {
  const unread = [{ path: '.ttmp.yaml', why: 'other_root', detail: 'planning' }] as const;
  expect(unreadLines('ABC-12', unread, { rows: 3 })[1]?.text).toBe(
    '• `.ttmp.yaml`: it names another folder for the documents than `tickets.root` of `metawsm.yml`, where I found no such ticket; make the two agree, or closing the run begins a second tree. It names: planning.',
  );
});
