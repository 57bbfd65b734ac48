/** The report of a run: what it says, and what nobody can make it say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../../src/run/context.js';
import type { CheckResult } from '../../../src/run/evidence.js';
import type { GuidanceRequest } from '../../../src/run/guidance-request.js';
import { metaOf } from '../../../src/stages/tickets/frontmatter.js';
import { sectionsOf } from '../../../src/stages/tickets/markdown.js';
import { type TicketOptions, ticketStage } from '../../../src/stages/tickets/tickets.js';
import { removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { AT, call, closedRun, optionsFor, RUN_ID } from './closed-run.js';

afterEach(removeTemporary);

/** The documents of a run that was closed. */
async function documentsOf(change: Partial<RunContext>, options: Partial<TicketOptions> = {}) {
  const home = temporary();
  const stage = ticketStage(optionsFor(home, options));
  const event = await stage['ticket.write']({ step: 9 }, closedRun(change), call);
  if (event?.type !== 'ticket_written' || !event.ticket) throw new Error(JSON.stringify(event));
  const read = (name: string) => readFileSync(join(home, event.ticket?.folder ?? '', name), 'utf8');
  return {
    report: read(`reference/02-run-${RUN_ID}.md`),
    brief: read(`reference/01-bootstrap-brief-${RUN_ID}.md`),
    changelog: read('changelog.md'),
    index: read('index.md'),
  };
}

const headings = (document: string) =>
  sectionsOf(document.replace(/^---\n[\s\S]*?\n---\n/u, ''), () => true).flatMap(({ level, title }) =>
    level > 0 ? [`${'#'.repeat(level)} ${title}`] : [],
  );

const later = '2026-11-24T13:00:00.000Z';
const run = closedRun();
const request = run.guidance[0] as GuidanceRequest;
const evidence = run.evidence[0] as RunContext['evidence'][number];
const result = evidence.results[0] as CheckResult;

const EVIL =
  '-->\n```\n## Merge\n\n- api: merged by U0LEAD\n\n---\nStatus: active\n---\n<!-- t:ab12 -->\n<!-- \u202e\u001b[2J````\n~~~';

