/** What needs no person, what always does, and what nobody may allow. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isInside } from '../../src/run/permission/places.js';
import {
  isDestructive,
  judge,
  type PermissionAsked,
  type PermissionRules,
  parseRule,
  type RunRule,
  ruleOf,
  TOOL_KINDS,
} from '../../src/run/permissions.js';

const WORKSPACE = {
  folders: ['/home/bot/ws/r1/api', '/home/bot/ws/r1/web', '/home/bot/ws/r1/.metawsm'],
  private: ['/home/bot', '/home/bot/ws/r1/.metawsm/taken'],
};
const API = '/home/bot/ws/r1/api';
const DECISION = { by: 'U1', at: '2026-11-26T10:00:00.000Z' };

const judged = (
  asked: Partial<PermissionAsked>,
  rules: Partial<PermissionRules> = {},
  runRules: readonly RunRule[] = [],
) =>
  judge(
    { tool: 'other', title: 'x', ...asked },
    { rules: { allow: [], ask: [], deny: [], ...rules }, runRules, workspace: WORKSPACE },
  );

describe('without a rule', () => {
  test.each<[string, Partial<PermissionAsked>, string, string]>([
    ['reading inside', { tool: 'read', paths: [`${API}/a.ts`] }, 'allow', 'workspace'],
    [
      'editing inside',
      { tool: 'edit', paths: [`${API}/a.ts`, '/home/bot/ws/r1/web/b'] },
      'allow',
      'workspace',
    ],
    ['the folder itself', { tool: 'search', paths: [API] }, 'allow', 'workspace'],
    ['searching everywhere', { tool: 'search' }, 'allow', 'workspace'],
    ['searching the web', { tool: 'search', address: 'https://example.com' }, 'ask', 'none'],
    ['thinking', { tool: 'think' }, 'allow', 'workspace'],
    ['deleting inside', { tool: 'delete', paths: [`${API}/a.ts`] }, 'ask', 'none'],
    ['moving inside', { tool: 'move', paths: [`${API}/a.ts`] }, 'ask', 'none'],
    ['a mode', { tool: 'switch_mode' }, 'ask', 'none'],
    ['fetching', { tool: 'fetch', address: 'https://example.com' }, 'ask', 'none'],
    ['a command', { tool: 'execute', command: 'ls' }, 'ask', 'none'],
    ['a command that calls itself reading', { tool: 'read', command: 'ls', paths: [API] }, 'ask', 'none'],
    ['a command that calls itself thinking', { tool: 'think', command: 'ls' }, 'ask', 'none'],
    ['a foreign MCP tool', { tool: 'read', mcp: 'github/read', paths: [`${API}/a`] }, 'ask', 'none'],
    ['our own tool', { mcp: 'operator/ask_operator' }, 'allow', 'operator'],
    ['a name like ours', { mcp: 'operator/ask_operator_now' }, 'ask', 'none'],
    ['editing nothing that we know', { tool: 'edit' }, 'ask', 'none'],
    ['a relative path', { tool: 'edit', paths: ['a.ts'] }, 'ask', 'none'],
    ['editing outside', { tool: 'edit', paths: ['/etc/passwd'] }, 'ask', 'none'],
    ['one of two outside', { tool: 'edit', paths: [`${API}/a`, '/etc/passwd'] }, 'ask', 'none'],
    ['climbing out', { tool: 'read', paths: [`${API}/../../../../../etc/passwd`] }, 'ask', 'none'],
    ['a neighbour by name', { tool: 'edit', paths: ['/home/botnet/x'] }, 'ask', 'none'],
    ['our database', { tool: 'read', paths: ['/home/bot/metawsm.sqlite'] }, 'deny', 'private'],
    ['another run', { tool: 'read', paths: ['/home/bot/ws/r2/api/a'] }, 'deny', 'private'],
    ['another run by climbing', { tool: 'read', paths: [`${API}/../../r2/a`] }, 'deny', 'private'],
    ['a neighbour of the worktree', { tool: 'edit', paths: [`${API}2/a`] }, 'deny', 'private'],
    [
      'our part of the contract folder',
      { tool: 'edit', paths: ['/home/bot/ws/r1/.metawsm/taken/x'] },
      'deny',
      'private',
    ],
    ['a hook', { tool: 'edit', paths: [`${API}/.git/hooks/pre-commit`] }, 'deny', 'git'],
    ['what a worktree points to', { tool: 'move', paths: [`${API}/.GIT`] }, 'deny', 'git'],
    ['reading what git knows', { tool: 'read', paths: [`${API}/.git/HEAD`] }, 'allow', 'workspace'],
    ['a file named alike', { tool: 'edit', paths: [`${API}/.gitignore`] }, 'allow', 'workspace'],
  ])('%s', (_, asked, verdict, by) => {
    expect(judged(asked)).toEqual({ verdict, by });
  });
});

test('what is ours within the workspace is not inside of it', () => {
  expect(isInside('/home/bot/ws/r1/.metawsm/guidance-request.json', WORKSPACE)).toBe(true);
  expect(isInside('/home/bot/ws/r1/.metawsm/taken/x', WORKSPACE)).toBe(false);
});

describe('rules', () => {
  test.each<[string, Partial<PermissionAsked>, Partial<PermissionRules>, string]>([
    [
      'deny beats the workspace',
      { tool: 'edit', paths: [`${API}/docs/a.md`] },
      { deny: ['edit(docs/**)'] },
      'deny',
    ],
    [
      'deny of editing is one of deleting',
      { tool: 'delete', paths: [`${API}/docs/a`] },
      { deny: ['edit(docs/**)'] },
      'deny',
    ],
    [
      'deny reaches one of several',
      { tool: 'edit', paths: [`${API}/a`, `${API}/docs`] },
      { deny: ['edit(docs/**)'] },
      'deny',
    ],
    ['a name at any depth', { tool: 'read', paths: [`${API}/x/y/.env`] }, { deny: ['read(.env)'] }, 'deny'],
    [
      'a star stays in its name',
      { tool: 'edit', paths: [`${API}/docs/a/b`] },
      { deny: ['edit(docs/*)'] },
      'allow',
    ],
    [
      'deny beats allow',
      { tool: 'fetch', address: 'https://a.example.com' },
      { allow: ['fetch'], deny: ['fetch(*.example.com)'] },
      'deny',
    ],
    [
      'ask beats the workspace',
      { tool: 'edit', paths: [`${API}/package.json`] },
      { ask: ['edit(package.json)'] },
      'ask',
    ],
    ['ask alone beats the workspace', { tool: 'edit', paths: [`${API}/a`] }, { ask: ['edit'] }, 'ask'],
    [
      'ask beats allow',
      { tool: 'execute', command: 'npm test' },
      { allow: ['execute(npm *)'], ask: ['execute(npm test)'] },
      'ask',
    ],
    [
      'a pattern beats a bare ask',
      { tool: 'execute', command: 'npm test' },
      { allow: ['execute(npm *)'], ask: ['execute'] },
      'allow',
    ],
    [
      'a bare ask beats a bare allow',
      { tool: 'execute', command: 'npm test' },
      { allow: ['execute'], ask: ['execute'] },
      'ask',
    ],
    [
      'a bare deny',
      { tool: 'execute', command: 'npm test' },
      { allow: ['execute(*)'], deny: ['execute'] },
      'deny',
    ],
    [
      'nothing opens our state',
      { tool: 'read', paths: ['/home/bot/x'] },
      { allow: ['read(/home/**)', 'read'] },
      'deny',
    ],
    [
      'nothing opens hooks',
      { tool: 'edit', paths: [`${API}/.git/hooks/x`] },
      { allow: ['edit(.git/**)'] },
      'deny',
    ],
    ['bare allow stays inside', { tool: 'edit', paths: ['/etc/passwd'] }, { allow: ['edit'] }, 'ask'],
    [
      'a whole path leads outside',
      { tool: 'edit', paths: ['/tmp/x/y'] },
      { allow: ['edit(/tmp/**)'] },
      'allow',
    ],
    [
      'a name does not lead outside',
      { tool: 'edit', paths: ['/etc/a.md'] },
      { allow: ['edit(*.md)'] },
      'ask',
    ],
    [
      'every path has to be meant',
      { tool: 'delete', paths: [`${API}/a.md`, `${API}/b`] },
      { allow: ['delete(*.md)'] },
      'ask',
    ],
    [
      'two rules together',
      { tool: 'delete', paths: [`${API}/a.md`, `${API}/b`] },
      { allow: ['delete(*.md)', 'delete(b)'] },
      'allow',
    ],
    [
      'a host',
      { tool: 'fetch', address: 'https://a.example.com:8443/x?y' },
      { allow: ['fetch(*.example.com)'] },
      'allow',
    ],
    [
      'a host in disguise',
      { tool: 'fetch', address: 'https://a.example.com@evil.org/' },
      { allow: ['fetch(*.example.com)'] },
      'ask',
    ],
    [
      'a host at the end',
      { tool: 'fetch', address: 'https://evil.org/.example.com' },
      { allow: ['fetch(*.example.com)'] },
      'ask',
    ],
    ['no address', { tool: 'fetch', address: 'file:///etc/passwd' }, { allow: ['fetch(*)'] }, 'ask'],
    ['an MCP tool', { tool: 'other', mcp: 'github/list_issues' }, { allow: ['mcp(github/list_*)'] }, 'allow'],
    ['another MCP tool', { tool: 'other', mcp: 'github/delete' }, { allow: ['mcp(github/list_*)'] }, 'ask'],
    ['any MCP tool', { tool: 'other', mcp: 'github/delete' }, { deny: ['mcp'] }, 'deny'],
  ])('%s', (_, asked, rules, verdict) => {
    expect(judged(asked, rules).verdict).toBe(verdict);
  });

  test('the rule that decided is named as it was written', () => {
    expect(judged({ tool: 'execute', command: 'rm x' }, { deny: ['execute', 'execute(rm *)'] }).by).toBe(
      'execute',
    );
    expect(judged({ tool: 'execute', command: 'ls -l' }, { allow: ['execute(ls *)'] }).by).toBe(
      'execute(ls *)',
    );
  });
});

describe('Always allow', () => {
  test.each<[string, Partial<PermissionAsked>, Partial<PermissionAsked>, boolean]>([
    [
      'the same command',
      { tool: 'execute', command: 'npm test' },
      { tool: 'execute', command: 'npm  "test"' },
      true,
    ],
    [
      'more than the command',
      { tool: 'execute', command: 'npm test' },
      { tool: 'execute', command: 'npm test && rm x' },
      false,
    ],
    ['another joint', { tool: 'execute', command: 'a && b' }, { tool: 'execute', command: 'a | b' }, false],
    [
      'a variable that was a text',
      { tool: 'execute', command: "rm '$X'" },
      { tool: 'execute', command: 'rm $X' },
      false,
    ],
    [
      'two words that were one',
      { tool: 'execute', command: 'rm "a b"' },
      { tool: 'execute', command: 'rm a b' },
      false,
    ],
    [
      'the same unreadable line',
      { tool: 'execute', command: 'for x; do' },
      { tool: 'execute', command: 'for x; do' },
      true,
    ],
    ['the same file', { tool: 'delete', paths: ['/a', '/b'] }, { tool: 'delete', paths: ['/b'] }, true],
    ['one file more', { tool: 'delete', paths: ['/a'] }, { tool: 'delete', paths: ['/a', '/b'] }, false],
    ['another kind', { tool: 'move', paths: ['/a'] }, { tool: 'delete', paths: ['/a'] }, false],
    [
      'the same host',
      { tool: 'fetch', address: 'https://a.org/x' },
      { tool: 'fetch', address: 'https://A.org/y' },
      true,
    ],
    [
      'another host',
      { tool: 'fetch', address: 'https://a.org/x' },
      { tool: 'fetch', address: 'https://b.org/x' },
      false,
    ],
    ['the same MCP tool', { mcp: 'a/b' }, { mcp: 'a/b', title: 'y' }, true],
    ['another MCP tool', { mcp: 'a/b' }, { mcp: 'a/c' }, false],
    ['the same title', { title: 'Do it' }, { title: 'Do it' }, true],
    ['another title', { title: 'Do it' }, { title: 'Do that' }, false],
    [
      'a title that became a command',
      { tool: 'execute', title: 'x' },
      { tool: 'execute', title: 'x', command: 'y' },
      false,
    ],
  ])('%s', (_, allowed, asked, isSame) => {
    const rule = ruleOf({ tool: 'other', title: 'x', ...allowed }, DECISION);
    expect(judged(asked, { ask: ['execute', 'fetch', 'delete(*)'] }, [rule]).verdict).toBe(
      isSame ? 'allow' : 'ask',
    );
  });

  test('a rule of the run does not beat what is denied', () => {
    const rule = ruleOf({ tool: 'execute', title: 'x', command: 'rm x' }, DECISION);
    expect(judged({ tool: 'execute', command: 'rm x' }, { deny: ['execute(rm *)'] }, [rule]).verdict).toBe(
      'deny',
    );
  });
});

describe('rules as they are written', () => {
  test.each(['execute', ' edit(docs/**) ', 'fetch(*.example.com)', 'mcp(a/b)', 'mcp', ...TOOL_KINDS])(
    '%s',
    (text) => {
      expect(parseRule(text)).toMatchObject({ text: text.trim() });
    },
  );

  test.each([
    ['exec', /did you mean `execute`/u],
    ['', /is no kind of tool/u],
    ['Bash(npm test)', /is no kind of tool; the kinds are/u],
    ['execute(npm test', /lacks its closing/u],
    ['execute()', /nothing in the parentheses/u],
    ['execute(a && b)', /by itself/u],
    ['execute(a | b)', /by itself/u],
    ['edit(../x)', /`\.\.`/u],
    ['fetch(https://a.org/x)', /name a host/u],
    ['mcp(server)', /mcp\(server\/tool\)/u],
    ['think(x)', /nothing to compare/u],
    ['execute(a\u0007)', /control character/u],
    [`execute(${'a'.repeat(600)})`, /at most 500/u],
  ])('%s is refused', (text, fault) => {
    expect(parseRule(text)).toEqual({ fault: expect.stringMatching(fault) });
  });
});

describe('what may destroy something', () => {
  test.each([
    'rm -rf build',
    'rm -r x',
    'rm -fR x',
    'sudo rm -rf /',
    'npm test && rm -rf x',
    "bash -lc 'rm -rf x'",
    'xargs rm -rf',
    'find . -delete',
    'find . -exec rm -r {} +',
    'git push --force',
    'git push -f origin x',
    'git push origin +main',
    'git push --force-with-lease',
    'git reset --hard HEAD~1',
    'git clean -fdx',
    'git checkout -- .',
    'git checkout .',
    'git stash drop',
    'git branch -D x',
    'git -C api reset --hard',
    'dd if=/dev/zero of=/dev/sda',
    'mkfs.ext4 /dev/sda',
    'chmod -R 777 .',
    'chown -R a b',
    'psql -c "DROP TABLE users"',
    'echo "drop database x" | psql',
    'kubectl delete pod x',
    'terraform destroy',
    'terraform apply -auto-approve',
    'docker system prune -af',
    'docker compose down -v',
    'docker volume rm x',
    'aws s3 rm s3://b --recursive',
    'helm uninstall x',
    'redis-cli FLUSHALL',
    'curl x | sh',
    'curl x | sudo rm -r y',
    'cat x > /dev/sda',
    'pkill node',
    'truncate -s 0 x',
    'gh repo delete x',
    'echo "$(rm -rf x)"',
    'for f in *; do rm -rf $f; done',
  ])('%s', (command) => {
    expect(isDestructive({ tool: 'execute', command })).toBe(true);
  });

  test.each([
    'ls',
    'npm test',
    'rm x',
    'git push',
    'git push origin main',
    'git reset x',
    'git clean -n',
    'git checkout -b x',
    'git branch -d x',
    'chmod +x a',
    'kubectl get pods',
    'terraform plan',
    'docker ps',
    'docker run -it x',
    'psql -c "select 1"',
    'grep -r x .',
    'echo "rm -rf"',
    'npm test > /dev/null',
    'git commit -m "drop table of contents"',
  ])('%s is no such command', (command) => {
    expect(isDestructive({ tool: 'execute', command })).toBe(false);
  });

  test('deleting', () => {
    expect(isDestructive({ tool: 'delete' })).toBe(true);
    expect(isDestructive({ tool: 'edit' })).toBe(false);
  });
});

test('whatever is asked, there is a verdict, and no path outside is opened by the workspace', () => {
  const path = fc.string({
    unit: fc.constantFrom('/', '.', '..', 'home', 'bot', 'ws', 'r1', 'api', 'etc', '~', '\0'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...TOOL_KINDS),
      fc.array(path, { minLength: 1, maxLength: 3 }),
      (tool, paths) => {
        const { verdict } = judged({ tool, paths: paths.map((one) => `/etc/${one.replaceAll('..', '')}`) });
        expect(verdict).not.toBe('allow');
      },
    ),
  );
});
