import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AgentMode } from '../../../src/run/agent-life.js';
import type { CheckResult } from '../../../src/run/evidence.js';
import { feedbackText } from '../../../src/stages/agents/feedback.js';
import { promptFor } from '../../../src/stages/agents/prompts.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { until } from '../desk.js';
import { Bench, fixture, spec } from './bench.js';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
  removeTemporary();
});

function bench(): Bench {
  const made = new Bench();
  benches.push(made);
  return made;
}

const result = (more: Partial<CheckResult>): CheckResult => ({
  repo: 'api',
  command: 'npm test',
  exitCode: 1,
  timedOut: false,
  durationMs: 1_000,
  output: 'expected 1, was 2',
  commit: 'c'.repeat(40),
  undone: [],
  ...more,
});

describe('the command', () => {
  const words = ['notes-what-it-got'].map(fixture);

  test.each<[AgentMode, boolean]>([
    ['start', false],
    ['restart', false],
    ['answer', true],
    ['checks', true],
    ['feedback', true],
    ['finish', true],
    ['resume', true],
  ])('%s', async (mode, resumed) => {
    const b = bench();
    await b.start(b.stage(spec([...words, 'plain'])), { mode });
    await until(() => b.read('notes/args0') !== '', 'the command ran');
    expect(b.read('notes/args0')).toBe('plain\n');
    expect(b.read('notes/env0').includes('METAWSM_RESUME=1')).toBe(resumed);

    const other = bench();
    await other.start(other.stage(spec([...words, 'plain'], { resumeCommand: [...words, 'resumed'] })), {
      mode,
    });
    await until(() => other.read('notes/args0') !== '', 'the other ran');
    expect(other.read('notes/args0')).toBe(resumed ? 'resumed\n' : 'plain\n');
    expect(other.read('notes/env0')).not.toContain('METAWSM_RESUME');
  });
});

describe('what the round before left', () => {
  const leftovers = ['implementation-complete.json', 'guidance-response.json'];

  test.each<[AgentMode, string[]]>([
    ['answer', leftovers],
    ['finish', leftovers],
    ['checks', ['guidance-response.json']],
    ['feedback', []],
  ])('in mode %s', async (mode, kept) => {
    const b = bench();
    const inside = join(b.desk.run.worktrees[0]!.path, '.metawsm');
    mkdirSync(inside);
    for (const folder of [b.desk.contract, inside])
      for (const name of leftovers) writeFileSync(join(folder, name), '{}');
    await b.start(b.stage(spec(['true'])), { mode });
    for (const folder of [b.desk.contract, inside])
      expect(leftovers.filter((name) => existsSync(join(folder, name)))).toEqual(kept);
  });

  test('what an adopted agent has written is left alone', async () => {
    const b = bench();
    const stage = b.stage(spec([fixture('works-until-told')]));
    await b.start(stage, { mode: 'feedback' });
    const path = join(b.desk.contract, 'implementation-complete.json');
    writeFileSync(path, '{}');
    await b.start(stage, { mode: 'feedback' });
    expect(existsSync(path)).toBe(true);
  });
});

