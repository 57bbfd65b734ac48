/** A tree that people have written by hand: closing a ticket changes what it says it changes, and no other byte. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { stampOf } from '../../../src/stages/tickets/names.js';
import { ticketStage } from '../../../src/stages/tickets/tickets.js';
import { commit, git, makeRemote, removeTemporary, temporary } from '../../fixtures/git-repos.js';
import { AT, call, closedRun, optionsFor, RUN_ID } from './closed-run.js';

afterEach(removeTemporary);

const FIXTURE = 'test/fixtures/docmgr';
const HAND = '2025/03/04/HAND-1--written-by-hand';
const CRLF = '2025/03/05/CRLF-2--from-windows';
const MIXED = '2025/03/06/MIX-3--mixed-ends';
const BLOCK = '2025/03/07/BLOCK-4--übung';
const OLD = '2025/03/07/OLD-7-before-the-double-dash';

type Bytes = Map<string, string>;

/** Bytes as latin1, so that no decoding forgives anything. */
function bytesIn(root: string): Bytes {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(paths.map((path) => [relative(root, path), readFileSync(path, 'latin1')]));
}

const KINDS = {
  plain() {
    const home = temporary();
    const root = join(home, 'tickets', 'ttmp');
    cpSync(FIXTURE, join(home, 'tickets'), { recursive: true });
    return { stage: ticketStage(optionsFor(home)), now: () => bytesIn(root) };
  },
  git() {
    const { clone } = makeRemote(temporary(), { 'a.txt': 'one\n' });
    cpSync(FIXTURE, clone, { recursive: true });
    git(clone, 'config', 'core.autocrlf', 'false');
    commit(clone, {});
    git(clone, 'push', '-q', 'origin', 'HEAD');
    const options = { repos: [{ name: 'docs', path: clone }], tickets: { repo: 'docs', root: 'ttmp' } };
    const now = () => {
      git(clone, 'pull', '-q', '--ff-only');
      return bytesIn(join(clone, 'ttmp'));
    };
    return { stage: ticketStage(optionsFor(temporary(), options)), now };
  },
} as const;