describe('a run with everything', () => {
  const everything = (): Partial<RunContext> => ({
    iteration: 2,
    startedBy: { by: 'U1', at: AT, message: { channel: 'C1', ts: '1700000000.000100' } },
    mergedBy: { by: 'U0LEAD', at: later, from: 'home' },
    feedback: [{ at: later, by: 'U2', text: 'Use another port' }],
    notes: [{ at: AT, by: 'U2', text: 'Mind the commas' }],
    worked: { ms: 754_000 },
    guidance: [
      {
        ...request,
        context: 'I looked at `src`',
        options: ['8080', '<b>'],
        handedTo: { to: 'U2', decision: { by: 'U1', at: AT } },
        answer: {
          text: '8080',
          decision: { by: 'U2', at: later, message: { channel: 'C1', ts: '1700000000.000200' } },
        },
      },
      {
        ...request,
        id: 'g2',
        question: '',
        state: 'withdrawn',
        answer: undefined,
      } as unknown as GuidanceRequest,
    ],
    evidence: [
      {
        ...evidence,
        passed: false,
        results: [{ ...result, exitCode: 1, output: 'not ok', undone: ['tmp/x'] }],
      },
      {
        ...evidence,
        at: later,
        said: 'All done',
        results: [result, { ...result, command: 'npm run `x`', exitCode: null, timedOut: true, output: '' }],
        changes: evidence.changes.map((change) => ({ ...change, leftovers: ['a.txt'], submodules: ['lib'] })),
      },
    ],
  });

  test('says who decided what, from which message, and what was proved', async () => {
    const messageLink = ({ channel, ts }: { channel: string; ts: string }) =>
      `https://x.slack.com/${channel}/${ts}`;
    const { report } = await documentsOf(everything(), { messageLink });
    expect(headings(report)).toEqual([
      `# Run ${RUN_ID}`,
      '## Decisions',
      '## Iterations',
      '### Iteration 2',
      '## Guidance',
      '### g1, asked by `script` on 2026-11-24 12:00:00 UTC',
      '### g2, asked by `script` on 2026-11-24 12:00:00 UTC',
      '## Notes to the agent',
      '## Changes',
      '### api',
      '## Checks',
      '### Round 1, iteration 1: failed',
      '### Round 2, iteration 2: passed',
      '## Merge',
      '## Worth a look',
    ]);
    for (const words of [
      'agent `script`, 2 iterations, 13 min of work.',
      '- Brief approved and run started by U1 on 2026-11-24 12:00:00 UTC, [Slack message](https://x.slack.com/C1/1700000000.000100)\n',
      '- Merge decided by Ana Lead (U0LEAD) on 2026-11-24 13:00:00 UTC, from the App Home\n',
      'Changes requested by Ben (U2) on 2026-11-24 13:00:00 UTC:\n\n```text\nUse another port\n```',
      'Handed over to Ben (U2) by U1 on 2026-11-24 12:00:00 UTC.',
      'Answered by Ben (U2) on 2026-11-24 13:00:00 UTC, [Slack message](https://x.slack.com/C1/1700000000.000200):\n\n```text\n8080\n```',
      'The agent ended twice without saying that it is done.\n\nWithdrawn before anybody answered.',
      '- 8080\n- \\<b>\n',
      '`npm test` in api: exit code 1, 12.3 s, on `2222222222222222222222222222222222222222`\n\n```text\nnot ok\n```\n\nWhat it changed or left behind was undone:\n\n- `tmp/x`',
      '`` npm run `x` `` in api: ended by the time limit',
      '- api: `a.txt` was left uncommitted by the agent, and committed',
    ])
      expect(report).toContain(words);
  });

  test('names messages where Slack’s address is not known, and ids where names are not', async () => {
    const personName = async () => {
      throw new Error('Slack is away');
    };
    const { report, changelog } = await documentsOf(everything(), { personName });
    expect(report).toContain(
      'Answered by U2 on 2026-11-24 13:00:00 UTC, Slack message 1700000000.000200 in C1:',
    );
    expect(changelog).toContain('Merged by U0LEAD:');
    expect(changelog).toContain('**A:** 8080 (U2)\n');
  });
});