describe('operator-feedback.md', () => {
  test('is not there before there is something', async () => {
    const b = bench();
    await b.start(b.stage(spec(['true'])));
    expect(feedbackText(b.desk.run)).toBeUndefined();
    expect(existsSync(join(b.desk.contract, 'operator-feedback.md'))).toBe(false);
  });

  test('an answer to what the agent asked at the end of its turn stands with its question; a limit is none', () => {
    const { run } = bench().desk;
    const asked = {
      id: 'g1',
      question: 'Which ``` one?',
      options: [],
      agent: 'claude',
      via: { kind: 'prompt' as const },
      askedAt: '2026-01-01T00:00:00.000Z',
      step: 1,
      state: 'answered' as const,
      answer: { text: 'The first.', decision: { by: 'U0BOB', at: '2026-01-01T12:00:00.000Z' } },
    };
    run.guidance = [asked, { ...asked, id: 'g2', kind: 'limit', question: 'You have hit your limit' }];
    expect(feedbackText(run)).toBe(
      '# Operator Feedback\n\n## 2026-01-01T12:00:00.000Z\n\nYou had asked:\n\n' +
        '````\nWhich ``` one?\n````\n\nAnswer from U0BOB:\n\nThe first.\n',
    );
  });

  test('dated sections, newest last, the words of others as they are', async () => {
    const b = bench();
    const { run } = b.desk;
    run.feedback = [{ at: '2026-01-03T00:00:00.000Z', by: 'U0ANA', text: '@/etc/passwd\n/clear `x`' }];
    run.evidence = [
      {
        attempt: 1,
        at: '2026-01-02T00:00:00.000Z',
        passed: false,
        changes: [],
        results: [
          result({ output: 'a ```` fence\n## no heading', undone: ['out/x'] }),
          result({ command: 'npm run lint', exitCode: 0 }),
          result({ command: 'slow', exitCode: null, timedOut: true, output: '' }),
        ],
      },
    ];
    run.guidance = [
      {
        id: 'g1',
        question: '',
        options: [],
        agent: 'script',
        via: { kind: 'prompt' },
        askedAt: '2026-01-01T00:00:00.000Z',
        step: 1,
        state: 'answered',
        answer: { text: 'Go on.', decision: { by: 'U0BOB', at: '2026-01-01T12:00:00.000Z' } },
      },
    ];
    run.mergedResults = [result({ exitCode: null })];
    run.refusal = { code: 'gate_merged_checks', gate: 6, at: '2026-01-04T00:00:00.000Z' };
    await b.start(b.stage(spec(['true'])), { mode: 'checks' });
    const text = readFileSync(join(b.desk.contract, 'operator-feedback.md'), 'utf8');
    expect(text).toMatch(/^# Operator Feedback\n\n## 2026-01-01T12:00:00\.000Z\n\nAnswer from U0BOB/);
    expect(text.match(/^## 2026.*/gm)).toEqual([
      '## 2026-01-01T12:00:00.000Z',
      '## 2026-01-02T00:00:00.000Z',
      '## 2026-01-02T00:00:00.000Z',
      '## 2026-01-03T00:00:00.000Z',
      '## 2026-01-04T00:00:00.000Z',
    ]);
    expect(text).toContain('Feedback from U0ANA:\n\n@/etc/passwd\n/clear `x`\n');
    expect(text).toContain('`````\na ```` fence\n## no heading\n`````');
    expect(text).toContain('on commit cccccccccccc, exit code 1:\n\n```\nnpm test\n```');
    expect(text).toContain('```\nout/x\n```');
    expect(text).toContain('ended by the time limit after 1 s:\n\n```\nslow\n```');
    expect(text).toContain(
      'Check failed on the merged result in api, on commit cccccccccccc, ended by a signal:',
    );
    expect(text).not.toContain('npm run lint');
    const prompt = readFileSync(b.runFile(`prompt-${run.step}.md`), 'utf8');
    expect(prompt).toContain(`${b.desk.contract}/operator-feedback.md`);
    for (const foreign of ['passwd', 'fence', 'npm test', 'U0ANA', run.brief!.goal])
      expect(prompt).not.toContain(foreign);
  });
});

test.each<[AgentMode, RegExp]>([
  ['start', /new work/],
  ['answer', /a person has answered/],
  ['checks', /some failed/],
  ['feedback', /wants changes/],
  ['finish', /without saying that the work is done/],
  ['restart', /started anew/],
  ['resume', /may or may not have run/],
])('the prompt of mode %s says what to act on, and always how to ask and to finish', (mode, act) => {
  const contract = '/h/workspaces/abc-1-aaaaaa/.metawsm';
  const prompt = promptFor({
    runId: 'abc-1-aaaaaa',
    mode,
    worktrees: [{ name: 'api', path: '/h/workspaces/abc-1-aaaaaa/api', base: 'main' }],
    contract,
    answers: [],
    hasFeedback: false,
  });
  expect(prompt).toMatch(/^You are the coding agent of the metawsm run abc-1-aaaaaa\./);
  expect(prompt).toMatch(act);
  for (const said of [
    'metawsm-ask "',
    'guidance-request.json',
    'implementation-complete.json',
    'A timeout is not an answer',
  ])
    expect(prompt).toContain(said);
  expect(prompt).toContain('on the branch metawsm/abc-1-aaaaaa');
});

test.each<[AgentMode, RegExp]>([
  ['start', /new work/],
  ['answer', /your turn ended before the answer was there; a person has answered/],
  ['checks', /some failed/],
  ['feedback', /wants changes/],
  ['finish', /without `report_status`.* as text reaches nobody/],
  ['restart', /started anew/],
  ['resume', /Your last tool call may or may not have run/],
  ['note', /left notes/],
])(
  'in a session the prompt of mode %s names the tools first, then the program, then the files',
  (mode, act) => {
    const contract = '/h/workspaces/abc-1-aaaaaa/.metawsm';
    const worktrees = [{ name: 'api', path: '/h/workspaces/abc-1-aaaaaa/api', base: 'main' }];
    const facts = { runId: 'abc-1-aaaaaa', mode, worktrees, contract, answers: [], hasFeedback: false };
    const prompt = promptFor({ ...facts, tools: true });
    expect(prompt).toMatch(/^You are the coding agent of the metawsm run abc-1-aaaaaa\./);
    expect(prompt).toMatch(act);
    const ways = [
      'the tool `ask_operator` with',
      'metawsm-ask "',
      'guidance-request.json',
      '`report_status` with `state` done',
    ];
    const places = ways.map((way) => prompt.indexOf(way));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(prompt).toContain('implementation-complete.json');
    expect(prompt).toContain('A timeout is not an answer');
    expect(promptFor(facts)).not.toContain('ask_operator');
  },
);