/** What is in `after` and was not in `before`, or other bytes; nothing may be gone. */
function changed(before: Bytes, after: Bytes): string[] {
  expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
  return [...after.keys()].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** The lines, ends and all, that differ; lines that came anew are at the end. */
function lines(before: string, after: string): [was: string | undefined, is: string | undefined][] {
  const [was, is] = [before, after].map((text) => text.split(/(?<=\n)/u));
  return (is ?? []).flatMap((line, at) => (line === was?.[at] ? [] : [[was?.[at], line] as const])) as [
    string | undefined,
    string | undefined,
  ][];
}

const STAMP = stampOf(AT);

function treeOf(kind: keyof typeof KINDS) {
  const { stage, now } = KINDS[kind]();
  const before = now();
  const close = (ticket: string) =>
    stage['ticket.write'](
      { step: 9 },
      closedRun({ ticket, wishes: [{ name: 'api' }, { name: 'web' }] }),
      call,
    );
  return { before, now, close, stage };
}

describe.each(['plain', 'git'] as const)('%s', (kind) => {
  const tree = () => treeOf(kind);

  test.each([
    [
      'HAND-1',
      HAND,
      '100',
      [
        ["Status  :  'active'      # since spring\n", "Status  :  'complete'      # since spring\n"],
        ['LastUpdated:    2025-03-04T05:06:07.123456789+01:00\n', `LastUpdated:    ${STAMP}\n`],
        ['Current status: **active** (since spring)\n', 'Current status: **complete** (since spring)\n'],
      ],
    ],
    [
      'crlf-2',
      CRLF,
      '01',
      [
        ['Status: "review"\r\n', 'Status: "complete"\r\n'],
        ['LastUpdated: 2025-03-05T05:06:07Z\r\n', `LastUpdated: ${STAMP}\r\n`],
        ['Current status: **review**\r\n', 'Current status: **complete**\r\n'],
      ],
    ],
  ])('%s: index and changelog change by what closing says', async (ticket, folder, number, edits) => {
    const { before, now, close } = tree();
    expect(await close(ticket)).toMatchObject({ type: 'ticket_written' });
    const after = now();
    const brief = `reference/${number}-bootstrap-brief-${RUN_ID}.md`;
    const report = `reference/${String(Number(number) + 1).padStart(2, '0')}-run-${RUN_ID}.md`;
    expect(changed(before, after)).toEqual(
      [brief, 'changelog.md', 'index.md', report].map((name) => `${folder}/${name}`).sort(),
    );
    const of = (bytes: Bytes, name: string) => bytes.get(`${folder}/${name}`) ?? '';
    expect(lines(of(before, 'index.md'), of(after, 'index.md'))).toEqual(edits);
    const log = of(after, 'changelog.md');
    expect(log.startsWith(of(before, 'changelog.md'))).toBe(true);
    const end = of(before, 'changelog.md').includes('\r\n') ? '\r\n' : '\n';
    const added = log.slice(of(before, 'changelog.md').length);
    expect(added.replaceAll(end, '')).not.toMatch(/[\r\n]/u);
    expect(log).toMatch(/[^\r\n](\r?\n){2,4}## \d{4}-\d\d-\d\d - Closed by metawsm run/u);
  });

  test('line ends stay mixed, and a new key and entry take those of their neighbours', async () => {
    const { before, now, close } = tree();
    await close('MIX-3');
    const after = now();
    const of = (bytes: Bytes, name: string) => bytes.get(`${MIXED}/${name}`) ?? '';
    const index = of(before, 'index.md')
      .replace('Status: active\n', 'Status: complete\n')
      .replace('DocType: index\r\n', `DocType: index\r\nLastUpdated: ${STAMP}\r\n`)
      .replace('**active**', '**complete**');
    expect(of(after, 'index.md')).toBe(index);
    expect(of(after, 'changelog.md').slice(of(before, 'changelog.md').length)).not.toContain('\r');
  });

  test.each([
    ['TWIN-5', 'ticket_ambiguous', ['2025/03/08/TWIN-5--one', '2025/03/09/TWIN-5--two']],
    ['bad-6', 'ticket_unreadable', ['2025/03/10/BAD-6--broken/index.md']],
  ])('%s is named, and nothing is written', async (ticket, code, paths) => {
    const { before, now, close, stage } = tree();
    const failed = await close(ticket);
    expect(failed).toMatchObject({ type: 'ticket_failed', fault: { code } });
    const { fault } = failed as { fault: { detail: string } };
    const root = kind === 'plain' ? 'tickets/ttmp' : 'ttmp';
    expect(fault.detail.split('\n').slice(1)).toEqual(paths.map((path) => `${root}/${path}`));
    expect(changed(before, now())).toEqual([]);
    // said before the start as well
    expect(await stage.read(ticket, new AbortController().signal)).toMatchObject({
      fields: {},
      unread: paths.map((path) => ({ path })),
    });
  });
});

describe('by hand', () => {
  const tree = () => treeOf('plain');

  test('block scalars, aliases and lists over lines are left as they are', async () => {
    const { before, now, close } = tree();
    await close('BLOCK-4');
    const after = now();
    const folder = `${BLOCK}/index.md`;
    const [was, is] = [before, after].map((bytes) => bytes.get(folder) ?? '');
    expect(is).toBe(
      was
        ?.replace('\nStatus: active\n', '\nStatus: complete\n')
        .replace('WhatFor: "a\\tb \\u00e9"\n', (line) => `${line}LastUpdated: ${STAMP}\n`)
        .replace('**draft**', '**complete**'),
    );
    expect(after.get(`${BLOCK}/reference/01-bootstrap-brief-${RUN_ID}.md`)).toContain(
      'Topics:\n    - web\n    - api\nDocType: reference\nIntent: long-term\nOwners:\n    - ana\n',
    );
  });

  test('a folder of the older form, without a status and with an empty changelog', async () => {
    const { before, now, close } = tree();
    await close('OLD-7');
    const after = now();
    expect(after.get(`${OLD}/index.md`)).toBe(
      before
        .get(`${OLD}/index.md`)
        ?.replace('DocType: index\n', `DocType: index\nStatus: complete\nLastUpdated: ${STAMP}\n`),
    );
    expect(after.get(`${OLD}/changelog.md`)).toMatch(/^## /u);
  });

  test('open tasks are counted and none is ticked', async () => {
    const { before, now, close } = tree();
    expect(await close('HAND-1')).toMatchObject({
      ticket: { openTasks: { count: 2, first: ['Mend it', 'Tell everybody'] } },
    });
    expect(await close('CRLF-2')).toMatchObject({ ticket: { openTasks: { count: 1, first: ['Eins'] } } });
    const tasks = (bytes: Bytes) => [...bytes].filter(([path]) => path.endsWith('tasks.md'));
    expect(tasks(now())).toEqual(tasks(before));
  });

  test('a new ticket takes owners, intent and the topics that the vocabulary knows', async () => {
    const { before, now, close } = tree();
    expect(await close('NEW-8')).toMatchObject({ type: 'ticket_written' });
    const after = now();
    const index = changed(before, after).find((path) => path.endsWith('index.md')) ?? '';
    expect(after.get(index)).toContain(
      // web stands in the vocabulary that .ttmp.yaml does not name
      'Topics:\n    - api\nDocType: index\nIntent: long-term\nOwners:\n    - ana\n',
    );
  });
});
