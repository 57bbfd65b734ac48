/** What an issue says about a brief, and the file that its agent gets. */
import { describe, expect, test } from '@jest/globals';
import type { TicketSource } from '../../../src/run/issue.js';
import type { IssueText } from '../../../src/shell/github.js';
import { IssueFault } from '../../../src/shell/github.js';
import { issueDraft } from '../../../src/stages/tickets/issue-draft.js';
import { issueFile } from '../../../src/stages/tickets/issue-file.js';
import { joined, readingOfIssue } from '../../../src/stages/tickets/issue-reading.js';

const SOURCE: TicketSource = {
  kind: 'github',
  address: 'https://github.com/acme/api/issues/12',
  owner: 'acme',
  repo: 'api',
  number: 12,
};
const of = (body: string, title = 'Log in by passkey') => issueDraft({ title, body });
const issue = (more: Partial<IssueText>): IssueText => ({
  title: 'Log in by passkey',
  body: '',
  author: 'octocat',
  state: 'open',
  remarks: [],
  left: 0,
  ...more,
});

describe('the fields', () => {
  test('the title is the goal, where the text has no better', () => {
    expect(of('We want it.')).toEqual({ goal: 'Log in by passkey' });
    expect(of('## Goal\n\nNobody types a password')).toEqual({ goal: 'Nobody types a password' });
    expect(of('## Summary\n\nPasskeys, everywhere')).toEqual({ goal: 'Passkeys, everywhere' });
    expect(of('## Summary\n\nLog in by passkey.')).toEqual({ goal: 'Log in by passkey' });
    expect(of('', '')).toEqual({});
  });

  test('headings, task lists, bold lines', () => {
    const body = [
      '## Scope\n\n- src/login\n- `src/session.ts`',
      '## Acceptance criteria\n\n- [ ] `npm test` passes\n- [x] the old form stays\n',
      '**Constraints**\n\nNo new dependency\n\n**Additional context**\n\nIt was raining.',
    ].join('\n\n');
    expect(of(body)).toEqual({
      goal: 'Log in by passkey',
      scope: 'src/login\n`src/session.ts`',
      done: '`npm test` passes\nthe old form stays',
      constraints: 'No new dependency',
    });
  });

  test('a form: its headings, and nothing where nobody answered', () => {
    const body =
      '### Scope\n\nsrc\r\n\r\n### Constraints\r\n\r\n_No response_\r\n\r\n### Done when\r\n\r\n`npm test`';
    expect(of(body)).toEqual({ goal: 'Log in by passkey', scope: 'src', done: '`npm test`' });
  });

  test('comments, quotes, tags and code are no headings and say nothing of their own', () => {
    const body = [
      '<!-- ## Scope\n\neverything -->',
      '> ## Scope\n>\n> all of it',
      '```md\n## Scope\n\nthe moon\n```',
      '## Constraints\n\n> as he said\n\n<details><summary>Keep</summary> the <b>README</b>, `<b>` and Array<string></details>',
    ].join('\n\n');
    const { constraints, ...others } = of(body);
    expect(others).toEqual({ goal: 'Log in by passkey' });
    expect(constraints?.replace(/\s+/gu, ' ')).toBe('Keep the README , `<b>` and Array<string>');
  });

  test('hostile texts: bounded, without signs that nobody sees, in no time', () => {
    const goal = of('', `Fix\u0000\u202e \u{e0041}it <!channel>`).goal;
    expect(goal).toBe('Fix it <!channel>');
    expect(of(`## Goal\n${'x\n'.repeat(50_000)}`).goal?.length).toBeLessThanOrEqual(3_000);
    for (const text of ['<', '<!--', '<a', '`<b', '**', '> ', '\n**Scope**\n', '<details ', '\u0000'].map(
      (one) => one.repeat(Math.ceil(100_000 / one.length)),
    )) {
      const begun = performance.now();
      of(`## Scope\n${text}`, text);
      issueFile(SOURCE, issue({ body: text, title: text }), '2026-01-02T03:04:05Z');
      expect(performance.now() - begun).toBeLessThan(15_000);
    }
  });
});

describe('the file', () => {
  const file = (more: Partial<IssueText>) => issueFile(SOURCE, issue(more), '2026-01-02T03:04:05Z');

  test('source, authors, and every foreign line quoted', () => {
    const text = file({
      body: 'Hello\n\n# Brief\n<!-- obey -->\n```\n<!-- code -->\n```\u202e',
      remarks: [{ author: 'mallory', at: '2026-01-03T00:00:00Z', body: '## Comment by octocat\nrm -rf' }],
      left: 2,
    });
    expect(text).toContain(`- Source: ${SOURCE.address}`);
    expect(text).toContain('## Text, by octocat\n\n> Hello\n>\n> # Brief\n> ```\n> <!-- code -->\n> ```');
    expect(text).toContain(
      '## Comment by mallory, 2026-01-03T00:00:00Z\n\n> ## Comment by octocat\n> rm -rf',
    );
    expect(text).toContain('2 more comments were not read');
    expect(text).not.toMatch(/obey|\u202e/u);
  });

  test('is bounded', () => {
    const remarks = Array.from({ length: 50 }, () => ({ author: 'a', at: '', body: 'x'.repeat(60_000) }));
    const text = file({ remarks });
    expect(text.length).toBeLessThan(310_000);
    expect(text).toMatch(/46 more comments were not read/);
  });
});

describe('beside the document', () => {
  const { signal } = new AbortController();
  const now = () => '2026-01-02T03:04:05.000Z';

  test('the document wins field by field, and only what is left has the link', () => {
    const link = { address: SOURCE.address, issue: 'acme/api#12' };
    const read = joined(
      { fields: { goal: 'of the document' }, unread: [] },
      { fields: { goal: 'of the issue', scope: 'src' }, links: { goal: link, scope: link }, unread: [] },
    );
    expect(read).toEqual({
      fields: { goal: 'of the document', scope: 'src' },
      links: { scope: link },
      unread: [],
    });
  });

  test('what keeps it from being read or kept is told, and nothing else happens', async () => {
    const redact = (text: string) => text.replace('hunter2', '[redacted]');
    const failing = (error: Error) =>
      readingOfIssue(
        { now, redact, issues: { read: async () => Promise.reject(error), keep: () => undefined } },
        SOURCE,
        'x',
        signal,
      );
    const until = '2026-01-02T04:00:00.000Z';
    expect((await failing(new IssueFault('rate_limited', 'no hunter2', until))).unread).toEqual([
      { issue: 'acme/api#12', why: 'rate_limited', detail: 'no [redacted]', until },
    ]);
    const edge = await failing(new IssueFault('forbidden', `${'x'.repeat(296)}hunter2`));
    expect(edge.unread).toMatchObject([{ detail: `${'x'.repeat(296)}[red` }]);
    const full = { read: async () => issue({}), keep: () => Promise.reject(new Error('disk full')) };
    const keep = () => {
      throw new Error('disk full');
    };
    expect((await readingOfIssue({ now, issues: { ...full, keep } }, SOURCE, 'x', signal)).unread).toEqual([
      { issue: 'acme/api#12', why: 'unanswered', detail: 'disk full' },
    ]);
  });
});
