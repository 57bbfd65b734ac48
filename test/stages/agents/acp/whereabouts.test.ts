/** Paths that look as if they lay in the workspace. */
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RunContext } from '../../../../src/run/context.js';
import { judge } from '../../../../src/run/permissions.js';
import { readRequest } from '../../../../src/stages/agents/acp/requests.js';
import { placesOf, withRealPaths } from '../../../../src/stages/agents/acp/whereabouts.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'metawsm-')));
const [home, out] = [join(root, 'home'), join(root, 'out')];
const api = join(home, 'workspaces', 'r1', 'api');

beforeAll(() => {
  for (const folder of [join(api, 'src'), join(out, 'deep')]) mkdirSync(folder, { recursive: true });
  symlinkSync(join(out, 'not-there-yet.txt'), join(api, 'notes.txt'));
  symlinkSync('notes.txt', join(api, 'more.txt'));
  symlinkSync(join(out, 'deep'), join(api, 'd'));
  symlinkSync(out, join(api, 'z\u200bz'));
  symlinkSync('loop', join(api, 'loop'));
  symlinkSync('src', join(api, 'source'));
});

function asked(toolCall: object) {
  const read = readRequest('session/request_permission', {
    toolCall: { toolCallId: 't', ...toolCall },
    options: [
      { optionId: 'a', kind: 'allow_once', name: 'A' },
      { optionId: 'r', kind: 'reject_once', name: 'R' },
    ],
  });
  if (read.kind !== 'ask' || !read.request.permission) throw new Error(read.kind);
  return withRealPaths(read.request.permission, api);
}

const verdictOf = (toolCall: object) =>
  judge(asked(toolCall), {
    rules: { allow: [], ask: [], deny: [] },
    runRules: [],
    workspace: placesOf(home, { id: 'r1', worktrees: [{ path: api }] } as RunContext),
  }).verdict;
const edit = (path: string) => verdictOf({ title: 'Write', kind: 'edit', locations: [{ path }] });

describe('what a tool would write elsewhere is asked', () => {
  test.each([
    ['the home folder', '~/.bashrc'],
    ['somebody’s home folder', '~root/.bashrc'],
    ['an address of a file', 'file:///etc/cron.d/x'],
    ['an address of something', 'vscode-remote://a/b'],
    ['a blank in front', ' /etc/cron.d/x'],
    ['a link to what is not there yet', 'notes.txt'],
    ['a link to such a link', 'more.txt'],
    ['a link to a folder', 'd/x'],
    ['a step up behind a link', 'd/../x'],
    ['a link with a name that cannot be read', 'z\u200bz/x'],
    ['the root of a process', '/proc/self/root/etc/x'],
    ['more steps than anybody looks at', `${api}/${'src/../'.repeat(100)}a`],
  ])('%s', (_, path) => expect(edit(path)).toBe('ask'));

  test.each(['src/a.ts', 'new/folder/a.ts', 'src/../a.ts', 'source/a.ts', './a', 'a~b', 'loop/x', 'a:b'])(
    '%s lies in the workspace',
    (path) => expect(edit(path)).toBe('allow'),
  );

  test('the home folder is told by its name', () =>
    expect(asked({ kind: 'edit', locations: [{ path: '~/.bashrc' }] }).paths).toEqual([
      join(homedir(), '.bashrc'),
    ]));
});

describe('wherever in its input a call names a place, it is seen', () => {
  const inside = [{ path: join(api, 'a') }];
  test.each([
    ['by path, as Codex does', { kind: 'edit', locations: inside, rawInput: { changes: { '/etc/x': {} } } }],
    ['within lists', { kind: 'edit', locations: inside, rawInput: { edits: [{ file_path: '/etc/x' }] } }],
    ['a pattern for names', { kind: 'search', title: 'Glob', rawInput: { pattern: '/etc/*' } }],
    ['a list that calls itself a plan', { toolCallId: 'todo_write__1', rawInput: { file_path: '/etc/x' } }],
    [
      'more of them than are looked at',
      { kind: 'search', rawInput: { paths: Array(2000).fill(join(api, 'a')) } },
    ],
    [
      'deeper than is looked at',
      { kind: 'edit', locations: inside, rawInput: nested(10, { path: '/etc/x' }) },
    ],
    [
      'our own tool with a command',
      { toolCallId: 'operator_ask_operator', rawInput: { command: 'rm -rf /' } },
    ],
  ])('%s', (_, call) => expect(verdictOf(call)).toBe('ask'));

  test('a pattern for contents is no place', () =>
    expect(verdictOf({ kind: 'search', title: 'Grep', rawInput: { pattern: '/api/users' } })).toBe('allow'));

  test('where a command runs is told where it is elsewhere', () => {
    const call = (cwd: string) => ({ kind: 'execute', rawInput: { command: 'ls', cwd } });
    expect(asked(call('/etc')).paths).toEqual(['/etc']);
    expect(asked(call(api))).not.toHaveProperty('paths');
  });

  test('a command is judged with all of its words', () => {
    expect(asked({ rawInput: { command: 'npm', args: ['publish', 'a b'] } }).command).toBe(
      "npm publish 'a b'",
    );
    const long = ['echo', ...Array(2000).fill('a'), '/etc'];
    expect(asked({ rawInput: { command: long } }).command).toMatch(/ \/etc$/);
    const endless = asked({ rawInput: { command: `echo ${'a'.repeat(40_000)}; rm -rf /` } }).command!;
    expect(endless.length).toBeLessThan(21_000);
    expect(endless).toMatch(/^echo a+\n\ufffd… \d+ …\ufffd\na+; rm -rf \/$/);
  });

  test('letters that are drawn as nothing have a mark', () => {
    expect(asked({ rawInput: { command: 'rm\u3164-rf \u2800 \u{e0041}x' } }).command).toBe(
      'rm\ufffd-rf \ufffd \ufffdx',
    );
  });

  test('what a tool is given is shown where nothing else says what it does', () => {
    const call = { title: 'x', rawInput: { repo: 'a/b', body: 'SGVsbG8' } };
    expect(asked({ ...call, _meta: { claudeCode: { toolName: 'mcp__github__create' } } })).toMatchObject({
      mcp: 'github/create',
      detail: expect.stringContaining('SGVsbG8'),
    });
    expect(asked({ ...call, kind: 'other' }).detail).toContain('a/b');
    expect(asked({ title: 'x', kind: 'other', rawInput: nested(100_000, {}) }).detail).toBe('\ufffd…');
  });
});

function nested(depth: number, innermost: object): object {
  let value = innermost;
  for (let at = 0; at < depth; at += 1) value = { a: value };
  return value;
}
