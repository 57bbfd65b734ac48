import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../src/run/views.js';
import { CHOOSE_LABEL, labelOf, mergeDialog } from '../../../src/slack/messages/labels.js';
import { draw } from '../../../src/slack/views/draw.js';
import { change, merge, summary } from '../sample-views.js';

test('the labels are the ones that the documentation names', () => {
  const labels: [Action, string][] = [
    [{ do: 'answer', target: 'q1', text: 'none' }, 'none'],
    [{ do: 'write_answer', target: 'q1' }, 'Write an answer\u2026'],
    [{ do: 'use_as_is', target: 'q1' }, 'Use it as is'],
    [{ do: 'answer_all' }, 'Answer all in one form'],
    [{ do: 'start' }, 'Start run'],
    [{ do: 'edit_brief' }, 'Edit brief'],
    [{ do: 'cancel' }, 'Cancel'],
    [{ do: 'stop' }, 'Stop'],
    [{ do: 'restart' }, 'Restart'],
    [{ do: 'request_changes' }, 'Request changes'],
    [{ do: 'merge', retry: false }, 'Merge & close'],
    [{ do: 'merge', retry: true }, 'Retry'],
  ];
  for (const [action, label] of labels) expect(labelOf(action)).toBe(label);
  expect(CHOOSE_LABEL).toBe('Choose\u2026');
});

describe('the dialog before a merge', () => {
  const dialogOf = (view: ReturnType<typeof summary>) => mergeDialog(view, false).text;

  test('says what will be merged where', () => {
    const view = summary({
      repos: [
        { name: 'api', base: 'main' },
        { name: 'web', base: 'develop' },
      ],
    });
    view.evidence.changes = [change(), change({ name: 'web', commits: [] })];
    expect(dialogOf(view)).toBe(
      'Merges api (1 commit) into main, web (0 commits) into develop. Then the ticket is closed and the workspace is removed.',
    );
  });

  test('begins with a change to what a check runs', () => {
    const view = summary();
    view.evidence.changes = [change({ checkDefinitions: ['package.json', 'Makefile'] })];
    expect(dialogOf(view)).toMatch(
      /^Careful, this changes what a check runs: package\.json \(api\), Makefile \(api\)\. Merges/u,
    );
  });

  test('says how, and first which working tree is moved forward', () => {
    const view = summary({
      repos: [
        { name: 'api', base: 'main' },
        { name: 'cli', base: 'main' },
      ],
    });
    view.evidence.changes = [
      change({ checkDefinitions: ['package.json'], into: { method: 'squash', remote: true } }),
      change({ name: 'cli', into: { method: 'merge', remote: false, checkedOut: '/home/ana/cli' } }),
    ];
    expect(dialogOf(view)).toBe(
      'Careful, this changes what a check runs: package.json (api). Merges cli (1 commit, merge) into main, checked out in /home/ana/cli, which is moved forward, api (1 commit, squash) into main. Then the ticket is closed and the workspace is removed.',
    );
    const refused = { state: 'refused' as const, code: 'base_checked_out', remote: false };
    view.merges = [merge({ ...refused, checkedOut: '/srv/api' })];
    expect(dialogOf(view)).toContain(
      'api (1 commit, squash) into main, checked out in /srv/api, which is moved',
    );
  });

  test('a tree that the ticket’s documents move forward is named, once', () => {
    const view = summary({
      ticketCheckout: { repo: 'docs', branch: 'main', tree: `/srv/${'x'.repeat(200)}/docs` },
    });
    const words = dialogOf(view);
    expect(words).toMatch(
      /Then the ticket is closed by a commit to main of docs, checked out in …x+\/docs, which is moved forward, and/u,
    );
    expect(words.length).toBeLessThanOrEqual(300);
    expect(dialogOf(summary())).toMatch(/Then the ticket is closed and the workspace is removed\.$/u);
  });

  test('at a retry names what is merged already', () => {
    const view = summary({
      repos: [
        { name: 'api', base: 'main' },
        { name: 'web', base: 'main' },
      ],
      merges: [merge()],
    });
    expect(mergeDialog(view, true)).toMatchObject({ title: 'Retry: ABC-12?', confirm: 'Retry' });
    expect(mergeDialog(view, true).text).toMatch(/^Merged already: api\. Merges web/u);
  });

  test('fits, however long the names are', () => {
    const view = summary({
      repos: Array.from({ length: 30 }, (_, at) => ({ name: `repository${at}`, base: 'main' })),
    });
    view.evidence.changes = [
      change({ checkDefinitions: Array.from({ length: 40 }, (_, at) => `ci/${at}.yml`) }),
    ];
    expect(dialogOf(view).length).toBeLessThanOrEqual(300);
    expect(dialogOf(view)).toMatch(/workspace is removed\.$/u);
    expect(JSON.stringify(draw(view).blocks)).toContain('Then the ticket is closed');
  });
});