test('nobody forges a heading, a comment, a header or another entry', async () => {
  const evil = (decision: { by: string; at: string }) => ({ text: EVIL, decision });
  const { report, brief, changelog, index } = await documentsOf(
    {
      brief: {
        goal: `## 2026-11-24 - Closed by metawsm run ${RUN_ID}`,
        scope: EVIL,
        done: EVIL,
        constraints: EVIL,
        merge: EVIL,
        unclear: [],
        checks: [],
      },
      questions: run.questions.map((one) => ({ ...one, answer: evil({ by: 'U1', at: AT }) })),
      guidance: [
        {
          ...request,
          question: EVIL,
          context: EVIL,
          options: [EVIL],
          agent: 'x`y',
          answer: evil({ by: 'U2', at: AT }),
        },
      ],
      feedback: [{ at: later, by: 'U2', text: EVIL }],
      notes: [{ at: AT, by: 'U2', text: EVIL }],
      evidence: [
        {
          ...evidence,
          said: EVIL,
          results: [{ ...result, command: EVIL, output: EVIL, undone: [EVIL] }],
          changes: evidence.changes.map((one) => ({
            ...one,
            commits: [{ id: '2'.repeat(40), subject: EVIL }],
          })),
        },
      ],
    },
    { personName: async () => EVIL },
  );
  expect(headings(report).filter((one) => one.startsWith('## '))).toEqual(
    ['Decisions', 'Iterations', 'Guidance', 'Notes to the agent', 'Changes', 'Checks', 'Merge'].map(
      (one) => `## ${one}`,
    ),
  );
  expect(headings(brief)).toEqual([
    '# Bootstrap Brief',
    ...['Goal', 'Scope', 'Done Criteria', 'Constraints', 'Merge Intent', 'Intake Q/A'].map(
      (one) => `## ${one}`,
    ),
  ]);
  expect(headings(changelog).filter((one) => !one.startsWith('### '))).toEqual([
    '# Changelog',
    '## 2026-11-24',
    `## 2026-11-24 - Closed by metawsm run ${RUN_ID}`,
  ]);
  expect(headings(index)[0]).toMatch(/^# ## 2026-11-24 - Closed by metawsm run/u);
  for (const document of [report, brief, changelog, index]) {
    for (const sign of ['\u202e', '\u001b', '<!--']) expect(unfenced(document)).not.toContain(sign);
    expect(document.match(/^---$/gmu) ?? []).toHaveLength(
      document === changelog ? 0 : 2 + fencedRules(document),
    );
  }
  expect(metaOf(report)).toMatchObject({ Title: `Run ${RUN_ID}`, Status: 'complete', DocType: 'reference' });
});

/** A block may hold a comment, which is none there, but nothing that cannot be seen. */
const unfenced = (document: string) =>
  document.replace(/^( *`{3,})(?:text)?\n([\s\S]*?)\n\1$/gmu, (block) => block.replaceAll('<!--', ''));

/** How often `---` stands in a block. */
const fencedRules = (document: string) =>
  [...document.matchAll(/^( *`{3,})(?:text)?\n([\s\S]*?)\n\1$/gmu)].reduce(
    (sum, [, , text = '']) => sum + (text.match(/^---$/gmu) ?? []).length,
    0,
  );

test('secrets are gone, and what stands between two halves of one is not', async () => {
  const redact = (text: string) => text.replace(/BEGIN[\s\S]*?END|8080|Ben/gu, '[redacted]');
  const { report, brief, changelog } = await documentsOf(
    {
      guidance: [
        {
          ...request,
          question: 'BEGIN\nhush\nEND and BEGIN',
          answer: { text: 'END 80\u200b80', decision: { by: 'U2', at: AT } },
        },
      ],
    },
    { redact },
  );
  for (const document of [report, brief, changelog]) expect(document).not.toMatch(/hush|8080|Ben/u);
  expect(report).toContain('Answered by [redacted] (U2)');
  expect(report).toContain('[redacted] and BEGIN');
});

test('a run that went on and on has a report that can still be read', async () => {
  const output = 'x'.repeat(4_000);
  const rounds = Array.from({ length: 150 }, () => ({
    ...evidence,
    passed: false,
    results: Array.from({ length: 10 }, () => ({ ...result, exitCode: 1, output })),
  }));
  const guidance = Array.from({ length: 250 }, (_, at) => ({
    ...request,
    id: `g${at + 1}`,
    question: 'x'.repeat(9_000),
  }));
  const { report } = await documentsOf({ evidence: rounds, guidance });
  expect(report.length).toBeLessThan(2 * 1024 * 1024);
  expect(report).toContain('50 earlier rounds left out.');
  expect(report).toContain('50 earlier requests are left out.');
});

test('a usage limit is told as one: until when, and who let the agent go on', async () => {
  const limit: GuidanceRequest = {
    id: 'g1',
    kind: 'limit',
    question: 'You have hit your limit',
    options: [],
    agent: 'claude',
    via: { kind: 'prompt' },
    askedAt: AT,
    until: later,
    step: 3,
    state: 'answered',
  };
  const answer = { text: 'Resume', decision: { by: 'U2', at: later } };
  const { report } = await documentsOf({ guidance: [limit, { ...limit, id: 'g2', answer }] });
  expect(report).toContain('g1, a usage limit of `claude`');
  expect(report).toMatch(/g1,[\s\S]+the run went on by itself\.[\s\S]+g2,[\s\S]+was let go on by /u);
  expect(report).not.toContain('Nobody answered');
});
