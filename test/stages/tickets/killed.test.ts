/** Closing a ticket in a process that is killed at each step: the second try completes it, and nothing is there twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { dateParts } from '../../../src/stages/tickets/names.js';
import { type TicketOptions, ticketStage } from '../../../src/stages/tickets/tickets.js';
import { git, makeRemote, makeRepo, removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { AT, call, closedRun, optionsFor, RUN_ID } from './closed-run.js';

afterEach(removeTemporary);

const SLUG = 'ABC-12--add-a-health-endpoint-get-health';
const FOLDER = [...dateParts(AT), SLUG].join('/');
const BRIEF = `reference/01-bootstrap-brief-${RUN_ID}.md`;
const REPORT = `reference/02-run-${RUN_ID}.md`;
const INDEX = '---\nTitle: x\nTicket: ABC-12\nStatus: active\nDocType: index\n---\n\n# x\n';

/** True where it was killed. */
async function closesUntilKilled(options: TicketOptions, nth: number, change = {}, path = process.env.PATH) {
  const facts = JSON.stringify({ ...options, at: AT });
  const args = [
    'test/fixtures/closes-until-killed.ts',
    facts,
    JSON.stringify(closedRun(change)),
    String(nth),
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: path },
  });
  const [, signal] = await once(child, 'exit');
  return signal === 'SIGKILL';
}

const close = (options: TicketOptions, change = {}) =>
  ticketStage({ ...options, personName: async (id) => id })['ticket.write'](
    { step: 9 },
    closedRun(change),
    call,
  );

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

describe('files in the home', () => {
  const options = () => {
    const home = temporary();
    return { ...optionsFor(home), root: join(home, 'tickets/ttmp') };
  };

  test('each file in turn is the one that did not come', async () => {
    const whole = options();
    await close(whole);
    const expected = filesIn(whole.root);
    expect(Object.keys(expected)).toHaveLength(6);
    for (let nth = 1; ; nth += 1) {
      const { root, ...broken } = options();
      if (!(await closesUntilKilled(broken, nth))) {
        expect(nth).toBe(7);
        break;
      }
      expect(await close(broken)).toMatchObject({ type: 'ticket_written' });
      expect([nth, filesIn(root)]).toEqual([nth, expected]);
    }
  }, 120_000);

  test('another run of the ticket is closed before the second try: the numbers that were told stay', async () => {
    for (let nth = 1; nth < 7; nth += 1) {
      const { root, ...broken } = options();
      expect(await closesUntilKilled(broken, nth)).toBe(true);
      await close(broken, { id: 'abc-12-zzzzzz' });
      expect(await close(broken)).toMatchObject({ type: 'ticket_written' });
      const files = filesIn(join(root, FOLDER));
      const changelog = files['changelog.md'] ?? '';
      expect(changelog.match(/^## .* - Closed by metawsm run/gmu)).toHaveLength(2);
      const told = [...changelog.matchAll(/^- (reference\/\S+) —/gmu)].map(([, path = '']) => path);
      expect([nth, told.sort()]).toEqual([
        nth,
        Object.keys(files).filter((path) => /^reference\//.test(path)),
      ]);
      for (const path of told.filter((one) => one.includes('-run-')))
        for (const [, brief = ''] of (files[path] ?? '').matchAll(/\]\(\.\/(\S+-bootstrap-brief-\S+)\)/gu))
          expect([nth, existsSync(join(root, FOLDER, 'reference', brief))]).toEqual([nth, true]);
    }
  }, 120_000);
});

/** A git that kills the bot before or after its first command that begins so. */
function killingGit(folder: string, when: 'before' | 'after', command: string): string {
  const real = (process.env.PATH ?? '').split(':').find((one) => existsSync(join(one, 'git'))) ?? '';
  const kill = 'kill -9 $PPID; exit 1';
  const lines = [
    `case " $* " in *" ${command} "*)`,
    `  if mkdir '${folder}/struck' 2>/dev/null; then`,
    when === 'before' ? `    ${kill}` : `    '${real}/git' "$@" >/dev/null 2>&1; ${kill}`,
    '  fi;;',
    'esac',
    `exec '${real}/git' "$@"`,
  ];
  write(folder, { 'bin/git': `#!/bin/sh\n${lines.join('\n')}\n` });
  chmodSync(join(folder, 'bin/git'), 0o755);
  return `${join(folder, 'bin')}:${process.env.PATH}`;
}

describe('one commit in a repository', () => {
  const STEPS = (['before', 'after'] as const).flatMap((when) =>
    ['commit-tree', 'update-ref'].map((command) => [when, command] as const),
  );
  const FILES = { 'a.txt': 'one\n', 'ttmp/2025/01/02/ABC-12--x/index.md': INDEX };

  test.each([...STEPS, ['before', 'push'], ['after', 'push']] as const)(
    'with a remote, killed %s %s',
    async (when, command) => {
      const { remote, clone } = makeRemote(temporary(), FILES);
      await provesOne(remote, clone, when, command);
      expect(git(clone, 'status', '--porcelain')).toBe('');
    },
    60_000,
  );

  test.each(STEPS)(
    'of a person, checked out, killed %s %s',
    async (when, command) => {
      const path = makeRepo(join(temporary(), 'api'), FILES);
      await provesOne(path, path, when, command);
      expect(git(path, 'status', '--porcelain')).toBe('');
    },
    60_000,
  );
});

async function provesOne(holder: string, path: string, when: 'before' | 'after', command: string) {
  const home = temporary();
  const options = optionsFor(home, {
    repos: [{ name: 'api', path }],
    tickets: { repo: 'api', root: 'ttmp' },
  });
  const told = { ticketCheckout: { repo: 'api', branch: 'main', tree: path } };
  const before = git(holder, 'rev-parse', 'main');
  const shim = killingGit(temporary(), when, command);
  expect(await closesUntilKilled(options, 0, told, shim)).toBe(true);
  expect(await close(options, told)).toMatchObject({ type: 'ticket_written' });
  expect(git(holder, 'log', '--format=%s', `${before}..main`)).toBe(`docs(ABC-12): close run ${RUN_ID}`);
  const files = git(holder, 'diff', '--name-only', `${before}..main`).split('\n');
  const folder = 'ttmp/2025/01/02/ABC-12--x';
  expect(files).toEqual(['changelog.md', 'index.md', BRIEF, REPORT].map((name) => `${folder}/${name}`));
}
