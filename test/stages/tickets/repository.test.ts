import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { dateParts } from '../../../src/stages/tickets/names.js';
import { ticketStage } from '../../../src/stages/tickets/tickets.js';
import {
  commit,
  git,
  makeRemote,
  makeRepo,
  removeTemporary,
  temporary,
  write,
} from '../../fixtures/git-repos.js';
import { AT, call, closedRun, optionsFor, RUN_ID } from './closed-run.js';

afterEach(removeTemporary);

const FOLDER = 'docs/ttmp/2025/01/02/ABC-12--x';
const BRIEF = `reference/01-bootstrap-brief-${RUN_ID}.md`;
const REPORT = `reference/02-run-${RUN_ID}.md`;
const INDEX = '---\nTitle: x\nTicket: ABC-12\nStatus: active\nDocType: index\n---\n\n# x\n';
const FILES = {
  'a.txt': 'one\n',
  [`${FOLDER}/index.md`]: INDEX,
  'docs/.ttmp.yaml': 'defaults: {intent: throwaway}\n',
};

function stageFor(home: string, path: string, change: { base?: string; root?: string } = {}) {
  const { root = 'docs/ttmp', ...repo } = change;
  const repos = [{ name: 'docs', path, ...repo }];
  return ticketStage(optionsFor(home, { repos, tickets: { repo: 'docs', root } }));
}

const close = (stage: ReturnType<typeof stageFor>, change = {}) =>
  stage['ticket.write']({ step: 9 }, closedRun(change), call);

/** The dialog of the merge has named the working tree. */
const told = (tree: string) => ({ ticketCheckout: { repo: 'docs', branch: 'main', tree } });

const written = { type: 'ticket_written' };
const failed = (detail: string) => ({
  type: 'ticket_failed',
  fault: { code: 'ticket_failed', repo: 'docs', detail: expect.stringContaining(detail) },
});

