/** What the requests of agents mean. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../../../src/run/permissions.js';
import { readRequest } from '../../../../src/stages/agents/acp/requests.js';
import { cpuMsOf } from '../../../cpu-time.js';
import { REQUESTS } from './samples.js';

const heard = (name: string) => readRequest(REQUESTS[name]!.method, REQUESTS[name]!.params);
const permissionOf = (name: string) => {
  const read = heard(name);
  if (read.kind !== 'ask' || !read.request.permission) throw new Error(`no permission: ${read.kind}`);
  return read.request.permission;
};
const WS = '/home/bot/ws';
const verdictOf = (name: string) =>
  judge(permissionOf(name), {
    rules: { allow: [], ask: [], deny: [] },
    runRules: [],
    workspace: { folders: [`${WS}/ws/api`], private: [] },
  }).verdict;

describe('permissions of the real agents', () => {
  test.each([
    [
      'claude-perm-0',
      { tool: 'execute', command: 'rm -f zzz && touch denied.txt', title: 'rm -f zzz && touch denied.txt' },
      'ask',
    ],
    [
      'claude-perm-3',
      {
        tool: 'edit',
        title: 'Write w.txt',
        paths: [`${WS}/ws/api/w.txt`],
        detail: expect.stringContaining('+x'),
      },
      'allow',
    ],
    ['claude-perm-4', { tool: 'edit', paths: [`${WS}/outside.txt`] }, 'ask'],
    ['codex-perm-0', { tool: 'execute', command: 'rm -f zzz && touch denied.txt' }, 'ask'],
    ['codex-perm-2', { tool: 'edit', title: 'Edit files', paths: [`${WS}/outside.txt`] }, 'ask'],
    ['opencode-perm-0', { tool: 'execute', command: 'rm -f zzz && touch denied.txt' }, 'ask'],
    [
      'opencode-perm-2',
      { tool: 'edit', paths: [`${WS}/ws/api/w.txt`], detail: expect.stringContaining('+x') },
      'allow',
    ],
    ['opencode-perm-4', { tool: 'edit', paths: [`${WS}/outside.txt`, WS] }, 'ask'],
    ['gemini-basic-0', { tool: 'think', title: 'Set 2 todo(s)' }, 'allow'],
    ['gemini-basic-1', { tool: 'edit', paths: [`${WS}/ws/api/greeting.txt`] }, 'allow'],
    [
      'gemini-basic-2',
      { tool: 'execute', command: 'git add -A && git commit -qm greet && git log --oneline | head -1' },
      'ask',
    ],
    ['gemini-mcp-0', { mcp: 'operator/ask_operator' }, 'allow'],
    ['claude-mcp-0', { mcp: 'operator/ask_operator' }, 'allow'],
  ])('%s', (name, asked, verdict) => {
    expect(permissionOf(name)).toMatchObject(asked);
    expect(verdictOf(name)).toBe(verdict);
  });

  test('what an agent says beside it is its context', () => {
    expect(heard('claude-perm-0')).toMatchObject({
      kind: 'ask',
      request: {
        kind: 'permission',
        question: 'rm -f zzz && touch denied.txt',
        context: 'Does what the script says',
        options: [],
      },
    });
  });

  test('opencode writes a file through the client, which is no news', () => {
    expect(heard('opencode-perm-3')).toEqual({ kind: 'unknown', quiet: true });
  });
});

const ALLOW = [{ optionId: 'a', name: 'Yes', kind: 'allow_once' }];
const permission = (toolCall: unknown, options: unknown = ALLOW) =>
  readRequest('session/request_permission', { sessionId: 's', toolCall, options });
const asked = (toolCall: unknown) => {
  const read = permission(toolCall);
  return read.kind === 'ask' ? read.request.permission : read;
};

describe('permissions', () => {
  test.each<[string, unknown, unknown]>([
    [
      'a plan',
      { name: 'ExitPlanMode', kind: 'switch_mode', title: 'Ready?', rawInput: { plan: '# Do it\nnow' } },
      { tool: 'switch_mode', title: 'Ready?', detail: '# Do it\nnow' },
    ],
    [
      'a plan in words',
      {
        kind: 'switch_mode',
        title: 'Ready?',
        content: [{ type: 'content', content: { type: 'text', text: 'Do it' } }],
      },
      { tool: 'switch_mode', detail: 'Do it' },
    ],
    [
      'a command as words',
      { kind: 'execute', title: 'x', rawInput: { command: ['bash', '-lc', "echo 'a b'"] } },
      { command: "bash -lc 'echo '\\''a b'\\'''" },
    ],
    [
      'a command that calls itself reading',
      { kind: 'read', title: 'x', rawInput: { command: 'rm -rf /' } },
      { tool: 'execute', command: 'rm -rf /', destructive: true },
    ],
    [
      'a change that calls itself reading',
      { kind: 'read', title: 'x', content: [{ type: 'diff', path: '/a', newText: 'b' }] },
      { tool: 'edit', paths: ['/a'] },
    ],
    [
      'hidden signs in a command',
      { kind: 'execute', title: 'x', rawInput: { command: 'npm test\u202e\u0000' } },
      { command: 'npm test\ufffd\ufffd' },
    ],
    ['a kind that is not known', { kind: 'teleport', title: 'x' }, { tool: 'other' }],
    [
      'an address',
      { kind: 'fetch', title: 'Fetch', rawInput: { url: 'https://example.com/x' } },
      { tool: 'fetch', address: 'https://example.com/x' },
    ],
    [
      'a search of the web',
      { kind: 'search', title: 'x', toolCallId: 'google_web_search__1' },
      { tool: 'fetch' },
    ],
    [
      'a foreign MCP tool',
      { name: 'mcp__github__list_issues', title: 'x', kind: 'other' },
      { mcp: 'github/list_issues' },
    ],
    [
      'a command named like our tool',
      {
        name: 'Bash',
        kind: 'execute',
        title: 'operator/ask_operator',
        rawInput: { command: 'operator/ask_operator' },
      },
      { tool: 'execute', command: 'operator/ask_operator' },
    ],
    [
      'the same without input',
      { kind: 'execute', title: 'operator/ask_operator' },
      { tool: 'execute', command: 'operator/ask_operator' },
    ],
    [
      'the folder of the contract in opencode',
      {
        kind: 'other',
        title: '/ws/.metawsm',
        locations: [{ path: '/ws/.metawsm/a.json' }, { path: '/ws/.metawsm' }],
        rawInput: { filepath: '/ws/.metawsm/a.json', parentDir: '/ws/.metawsm' },
      },
      { tool: 'edit', paths: ['/ws/.metawsm/a.json', '/ws/.metawsm'] },
    ],
    [
      'our tool in opencode',
      { kind: 'other', title: 'operator_ask_operator' },
      { mcp: 'operator/ask_operator' },
    ],
    ['an empty title', { kind: 'other', title: '\u200b' }, { title: 'a tool without a name' }],
    ['a title on several lines', { kind: 'other', title: 'a\n\u0007\u001b[31mb' }, { title: 'a b' }],
    [
      'wrong types',
      { kind: 5, title: {}, rawInput: [], content: 'x', locations: { path: '/a' } },
      { tool: 'other' },
    ],
  ])('%s', (_, call, expected) => {
    expect(asked(call)).toMatchObject(expected as object);
  });

  test('neither command named like our tool is one of ours', () => {
    for (const kind of ['execute', 'edit'])
      expect(asked({ kind, title: 'operator/ask_operator', rawInput: { command: 'x' } })).not.toHaveProperty(
        'mcp',
      );
  });

  test('a huge title, path, command, diff and list are cut', () => {
    const long = 'x'.repeat(40_000);
    const locations = Array.from({ length: 5000 }, (_, at) => ({ path: `/p/${at}` }));
    const read = asked({
      kind: 'edit',
      title: long,
      locations,
      content: [{ type: 'diff', path: '/a', oldText: long, newText: `${long}\n${long}` }],
    });
    expect(JSON.stringify(read).length).toBeLessThan(20_000);
    expect(read).not.toHaveProperty('paths');
  });

  test.each([
    [[]],
    ['x'],
    [[{ optionId: 'a', name: 'Allow' }]],
    [[{ optionId: 'a', name: 'No', kind: 'reject_once' }]],
    [null],
  ])('options %j allow nothing', (options) => {
    expect(permission({ title: 'x' }, options)).toMatchObject({ kind: 'unfit' });
  });
});

describe('questions of the real agents', () => {
  test('Claude', () => {
    expect(heard('claude-ask-0')).toEqual({
      kind: 'ask',
      request: {
        kind: 'guidance',
        question: 'Which database?',
        options: ['Postgres', 'SQLite'],
        context: 'Postgres: Takes Postgres\nSQLite: Takes SQLite',
      },
    });
  });

  test('Claude, several of them', () => {
    expect(heard('claude-ask-1')).toMatchObject({
      request: { kind: 'guidance', multiple: true, options: ['Postgres', 'SQLite'] },
    });
  });

  test('Codex asks in the title of the field', () => {
    expect(heard('codex-ask-0')).toMatchObject({
      request: { kind: 'guidance', question: 'Which database?', options: ['Postgres', 'SQLite'] },
    });
  });
});

const elicit = (properties: unknown, more: object = {}) =>
  readRequest('elicitation/create', {
    mode: 'form',
    message: 'Tell me',
    requestedSchema: { type: 'object', properties, ...more },
  });

describe('elicitations', () => {
  test('several questions and typed fields are a form', () => {
    const read = elicit(
      {
        name: { type: 'string', title: 'Name', minLength: 2, default: 'a' },
        count: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
        sure: { type: 'boolean', default: false },
        one: { enum: ['a', 'b'], default: 'c' },
        some: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 1, default: ['a'] },
      },
      { required: ['name'] },
    );
    expect(read).toEqual({
      kind: 'ask',
      request: {
        kind: 'form',
        question: 'Tell me',
        options: [],
        fields: [
          { name: 'name', title: 'Name', type: 'text', required: true, least: 2, initial: 'a' },
          { name: 'count', title: 'count', type: 'integer', required: false, least: 1, most: 9, initial: 3 },
          { name: 'sure', title: 'sure', type: 'boolean', required: false, initial: false },
          {
            name: 'one',
            title: 'one',
            type: 'choice',
            required: false,
            options: [
              { value: 'a', label: 'a' },
              { value: 'b', label: 'b' },
            ],
          },
          {
            name: 'some',
            title: 'some',
            type: 'choices',
            required: false,
            most: 1,
            initial: ['a'],
            options: [
              { value: 'a', label: 'a' },
              { value: 'b', label: 'b' },
            ],
          },
        ],
      },
    });
  });

  test('two questions of Claude keep their own fields for words', () => {
    const one = { type: 'string', title: 'A', description: 'Which A?', oneOf: [{ const: 'x', title: 'X' }] };
    const custom = { type: 'string', title: 'Other' };
    const read = elicit({
      question_0: one,
      question_0_custom: custom,
      question_1: one,
      question_1_custom: custom,
    });
    expect(read).toMatchObject({
      request: {
        kind: 'form',
        fields: [{ name: 'question_0', hint: 'Which A?' }, { name: 'question_0_custom' }, {}, {}],
      },
    });
  });

  test('a choice that takes no other words is a form, a single text is guidance', () => {
    expect(elicit({ a: { enum: ['x'] } })).toMatchObject({ request: { kind: 'form' } });
    expect(elicit({ a: { type: 'string', title: 'A' } })).toMatchObject({
      request: { kind: 'guidance', question: 'Tell me', options: [] },
    });
  });

  test.each<[string, unknown]>([
    ['a password', { password: { type: 'string' } }],
    ['a title', { x: { type: 'string', title: 'Your API key' } }],
    ['a name in humps', { githubToken: { type: 'string' } }],
    ['a format', { x: { type: 'string', format: 'password' } }],
    ['a mark', { x: { type: 'string', _meta: { codex: { isSecret: true } } } }],
    [
      'a mark beside',
      {
        a: { oneOf: [{ const: 'x', title: 'x' }] },
        a_note: { type: 'string', _meta: { codex: { isSecret: true } } },
      },
    ],
  ])('a form that asks for a secret by %s is refused', (_, properties) => {
    expect(elicit(properties)).toEqual({ kind: 'unfit', reason: 'it asks for a secret' });
  });

  test('a choice among names of secrets is none, and neither is a keyboard', () => {
    expect(elicit({ token: { enum: ['opaque', 'jwt'] } })).toMatchObject({ kind: 'ask' });
    expect(elicit({ x: { type: 'string', title: 'Keyboard, monkey, tokenizer' } })).toMatchObject({
      kind: 'ask',
    });
  });

  test.each([
    ['https://example.com/x', 'ask'],
    ['http://example.com', 'unfit'],
    ['javascript:alert(1)', 'unfit'],
    ['https://a:b@example.com', 'unfit'],
    ['', 'unfit'],
    [5, 'unfit'],
  ])('the address %j → %s', (url, kind) => {
    expect(readRequest('elicitation/create', { mode: 'url', message: 'Log in', url })).toMatchObject({
      kind,
    });
  });

  test('a form without fields asks yes or no', () => {
    const read = readRequest('elicitation/create', {
      mode: 'form',
      message: 'Allow the github MCP server to run tool "list"?',
      requestedSchema: { type: 'object', properties: {} },
    });
    expect(read).toMatchObject({
      request: { kind: 'permission', permission: { tool: 'other', mcp: 'github/list' } },
    });
  });

  test('thousands of options and fields are bounded, equal labels told apart', () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({
      const: `v${at}`,
      title: at < 2 ? 'same' : `t${at}`,
    }));
    const read = elicit({ a: { oneOf: many }, a_custom: { type: 'string' } });
    expect(read).toMatchObject({
      request: { options: expect.arrayContaining(['same', 'same (v1)', 't99']) },
    });
    expect(read.kind === 'ask' && read.request.options.length).toBe(100);
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, { type: 'string' }]));
    expect(elicit(fields)).toMatchObject({ kind: 'unfit' });
  });
});

describe('vendors', () => {
  const QWEN = [
    { question: 'Which?', header: 'Pick', options: [{ label: 'A', description: 'first' }, { label: 'B' }] },
  ];

  test('Qwen asks in a permission', () => {
    const read = permission({
      title: 'Ask',
      _meta: { qwenInteractionKind: 'user_question', qwenQuestions: QWEN },
    });
    expect(read).toEqual({
      kind: 'ask',
      request: { kind: 'guidance', question: 'Which?', options: ['A', 'B'], context: 'A: first' },
    });
  });

  test('Cursor asks, shows a plan, and tells its list', () => {
    const questions = [{ id: 'q', prompt: 'Which?', options: [{ id: 'a', label: 'A' }] }];
    expect(readRequest('cursor/ask_question', { title: 'T', questions })).toMatchObject({
      request: { kind: 'guidance', question: 'Which?', options: ['A'] },
    });
    expect(readRequest('cursor/create_plan', { name: 'N', plan: '# P' })).toMatchObject({
      request: { kind: 'permission', permission: { tool: 'switch_mode', title: 'N', detail: '# P' } },
    });
    expect(readRequest('cursor/update_todos', { todos: [] })).toMatchObject({ kind: 'answer' });
    expect(readRequest('cursor/ask_question', { questions: [] })).toMatchObject({ kind: 'unfit' });
  });

  test('what is not known is not answered by guessing', () => {
    expect(readRequest('vendor/surprise', {})).toEqual({ kind: 'unknown' });
    expect(readRequest('constructor', {})).toEqual({ kind: 'unknown' });
    expect(readRequest('terminal/create', {})).toEqual({ kind: 'unknown', quiet: true });
  });
});

describe('hostile input', () => {
  const METHODS = [
    'session/request_permission',
    'elicitation/create',
    'cursor/ask_question',
    'cursor/create_plan',
  ];

  test('nothing throws on any JSON', () => {
    const key = fc.constantFrom(
      'toolCall',
      'options',
      'rawInput',
      'content',
      'requestedSchema',
      'properties',
      '_meta',
      'qwenQuestions',
      'questions',
      'kind',
      'a',
      'a_note',
      '__proto__',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'medium' },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(key, tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.constantFrom(...METHODS), value, (method, params) => {
        expect(readRequest(method, params)).toHaveProperty('kind');
      }),
      { numRuns: 1000 },
    );
  });

  test('a deep object is no matter', () => {
    let deep: unknown = {};
    for (let at = 0; at < 50_000; at += 1) deep = { a: deep };
    expect(asked({ kind: 'other', title: 'x', rawInput: deep, content: [deep] })).toMatchObject({
      tool: 'other',
    });
    expect(elicit({ a: deep })).toHaveProperty('kind');
  });

  test.each(['a', ' ', '\n', '\u001b', '\u001b]8;;', '[', '\\', '\ud800', 'x__', 'mcp__'])(
    '100 kB of %j take no time',
    (sign) => {
      const text = sign.repeat(100_000 / sign.length);
      const spent = cpuMsOf(() => {
        permission({
          title: text,
          name: text,
          toolCallId: text,
          kind: 'execute',
          rawInput: { command: text, plan: text },
          content: [
            { type: 'diff', path: text, oldText: text, newText: text },
            { type: 'content', content: { type: 'text', text } },
          ],
        });
        elicit({
          [text.slice(0, 100)]: {
            type: 'string',
            title: text,
            description: text,
            oneOf: [{ const: text, title: text }],
          },
        });
      });
      expect(spent).toBeLessThan(1500);
    },
  );
});
