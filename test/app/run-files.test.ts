/** What the files of a run hold: the end of a log, the change of each repository; redacted, readable, limited. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { runFiles } from '../../src/app/run-files.js';
import { createRedactor } from '../../src/redact.js';
import type { RunContext } from '../../src/run/context.js';
import { runFile } from '../../src/shell/run-folder.js';
import { commit, git, makeRemote, removeTemporary, temporary } from '../fixtures/git-repos.js';
import { makeTree } from '../fixtures/git-trees.js';

afterEach(removeTemporary);

const SECRET = 'very-s3cr3t-value';
const redact = createRedactor({ env: { APP_TOKEN: SECRET } });
const ID = 'abc-1-aaaaaa';
const NEVER = new AbortController().signal;

describe('the log', () => {
  const logOf = async (written: string | Buffer) => {
    const home = temporary();
    writeFileSync(runFile(home, ID, 'agent.log'), written);
    return runFiles({ home, repos: [], redact })('log', { id: ID } as RunContext, NEVER);
  };

  test('is what the agent printed, without colours and secrets', async () => {
    expect(await logOf(`\u001b[31mred\u001b[0m ${SECRET}\r\n10%\r100%\n`)).toBe('red [redacted]\n100%\n');
  });

  test('is nothing where the agent has printed nothing, or has no log', async () => {
    expect(await logOf(' \n\u001b[0m\n')).toBeUndefined();
    const home = temporary();
    expect(
      await runFiles({ home, repos: [], redact })('log', { id: ID } as RunContext, NEVER),
    ).toBeUndefined();
  });

  test('is its end, begun at a whole line, and says so', async () => {
    const line = (at: number) => `${String(at).padStart(7, '0')} ${'x'.repeat(91)}`;
    const text = await logOf(`${Array.from({ length: 20_000 }, (_, at) => line(at)).join('\n')}\n`);
    const lines = text!.trimEnd().split('\n');
    expect(lines[0]).toMatch(/left out/);
    expect(lines[1]).toMatch(/^\d{7} x{91}$/);
    expect(lines.at(-1)).toBe(line(19_999));
    expect(text!.length).toBeGreaterThan(250 * 1024);
    expect(text!.length).toBeLessThan(257 * 1024);
  });

  test('never begins in the middle of a secret', async () => {
    // The secret lies across the place where the last 256 KiB begin.
    const text = await logOf(`${'a'.repeat(100_000)}\n${SECRET}${'b'.repeat(256 * 1024 - 8)}`);
    expect(text).not.toContain(SECRET.slice(-8));
  });

  test('of one endless line is the end of that line', async () => {
    const text = await logOf(`${'ü'.repeat(400_000)}end\n`);
    expect(text!.trimEnd().endsWith('end')).toBe(true);
    expect(text!).not.toContain('\ufffd');
  });
});

describe('the change', () => {
  const work = async (names: string[], change: (path: string, name: string) => string) => {
    const home = temporary();
    const repos = [];
    const worktrees = [];
    const changes = [];
    for (const name of names) {
      const { remote, clone } = makeRemote(join(home, 'remotes', name), {
        'README.md': '# Hello\n',
        'old.txt': 'old\n',
      });
      const { tree, base } = await makeTree(home, name, remote);
      const head = change(tree.path, name);
      repos.push({ name, path: clone });
      worktrees.push({ name, path: tree.path, base: 'main', baseCommit: base });
      changes.push({ name, head });
    }
    const run = { id: ID, worktrees, evidence: [{ changes }] } as unknown as RunContext;
    return { text: await runFiles({ home, repos, redact })('diff', run, NEVER), worktrees };
  };

  test('is one patch that can be applied, with binary files named', async () => {
    const { text, worktrees } = await work(['api'], (path) =>
      commit(path, { 'README.md': `# Hello ${SECRET}\n`, 'new file ü.txt': 'new\n', 'p.bin': 'a\0b' }),
    );
    expect(text).toMatch(/^# api: [0-9a-f]{12}\.\.[0-9a-f]{12}$/m);
    expect(text).toContain('+# Hello [redacted]');
    expect(text).toContain('new file ü.txt');
    expect(text).toMatch(/^Binary files \/dev\/null and b\/p\.bin differ$/m);
    expect(text).not.toContain(SECRET);
    const patch = join(worktrees[0]!.path, '..', 'change.diff');
    writeFileSync(patch, text!.replace(/diff --git a\/p\.bin[\s\S]*?(?=diff --git|$)/, ''));
    git(worktrees[0]!.path, 'checkout', '-q', worktrees[0]!.baseCommit);
    git(worktrees[0]!.path, 'apply', '--check', patch);
  });

  test('of files in another encoding is whole where it fits', async () => {
    const { text } = await work(['api', 'web'], (path, name) => {
      writeFileSync(join(path, 'latin.txt'), Buffer.alloc(900_000, `${'\xe9'.repeat(30)}\n`, 'latin1'));
      return commit(path, { 'z.txt': `end of ${name}\n` });
    });
    expect(text).toContain('+end of api');
    expect(text).toContain('+end of web');
    expect(text).not.toContain('cut here');
  });

  test('of several repositories has their names in front of the paths', async () => {
    const { text } = await work(['api', 'web'], (path, name) => commit(path, { 'README.md': `# ${name}\n` }));
    expect(text).toContain('--- a/api/README.md\n+++ b/api/README.md');
    expect(text).toContain('--- a/web/README.md\n+++ b/web/README.md');
  });

  test('without a change is nothing', async () => {
    expect((await work(['api'], (path) => git(path, 'rev-parse', 'HEAD'))).text).toBeUndefined();
  });

  test('obeys no attribute, no program and no setting of the agent', async () => {
    const { text } = await work(['api'], (path) => {
      git(path, 'config', 'diff.evil.command', 'touch /tmp/evil');
      git(path, 'config', 'diff.evil.textconv', 'echo converted');
      git(path, 'config', 'diff.noprefix', 'true');
      return commit(path, { '.gitattributes': '*.txt diff=evil\n', 'old.txt': 'newer\n' });
    });
    expect(text).toContain('--- a/old.txt\n+++ b/old.txt\n@@ -1 +1 @@\n-old\n+newer');
  });

  test.each(['y', '語'])('that is too long is cut at a line, and says so: %s', async (letter) => {
    const long = Array.from({ length: 120_000 }, (_, at) => `line ${at} ${letter.repeat(30)}`).join('\n');
    const { text } = await work(['api'], (path) => commit(path, { 'long.txt': `${long}\n` }));
    expect(text!.length).toBeLessThan(2.1 * 1024 * 1024);
    const lines = text!.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(new RegExp(`cut here.*metawsm/${ID}`));
    expect(lines.at(-2)).toMatch(new RegExp(`^\\+line \\d+ ${letter}{30}$`));
  });
});
