/** What the turns of the real agents come to. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountOf } from '../../../../src/stages/agents/acp/account.js';
import { Progress } from '../../../../src/stages/agents/acp/progress.js';
import { cpuMsOf } from '../../../cpu-time.js';
import { TURNS } from './samples.js';

const AT = '2026-11-26T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();

function played(name: string, progress = new Progress()): Progress {
  for (const one of TURNS[name]!) 'result' in one ? progress.turnEnded(one.result) : progress.hear(one, AT);
  return progress;
}
const logOf = (name: string) =>
  TURNS[name]!.reduce((log, one) => log + (accountOf(one, log === '' || log.endsWith('\n')) ?? ''), '');

describe('turns of the real agents', () => {
  test.each([
    ['claude-perm', { tools: 5 }],
    ['codex-perm', { tools: 4 }],
    [
      'codex-plan',
      {
        tokens: 2100,
        fullness: 1050 / 258400,
        plan: [
          { title: 'A', status: 'in_progress' },
          { title: 'B', status: 'pending' },
        ],
      },
    ],
    ['opencode-basic', { tokens: 1050, cost: { amount: 0, currency: 'USD' } }],
    ['gemini-basic', { tools: 3 }],
  ])('%s', (name, state) => {
    expect(played(name).state()).toMatchObject(state);
  });

  test('opencode tells its plan in a tool call', () => {
    expect(
      played('opencode-basic')
        .state()
        .plan.map(({ title }) => title),
    ).toEqual(['Write it', 'Commit it']);
  });

  test('of Claude only the sum of the models is the whole', () => {
    const progress = played('claude-basic');
    const { result } = TURNS['claude-basic']!.at(-1) as {
      result: { _meta: { quota: { model_usage: { token_count: { totalTokens: number } }[] } } };
    };
    const sum = result._meta.quota.model_usage.reduce((all, one) => all + one.token_count.totalTokens, 0);
    expect(progress.state().tokens).toBe(sum);
    expect(progress.state().cost).toEqual({ amount: progress.cumulativeCost(), currency: 'USD' });
  });

  test('the last words are those after the last tool', () => {
    expect(played('opencode-perm').said()).not.toContain('\n\n');
    expect(played('codex-basic').said()).not.toMatch(/^Warning: /u);
  });
});

const call = (more: object, kind = 'tool_call') => ({ sessionUpdate: kind, toolCallId: 't1', ...more });
const chunk = (text: unknown, more = {}) => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text },
  ...more,
});

describe('what it does now', () => {
  test.each([
    [{ kind: 'execute', title: 'x', rawInput: { command: 'npm test' } }, 'Runs npm test'],
    [{ kind: 'execute', title: 'npm\n test' }, 'Runs npm test'],
    [{ kind: 'execute', title: 'Terminal', rawInput: {} }, 'Runs a command'],
    [
      { kind: 'edit', title: 'Write', locations: [{ path: '/home/bot/ws/api/src/a.ts' }] },
      'Edits api/src/a.ts',
    ],
    [{ kind: 'read', title: 'Read', locations: [{ path: '/a' }, { path: '/b' }] }, 'Reads a and 1 more'],
    [{ kind: 'search', title: 'grep x' }, 'grep x'],
    [{ kind: 'fetch', title: 'x', rawInput: { url: 'https://example.com' } }, 'Fetches https://example.com'],
    [{ kind: 'other', title: 'mcp__a__b', name: 'mcp__a__b' }, 'Uses a/b'],
    [
      { kind: 'other', title: 'mcp__operator__ask_operator', name: 'mcp__operator__ask_operator' },
      'Asks a person',
    ],
    [{ kind: 'other', title: 'Something \u001b[1mbold' }, 'Something bold'],
  ])('%j → %s', (one, words) => {
    const progress = new Progress();
    progress.hear(call(one), AT);
    expect(progress.state()).toMatchObject({ doing: words, tools: 1 });
  });

  test('a call is put together from its pieces, and is over when the agent speaks', () => {
    const progress = new Progress();
    progress.hear(call({ kind: 'execute', title: 'Terminal', rawInput: {} }), AT);
    progress.hear(call({ title: 'npm test', rawInput: { command: 'npm test' } }, 'tool_call_update'), AT);
    expect(progress.state().doing).toBe('Runs npm test');
    progress.hear(call({ status: 'completed' }, 'tool_call_update'), AT);
    expect(progress.state()).toMatchObject({ doing: 'Runs npm test', tools: 1 });
    progress.hear(chunk('Well.'), AT);
    expect(progress.state().doing).toBeUndefined();
  });

  test('a title of 40 kB is cut', () => {
    const progress = new Progress();
    progress.hear(call({ kind: 'other', title: 'x'.repeat(40_000) }), AT);
    expect(progress.state().doing!.length).toBeLessThanOrEqual(160);
  });
});

test('a plan replaces the one before, an empty one too', () => {
  const progress = new Progress();
  const plan = (...entries: unknown[]) => ({ sessionUpdate: 'plan', entries });
  progress.hear(
    plan(
      { content: 'a', status: 'completed' },
      { content: 'b', status: 'odd' },
      { content: 'c', status: 'cancelled' },
      7,
    ),
    AT,
  );
  expect(progress.state().plan).toEqual([
    { title: 'a', status: 'completed' },
    { title: 'b', status: 'pending' },
  ]);
  progress.hear(plan(), AT);
  expect(progress.state().plan).toEqual([]);
});

describe('money', () => {
  const spend = (progress: Progress, amount: unknown) =>
    progress.hear(
      { sessionUpdate: 'usage_update', used: 10, size: 100, cost: { amount, currency: 'USD' } },
      AT,
    );

  test('is that of this life, while the agent tells that of the session', () => {
    const progress = new Progress({ costBefore: 0.02 });
    expect(progress.cumulativeCost()).toBe(0.02);
    spend(progress, 0.025);
    spend(progress, 0.03);
    expect(progress.state()).toMatchObject({ cost: { amount: 0.01, currency: 'USD' }, fullness: 0.1 });
    expect(progress.cumulativeCost()).toBe(0.03);
  });

  test('an agent that begins anew has spent all that it tells', () => {
    const progress = new Progress({ costBefore: 5 });
    spend(progress, 0.5);
    spend(progress, 6);
    expect(progress.state().cost!.amount).toBe(6);
  });

  test.each([[-1], ['5'], [Number.NaN], [null]])('%j is no sum', (amount) => {
    const progress = new Progress();
    spend(progress, amount);
    expect(progress.state()).not.toHaveProperty('cost');
  });
});

test('decisions of rules are counted', () => {
  const progress = new Progress();
  for (const verdict of ['allow', 'allow', 'deny'] as const) progress.decided(verdict);
  expect(progress.state()).toEqual({ plan: [], tools: 0, allowed: 2, denied: 1 });
});

describe('an unreachable model', () => {
  const CODEX = {
    sessionUpdate: 'session_info_update',
    _meta: { codex: { error: { message: 'Reconnecting... waiting for network', willRetry: true } } },
  };

  test('is told after a minute, and forgotten at the next sign of life', () => {
    const progress = new Progress();
    for (const seconds of [0, 5, 15, 35]) progress.hear(CODEX, later(seconds));
    expect(progress.state()).not.toHaveProperty('unreachable');
    expect(progress.state(later(60)).unreachable).toEqual({
      since: AT,
      detail: 'Reconnecting... waiting for network',
    });
    progress.hear({ sessionUpdate: 'session_info_update', title: 'x' }, later(70));
    progress.hear(CODEX, later(75));
    expect(progress.state().unreachable?.since).toBe(AT);
    progress.hear(chunk('There I am.'), later(80));
    expect(progress.state(later(200))).not.toHaveProperty('unreachable');
  });

  test.each([
    [chunk('Reconnecting... 1/5'), []],
    [{ sessionUpdate: 'notice', title: 'Retrying Claude, attempt 3 of 10.' }, []],
    [chunk('model away, waiting'), ['Model away']],
  ])('%j is a sign of it', (update, reconnecting) => {
    const progress = new Progress({ reconnecting });
    progress.hear(update, AT);
    progress.hear(update, later(61));
    expect(progress.state()).toHaveProperty('unreachable');
    expect(progress.said()).toBe('');
  });

  test('Codex ends its turn as if all were well', () => {
    const progress = new Progress();
    progress.hear(
      { sessionUpdate: 'session_info_update', _meta: { codex: { threadStatus: { type: 'systemError' } } } },
      AT,
    );
    progress.hear(chunk('We’re currently experiencing high demand.'), AT);
    progress.turnEnded({
      stopReason: 'end_turn',
      usage: null,
      _meta: { quota: { token_count: null, model_usage: [] } },
    });
    expect(progress.modelFailed()).toBe(true);
    expect(played('codex-basic').modelFailed()).toBe(false);
    expect(played('gemini-basic').modelFailed()).toBe(false);
  });
});

describe('the log', () => {
  test.each([
    [
      'claude-perm',
      [
        '» Runs rm -f zzz && touch denied.txt',
        '✗ it failed: User refused permission to run tool',
        '» Runs touch b.txt && rm -f yyy',
        'END (Bash completed with no output)',
        '» Runs touch c.txt && rm -f yyy',
        '» Write w.txt',
      ],
    ],
    ['codex-plan', ['plan: ▸ A · B', 'Plan updated']],
    [
      'gemini-basic',
      [
        'I plan.',
        '✓ Plans',
        '✓ Edits ws/api/greeting.txt',
        '✓ Runs git add -A && git commit -qm greet && git log --oneline | head -1',
      ],
    ],
    [
      'opencode-basic',
      [
        'I plan.',
        '» todowrite',
        '✓ 2 todos',
        '» Edits ws/api/greeting.txt',
        '✓ greeting.txt',
        '» Runs git add -A && git commit -qm greet && git log --oneline | head -1',
      ],
    ],
  ])('%s', (name, begin) => {
    expect(logOf(name).split('\n').slice(0, begin.length)).toEqual(begin);
  });

  test('words that are spoken in pieces stay together, other lines stand alone', () => {
    const updates = [
      chunk('I look '),
      chunk('at it.'),
      call({ kind: 'execute', title: 'ls' }),
      chunk('Done.\n'),
    ];
    const log = updates.reduce(
      (text, one) => text + (accountOf(one, text === '' || text.endsWith('\n')) ?? ''),
      '',
    );
    expect(log).toBe('I look at it.\n» Runs ls\nDone.\n');
  });

  test('nothing in it moves a cursor', () => {
    expect(accountOf(chunk('a\u001b[2Jb\u0000\u202ec\r\nd'))).toBe('abc\nd');
    expect(accountOf(call({ kind: 'execute', title: 'a\n\u001bb' }), true)).toBe('» Runs a \ufffdb\n');
  });
});

test('nothing throws on any JSON, and 100 kB take no time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.constantFrom('plan', 'tool_call', 'tool_call_update', 'usage_update', 'agent_message_chunk'),
      (values, kind) => {
        const progress = new Progress();
        for (const value of values) {
          for (const update of [
            value,
            {
              sessionUpdate: kind,
              entries: value,
              content: value,
              rawInput: value,
              cost: value,
              toolCallId: value,
            },
          ]) {
            progress.hear(update, AT);
            accountOf(update);
          }
          progress.turnEnded(value);
        }
        expect(progress.state()).toHaveProperty('tools');
      },
    ),
  );
  const progress = new Progress();
  const spent = cpuMsOf(() => {
    for (let at = 0; at < 20_000; at += 1) progress.hear(chunk('word '), AT);
    for (let at = 0; at < 20_000; at += 1) progress.hear(call({ toolCallId: `t${at}`, title: 'x' }), AT);
    for (const sign of ['a', '\u001b', ' ', '\n']) accountOf(chunk(sign.repeat(100_000)));
  });
  expect(spent).toBeLessThan(5000);
  expect(progress.state().tools).toBe(10_000);
});
