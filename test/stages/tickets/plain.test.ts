import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { dateOf, dateParts, stampOf } from '../../../src/stages/tickets/names.js';
import { ticketStage } from '../../../src/stages/tickets/tickets.js';
import { removeTemporary, temporary, write } from '../../fixtures/git-repos.js';
import { AT, call, closedRun, optionsFor, RUN_ID } from './closed-run.js';

afterEach(removeTemporary);

const SLUG = 'ABC-12--add-a-health-endpoint-get-health';
const BRIEF = `reference/01-bootstrap-brief-${RUN_ID}.md`;
const REPORT = `reference/02-run-${RUN_ID}.md`;
const INDEX = '---\nTitle: x\nTicket: ABC-12\nStatus: active\nTopics: []\nDocType: index\n---\n\n# x\n';

/** A golden file; what depends on the time zone of the machine stands in braces. */
function golden(name: string): string {
  const text = readFileSync(join('test/stages/tickets/golden', name), 'utf8');
  return text.replaceAll('{date}', dateOf(AT)).replaceAll('{stamp}', stampOf(AT));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function home() {
  const folder = temporary();
  const root = join(folder, 'tickets', 'ttmp');
  const stage = ticketStage(optionsFor(folder));
  const close = (change = {}) => stage['ticket.write']({ step: 9 }, closedRun(change), call);
  return { root, stage, close, read: (path: string) => readFileSync(join(root, path), 'utf8') };
}

describe('a ticket that does not exist', () => {
  test('is made whole and closed', async () => {
    const { root, close, read } = home();
    const folder = [...dateParts(AT), SLUG].join('/');
    const ticket = { folder: `tickets/ttmp/${folder}` };
    expect(await close()).toEqual({ type: 'ticket_written', step: 9, at: AT, ticket });
    expect(filesIn(root)).toEqual(
      ['README.md', 'changelog.md', 'index.md', BRIEF, REPORT, 'tasks.md']
        .map((name) => `${folder}/${name}`)
        .sort(),
    );
    expect(read(`${folder}/index.md`)).toBe(golden('index.golden'));
    expect(read(`${folder}/changelog.md`)).toBe(golden('changelog.golden'));
    expect(read(`${folder}/${BRIEF}`)).toBe(golden('brief.golden'));
    expect(read(`${folder}/${REPORT}`)).toBe(golden('report.golden'));
    for (const name of ['design', 'playbooks', 'scripts', 'sources', '.meta', 'various', 'archive'])
      expect(readdirSync(join(root, folder, name))).toEqual([]);
  });

  test('takes owners and intent from .ttmp.yaml', async () => {
    const { root, close, read } = home();
    write(join(root, '..'), { '.ttmp.yaml': 'defaults:\n  owners: [ana, "b: c"]\n  intent: short-term\n' });
    await close();
    const brief = read([...dateParts(AT), SLUG, BRIEF].join('/'));
    expect(brief).toContain("Intent: short-term\nOwners:\n    - ana\n    - 'b: c'\n");
  });

  test('is not made by half a .ttmp.yaml: what is wrong with it is said, and nothing is written', async () => {
    const { root, close } = home();
    write(join(root, '..'), { '.ttmp.yaml': 'defaults:\n  owners: [ana\n  intent: short-term\n' });
    expect(await close()).toMatchObject({
      type: 'ticket_failed',
      fault: { code: 'ticket_failed', detail: expect.stringMatching(/^\.ttmp\.yaml cannot be read: /) },
    });
    expect(existsSync(root)).toBe(false);
    write(join(root, '..'), { '.ttmp.yaml': 'defaults:\n  owners: [ana]\n' });
    expect(await close()).toMatchObject({ type: 'ticket_written' });
  });

  test('is named by its id alone where nothing else is known', async () => {
    const { root, close } = home();
    await close({ brief: { ...closedRun().brief, goal: 'ABC-12: …' } });
    expect(existsSync(join(root, ...dateParts(AT), 'ABC-12--document', 'index.md'))).toBe(true);
  });
});

describe('a ticket that exists', () => {
  test('is found in any letter case, but an exact id wins', async () => {
    const { root, close } = home();
    write(root, { '2025/01/02/abc-12--old/index.md': INDEX.replace('ABC-12', 'abc-12') });
    await close();
    expect(existsSync(join(root, '2025/01/02/abc-12--old', BRIEF))).toBe(true);
    write(root, { '2025/01/03/ABC-12--new/index.md': INDEX });
    await close({ id: 'abc-12-zzzzzz' });
    expect(
      existsSync(join(root, '2025/01/03/ABC-12--new/reference/01-bootstrap-brief-abc-12-zzzzzz.md')),
    ).toBe(true);
    expect(readdirSync(join(root, '2025/01/02/abc-12--old/reference'))).toHaveLength(2);
  });

  test('is found by the name of its folder where there is no index', async () => {
    const { root, close, read } = home();
    const folder = '2025/01/02/ABC-12--old';
    write(join(root, folder), { 'notes.md': 'x' });
    expect(await close()).toMatchObject({ type: 'ticket_written' });
    expect(read(`${folder}/index.md`)).toContain('Status: complete\n');
    expect(filesIn(root).every((path) => path.startsWith(folder))).toBe(true);
  });

  test.each([
    [
      'a header that does not decode',
      '---\nTitle: [\nStatus: active\n---\n',
      'Its frontmatter cannot be read:',
    ],
    ['a key twice', INDEX.replace('Title: x', 'Status: x'), 'Its frontmatter cannot be read:'],
    ['no header', '# by hand\n', 'It has no frontmatter:'],
    ['a header that never ends', '---\nTicket: ABC-12\n\n# x\n', 'It has no frontmatter:'],
    [
      'a quoted key',
      INDEX.replace('Status', '"Status"'),
      'Its frontmatter is written in a way that I do not edit:',
    ],
    [
      'a value over lines',
      INDEX.replace('active', 'active\n  and so on'),
      'Its Status is written in a way that I do not edit:',
    ],
  ])('is not rewritten where its index has %s: the file is named', async (_, index, words) => {
    const { root, close, read } = home();
    const path = '2025/01/02/ABC-12--old/index.md';
    write(root, { [path]: index });
    expect(await close()).toMatchObject({
      type: 'ticket_failed',
      fault: { code: 'ticket_unreadable', detail: `${words}\ntickets/ttmp/${path}` },
    });
    expect(filesIn(root)).toEqual([path]);
    expect(read(path)).toBe(index);
  });

  test('is not taken for one whose id only begins alike', async () => {
    const { root, close } = home();
    write(root, { '2025/01/02/ABC-123--x/index.md': INDEX.replace('ABC-12', 'ABC-123') });
    await close();
    expect(readdirSync(join(root, '2025/01/02/ABC-123--x'))).toEqual(['index.md']);
  });

  test('with two folders is named, and nothing is written', async () => {
    const { root, close, stage } = home();
    write(root, { '2025/01/02/ABC-12--x/index.md': INDEX, '2025/01/03/ABC-12--y/index.md': INDEX });
    const before = filesIn(root);
    expect(await close()).toEqual({
      type: 'ticket_failed',
      step: 9,
      at: AT,
      fault: {
        code: 'ticket_ambiguous',
        detail:
          '2 folders claim ABC-12:\ntickets/ttmp/2025/01/02/ABC-12--x\ntickets/ttmp/2025/01/03/ABC-12--y',
      },
    });
    expect(filesIn(root)).toEqual(before);
    expect((await stage.documents('ABC-12')).map(({ path }) => path)).toEqual([
      'ABC-12--x/index.md',
      'ABC-12--y/index.md',
    ]);
  });

  test('claimed by folders of the same name has each document by a path of its own', async () => {
    const { root, stage } = home();
    write(root, { '2025/01/02/ABC-12--x/index.md': INDEX, '2025/01/03/ABC-12--x/index.md': INDEX });
    expect((await stage.documents('ABC-12')).map(({ path }) => path)).toEqual([
      '2025/01/02/ABC-12--x/index.md',
      '2025/01/03/ABC-12--x/index.md',
    ]);
  });

  test('is not doubled by templates, ignored folders and copies inside it', async () => {
    const { root, close } = home();
    write(root, {
      '.docmgrignore': '# old\nattic/\n*.bak\n',
      '_templates/index.md': INDEX,
      'attic/2024/ABC-12--x/index.md': INDEX,
      'x.bak/index.md': INDEX,
      '2025/01/02/ABC-12--x/index.md': INDEX,
      '2025/01/02/ABC-12--x/sources/index.md': INDEX,
      '2025/01/02/ABC-12--x/.meta/index.md': INDEX,
    });
    expect(await close()).toMatchObject({ type: 'ticket_written' });
    expect(existsSync(join(root, '2025/01/02/ABC-12--x', BRIEF))).toBe(true);
  });

  test('keeps every byte that closing does not speak of', async () => {
    const { root, close, read } = home();
    const folder = '2025/01/02/ABC-12--x';
    const index = [
      '---',
      'Title: Fix @home: part #2',
      '# a remark',
      'Ticket:   "ABC-12"  # ours',
      "Status:  'active'   # by hand",
      'Custom: {a: 1,   b: [ 2 ]}',
      'DocType: index',
      'Topics: [ web,  api ]',
      'Owners:',
      '  - ana',
      'LastUpdated: 2025-01-02T03:04:05.123456789+01:00',
      '---',
      '',
      '',
      '# Fix   ',
      'Current status: **active** (since spring)',
      'Current status: **second**',
    ].join('\r\n');
    write(join(root, folder), {
      'index.md': index,
      'changelog.md': '# Changelog\r\n\r\n## 2025-01-02\r\n\r\n- made',
      'reference/07-x.md': 'x',
      'reference/99-operator-feedback.md': 'x',
    });
    expect(await close()).toMatchObject({ type: 'ticket_written' });
    expect(read(`${folder}/index.md`)).toBe(
      index
        .replace("'active'", "'complete'")
        .replace('2025-01-02T03:04:05.123456789+01:00', stampOf(AT))
        .replace('**active**', '**complete**'),
    );
    const changelog = read(`${folder}/changelog.md`);
    expect(changelog.startsWith('# Changelog\r\n\r\n## 2025-01-02\r\n\r\n- made\r\n\r\n## ')).toBe(true);
    expect(changelog.replaceAll('\r\n', '')).not.toContain('\n');
    const brief = read(`${folder}/reference/100-bootstrap-brief-${RUN_ID}.md`);
    expect(brief).toContain(
      'Ticket: ABC-12\nStatus: complete\nTopics:\n    - web\n    - api\nDocType: reference\n',
    );
    expect(brief).toContain('Owners:\n    - ana\n');
  });

  test('gets keys that its header lacks', async () => {
    const { root, close, read } = home();
    const folder = '2025/01/02/ABC-12--x';
    write(join(root, folder), { 'index.md': '---\nTicket: ABC-12\nDocType: index\n---\n' });
    await close();
    expect(read(`${folder}/index.md`)).toBe(
      `---\nTicket: ABC-12\nDocType: index\nStatus: complete\nLastUpdated: ${stampOf(AT)}\n---\n`,
    );
  });
});

describe('repeating', () => {
  test('changes nothing once the brief is there', async () => {
    const { root, close, read } = home();
    await close();
    const before = filesIn(root).map((path) => [path, read(path)]);
    expect(await close({ ticket: 'abc-12' })).toMatchObject({ type: 'ticket_written' });
    expect(filesIn(root).map((path) => [path, read(path)])).toEqual(before);
  });

  test('completes what was killed half way, with one entry', async () => {
    const { root, close, read } = home();
    await close();
    const folder = [...dateParts(AT), SLUG].join('/');
    for (const gone of [
      [BRIEF],
      [BRIEF, 'index.md'],
      [BRIEF, 'index.md', REPORT],
      [BRIEF, 'index.md', REPORT, 'changelog.md', 'tasks.md'],
    ]) {
      for (const name of gone) rmSync(join(root, folder, name));
      expect(await close()).toMatchObject({ type: 'ticket_written' });
      expect(read(`${folder}/changelog.md`)).toBe(golden('changelog.golden'));
      expect(read(`${folder}/index.md`)).toBe(golden('index.golden'));
      expect(read(`${folder}/${REPORT}`)).toBe(golden('report.golden'));
      expect(readdirSync(join(root, folder, 'reference'))).toHaveLength(2);
    }
  });

  test('of another run adds a second entry, a second brief and a second report', async () => {
    const { root, close, read } = home();
    await close();
    await close({ id: 'abc-12-zzzzzz' });
    const folder = [...dateParts(AT), SLUG].join('/');
    expect(readdirSync(join(root, folder, 'reference'))).toEqual([
      '01-bootstrap-brief-abc-12-k3f9q2.md',
      '02-run-abc-12-k3f9q2.md',
      '03-bootstrap-brief-abc-12-zzzzzz.md',
      '04-run-abc-12-zzzzzz.md',
    ]);
    expect(read(`${folder}/changelog.md`).match(/^## .* - Closed by metawsm run/gmu)).toHaveLength(2);
  });
});

test('links out of the tree are neither read nor written', async () => {
  const { root, close, stage } = home();
  const outside = temporary();
  write(outside, { 'secret.md': 'secret', 'index.md': INDEX });
  write(root, { '2025/01/02/ABC-12--x/index.md': INDEX });
  symlinkSync(join(outside, 'secret.md'), join(root, '2025/01/02/ABC-12--x/link.md'));
  symlinkSync(outside, join(root, '2025/01/02/ABC-12--x/linked'));
  symlinkSync(outside, join(root, '2025/01/02/ABC-12--x/reference'));
  expect((await stage.documents('ABC-12')).map(({ path }) => path)).toEqual(['index.md']);
  expect(await close()).toMatchObject({
    type: 'ticket_failed',
    fault: {
      code: 'ticket_unreadable',
      detail: 'It is a link, and links are not followed:\ntickets/ttmp/2025/01/02/ABC-12--x/reference',
    },
  });
  expect(readdirSync(outside)).toEqual(['index.md', 'secret.md']);

  const other = home();
  mkdirSync(join(other.root, '..'));
  symlinkSync(outside, other.root);
  expect(await other.close()).toMatchObject({ type: 'ticket_failed' });
});

test('what leaves is redacted', async () => {
  const folder = temporary();
  const redact = (text: string) => text.replaceAll('8080', '[redacted]');
  const stage = ticketStage(optionsFor(folder, { redact }));
  await stage['ticket.write']({ step: 9 }, closedRun(), call);
  const changelog = join(folder, 'tickets', 'ttmp', ...dateParts(AT), SLUG, 'changelog.md');
  expect(readFileSync(changelog, 'utf8')).toContain('**A:** [redacted] (Ben, U2)');
});