describe('documents in a repository with a remote', () => {
  test('get one commit that touches nothing else, and never a second one', async () => {
    const { remote, clone, push } = makeRemote(temporary(), FILES);
    push({ 'b.txt': 'later' });
    const before = git(remote, 'rev-parse', 'main');
    const stage = stageFor(temporary(), clone);
    expect(await close(stage)).toMatchObject(written);
    expect(await close(stage)).toMatchObject(written);
    expect(git(remote, 'rev-list', '--parents', '-1', 'main')).toMatch(new RegExp(` ${before}$`, 'u'));
    expect(git(remote, 'log', '-1', '--format=%B|%an|%ae', 'main')).toBe(
      `docs(ABC-12): close run ${RUN_ID}\n|metawsm|metawsm@localhost`,
    );
    expect(git(remote, 'diff', '--name-only', `${before}..main`).split('\n')).toEqual(
      ['changelog.md', 'index.md', BRIEF, REPORT].map((name) => `${FOLDER}/${name}`),
    );
    expect(git(remote, 'show', `main:${FOLDER}/index.md`)).toContain('Status: complete\n');
    // the person's clone is only read
    expect(git(clone, 'status', '--porcelain')).toBe('');
    expect(git(clone, 'branch', '--list')).toBe('* main');
  });

  test('make a new ticket without empty folders', async () => {
    const { remote, clone } = makeRemote(temporary(), {
      'a.txt': 'x',
      'docs/.ttmp.yaml': FILES['docs/.ttmp.yaml'] ?? '',
    });
    expect(await close(stageFor(temporary(), clone))).toMatchObject(written);
    const names = git(remote, 'ls-tree', '-r', '--name-only', 'main', 'docs/ttmp').split('\n');
    const folder = ['docs/ttmp', ...dateParts(AT), 'ABC-12--add-a-health-endpoint-get-health'].join('/');
    expect(names).toEqual(
      ['README.md', 'changelog.md', 'index.md', BRIEF, REPORT, 'tasks.md'].map((name) => `${folder}/${name}`),
    );
    expect(git(remote, 'show', `main:${folder}/index.md`)).toContain('Intent: throwaway\n');
  });

  test('go onto a base that somebody moves between fetch and push', async () => {
    const { remote, clone, push } = makeRemote(temporary(), FILES);
    const home = temporary();
    // the first push meets a base that has just moved
    const hook = join(remote, 'hooks', 'pre-receive');
    push({ 'b.txt': 'theirs' });
    const theirs = git(remote, 'rev-parse', 'main');
    git(remote, 'update-ref', 'refs/heads/main', `${theirs}^`);
    writeFileSync(
      hook,
      '#!/bin/sh\nunset GIT_QUARANTINE_PATH\n' +
        `[ -e ${home}/moved ] || { touch ${home}/moved; git update-ref refs/heads/main ${theirs}; }\n`,
    );
    chmodSync(hook, 0o755);
    expect(await close(stageFor(home, clone))).toMatchObject(written);
    expect(existsSync(join(home, 'moved'))).toBe(true);
    expect(git(remote, 'rev-parse', 'main^')).toBe(theirs);
  });

  test('that it refuses are told in its words, and a retry writes them', async () => {
    const { remote, clone } = makeRemote(temporary(), FILES);
    const hook = join(remote, 'hooks', 'pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "documents are frozen" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const stage = stageFor(temporary(), clone);
    expect(await close(stage)).toMatchObject(failed('documents are frozen'));
    rmSync(hook);
    expect(await close(stage)).toMatchObject(written);
  });

  test('are read as they stand on the remote', async () => {
    const { clone, push } = makeRemote(temporary(), FILES);
    push({ [`${FOLDER}/design/plan ü.md`]: '\r\nplan\n\n', [`${FOLDER}/picture.png`]: 'x' });
    const other = join(clone, '..', 'other');
    writeFileSync(join(other, FOLDER, 'picture.png'), Buffer.from([0x89, 0x50, 0xff, 0xfe, 0]));
    git(other, 'commit', '-qam', 'picture');
    git(other, 'push', '-q', 'origin', 'main');
    const stage = stageFor(temporary(), clone);
    const [first, again, none] = await Promise.all([
      stage.documents('abc-12'),
      stage.documents('ABC-12'),
      stage.documents('ABC-1'),
    ]);
    expect(first).toEqual([
      { path: 'design/plan ü.md', content: '\r\nplan\n\n' },
      { path: 'index.md', content: INDEX },
    ]);
    expect(again).toEqual(first);
    expect(none).toEqual([]);
  });
});

describe('documents in a repository without a remote', () => {
  test('reach a clean checkout of the base', async () => {
    const path = makeRepo(join(temporary(), 'docs'), FILES);
    write(path, { 'untracked.txt': 'x' });
    expect(await close(stageFor(temporary(), path), told(path))).toMatchObject(written);
    expect(readFileSync(join(path, FOLDER, 'index.md'), 'utf8')).toContain('Status: complete');
    expect(git(path, 'status', '--porcelain')).toBe('?? untracked.txt');
  });

  test('wait for a checkout that is not clean', async () => {
    const path = makeRepo(join(temporary(), 'docs'), FILES);
    write(path, { 'a.txt': 'half done' });
    const stage = stageFor(temporary(), path);
    expect(await close(stage, told(path))).toMatchObject(failed('not clean'));
    git(path, 'checkout', '-q', 'a.txt');
    expect(await close(stage, told(path))).toMatchObject(written);
  });

  test('do not move a checkout of which nobody was told; the next time it is known', async () => {
    const path = makeRepo(join(temporary(), 'docs'), FILES);
    const before = git(path, 'rev-parse', 'main');
    const stage = stageFor(temporary(), path);
    expect(await stage.read('ABC-12', new AbortController().signal)).toMatchObject({
      checkout: told(path).ticketCheckout,
    });
    expect(await close(stage, told(`${path}-before`))).toMatchObject({
      type: 'ticket_failed',
      fault: { code: 'ticket_checked_out', repo: 'docs', detail: path },
      checkout: told(path).ticketCheckout,
    });
    expect([git(path, 'rev-parse', 'main'), git(path, 'status', '--porcelain')]).toEqual([before, '']);
    const redact = (text: string) => text.replaceAll(path, '[redacted]');
    const options = { repos: [{ name: 'docs', path }], tickets: { repo: 'docs', root: 'docs/ttmp' }, redact };
    expect(await close(ticketStage(optionsFor(temporary(), options)), told(path))).toMatchObject(written);
    expect(readFileSync(join(path, FOLDER, 'index.md'), 'utf8')).toContain('Status: complete');
  });

  test('go to the configured base, wherever HEAD is', async () => {
    const path = makeRepo(join(temporary(), 'docs'), FILES);
    git(path, 'switch', '-q', '-c', 'feature');
    const head = commit(path, { 'b.txt': 'x' });
    expect(await close(stageFor(temporary(), path, { base: 'main' }))).toMatchObject(written);
    expect(git(path, 'rev-parse', 'feature')).toBe(head);
    expect(git(path, 'show', `main:${FOLDER}/${BRIEF}`)).toContain('# Bootstrap Brief');
  });
});

test('a root that leads elsewhere is refused', async () => {
  const path = makeRepo(join(temporary(), 'docs'), { 'a.txt': 'x' });
  symlinkSync('/tmp', join(path, 'linked'));
  commit(path, {});
  const before = git(path, 'rev-parse', 'main');
  for (const root of ['linked', 'linked/ttmp', 'a.txt', '../ttmp', 'x/../../y', '.git/x', '/tmp', '.'])
    expect(await close(stageFor(temporary(), path, { root }))).toMatchObject({ type: 'ticket_failed' });
  expect(git(path, 'rev-parse', 'main')).toBe(before);
});

describe('the root of the documents', () => {
  const INNER = '2025/01/02/ABC-12--x/index.md';
  const repo = (files: Record<string, string>) =>
    makeRepo(join(temporary(), 'docs'), { 'a.txt': 'x', ...files });
  const reading = (path: string, root?: string) =>
    stageFor(temporary(), path, root === undefined ? { root: 'ttmp' } : { root }).read(
      'ABC-12',
      new AbortController().signal,
    );
  const goal = `${INDEX}\n## Goal\n\nGreet by name\n`;

  test('is what .ttmp.yaml says, where the configuration says nothing but `ttmp`', async () => {
    const path = repo({ '.ttmp.yaml': 'root: ./planning/ttmp/ # ours\n', [`planning/ttmp/${INNER}`]: goal });
    expect(await reading(path)).toMatchObject({ fields: { goal: 'Greet by name' }, unread: [] });
    expect(await close(stageFor(temporary(), path, { root: 'ttmp' }), told(path))).toMatchObject({
      ...written,
      ticket: { repo: 'docs', folder: 'planning/ttmp/2025/01/02/ABC-12--x' },
    });
    expect(existsSync(join(path, 'ttmp'))).toBe(false);
  });

  test('is what the configuration says otherwise, and that the two differ is said before a second tree begins', async () => {
    const path = repo({ '.ttmp.yaml': 'root: planning\n', [`docs/ttmp/${INNER}`]: goal });
    expect(await reading(path, 'docs/ttmp')).toMatchObject({ fields: { goal: 'Greet by name' }, unread: [] });
    expect(await reading(path, 'other')).toMatchObject({
      fields: {},
      unread: [{ path: '.ttmp.yaml', why: 'other_root', detail: 'planning' }],
    });
    expect(await reading(path, 'planning')).toMatchObject({ fields: {}, unread: [] });
  });

  test.each(['../ttmp', '/srv/ttmp', '~/ttmp', '.git', '.', 'a/../..'])('never leads to %s', async (root) => {
    const path = repo({ '.ttmp.yaml': `root: ${root}\n` });
    const words = `\`root\` in .ttmp.yaml names no folder of the repository: ${root}`;
    expect(await reading(path)).toMatchObject({ unread: [{ why: 'unreachable', detail: words }] });
    expect(await close(stageFor(temporary(), path, { root: 'ttmp' }))).toMatchObject(failed(words));
    expect(git(path, 'rev-list', '--count', 'main')).toBe('1');
  });

  test('is not guessed from half a .ttmp.yaml', async () => {
    const path = repo({ '.ttmp.yaml': 'root: [\n' });
    const words = '.ttmp.yaml cannot be read';
    expect((await reading(path)).unread[0]?.detail).toContain(words);
    expect(await close(stageFor(temporary(), path, { root: 'ttmp' }))).toMatchObject(failed(words));
  });
});

describe('what stands in the way is named, and not replaced', () => {
  test.each<[string, (path: string) => void, string]>([
    [
      'an index that is a link',
      (path) => symlinkSync('../../a.txt', join(path, FOLDER, 'index.md')),
      'ABC-12--x/index.md',
    ],
    [
      'a changelog that is a link',
      (path) => symlinkSync('/etc/hosts', join(path, FOLDER, 'changelog.md')),
      'ABC-12--x/changelog.md',
    ],
    [
      'a folder that is a file',
      (path) => writeFileSync(join(path, FOLDER, 'reference'), 'x'),
      'ABC-12--x/reference',
    ],
    [
      'a folder that is a link',
      (path) => symlinkSync('/tmp', join(path, FOLDER, 'reference')),
      'ABC-12--x/reference',
    ],
    [
      'the ticket’s folder is a link',
      (path) => {
        rmSync(join(path, FOLDER), { recursive: true });
        symlinkSync('/tmp', join(path, FOLDER));
      },
      'ABC-12--x',
    ],
  ])('%s', async (_, spoil, name) => {
    const path = makeRepo(join(temporary(), 'docs'), { 'a.txt': 'x', [`${FOLDER}/notes.md`]: 'x' });
    if (name.endsWith('changelog.md') || name.endsWith('reference'))
      write(path, { [`${FOLDER}/index.md`]: INDEX });
    spoil(path);
    const before = commit(path, {});
    const event = await close(stageFor(temporary(), path));
    expect(event).toMatchObject({
      ...failed(`\ndocs/ttmp/2025/01/02/${name}`),
      fault: { code: 'ticket_unreadable', repo: 'docs' },
    });
    expect(git(path, 'rev-parse', 'main')).toBe(before);
  });
});

test.each(['with a remote', 'without', 'of the bot’s own'])(
  'two runs close one ticket at once: %s',
  async (where) => {
    const { remote, clone } = makeRemote(temporary(), FILES);
    const path = where === 'without' ? makeRepo(join(temporary(), 'docs'), FILES) : clone;
    const home = temporary();
    const ids = ['abc-12-aaaaaa', 'abc-12-bbbbbb', 'abc-12-cccccc'];
    const stages = where.startsWith('of')
      ? Array(3).fill(ticketStage(optionsFor(home)))
      : ids.map(() => stageFor(home, path));
    const events = await Promise.all(ids.map((id, at) => close(stages[at], { id, ...told(path) })));
    expect(events).toEqual(ids.map(() => expect.objectContaining(written)));
    const folder = (events[0] as { ticket: { folder: string } }).ticket.folder;
    const read = (name: string) =>
      where.startsWith('of')
        ? readFileSync(join(home, folder, name), 'utf8')
        : git(where === 'without' ? path : remote, 'show', `main:${folder}/${name}`);
    const entries = read('changelog.md').match(/Closed by metawsm run \S+/gu) ?? [];
    expect(entries.sort()).toEqual(ids.map((id) => `Closed by metawsm run ${id}`));
    expect(read('index.md')).toContain('Status: complete');
  },
);

test('nobody’s checkout, index or worktree is touched', async () => {
  const { remote, clone } = makeRemote(temporary(), FILES);
  git(clone, 'worktree', 'add', '-q', '-b', 'metawsm/abc-12-k3f9q2', join(clone, '..', 'worktree'));
  write(clone, { 'a.txt': 'half done', 'b.txt': 'staged' });
  git(clone, 'add', 'b.txt');
  const look = (folder: string) => [
    git(folder, 'status', '--porcelain=v2', '--branch'),
    git(folder, 'rev-parse', 'HEAD'),
    readFileSync(join(git(folder, 'rev-parse', '--absolute-git-dir'), 'index')).toString('hex'),
  ];
  const folders = [clone, join(clone, '..', 'worktree')];
  const before = [...folders.map(look), git(clone, 'for-each-ref')];
  expect(await close(stageFor(temporary(), clone))).toMatchObject(written);
  expect([...folders.map(look), git(clone, 'for-each-ref')]).toEqual(before);
  expect(git(remote, 'log', '-1', '--format=%s', 'main')).toBe(`docs(ABC-12): close run ${RUN_ID}`);
});
