/** Repositories of metawsm.yml: by `path` or by `url`, and which addresses are let through. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { ConfigFault, loadConfig, warningsOf } from '../../src/config.js';

const root = mkdtempSync(join(tmpdir(), 'metawsm-config-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1111-2222-abcdefgh', SLACK_APP_TOKEN: 'xapp-1-A1-1234-abcdef' };

/** The configuration with one repository of these lines, which stand from line 3 on. */
function load(...lines: string[]) {
  const repo = ['repos:', '  - name: api', ...lines.map((line) => `    ${line}`)];
  const rest = ['agents: [{ name: script, command: [./agent.sh] }]', 'access: { start: [everyone] }'];
  writeFileSync(join(root, 'metawsm.yml'), [...repo, ...rest, ''].join('\n'));
  return loadConfig({ env: SLACK, cwd: root });
}

function faults(...lines: string[]): string[] {
  try {
    load(...lines);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.faults.map(({ place, what, remedy }) => `${place}: ${what} → ${remedy}`);
  }
  return [];
}

test.each([
  'https://example.com/acme/api.git',
  'https://example.com:8443/acme/api',
  'ssh://git@example.com:2222/acme/api.git',
  'ssh://git@[::1]/acme/api.git',
  'git@example.com:acme/api.git',
  'example.com:~/api.git',
  'git@[::1]:acme/api.git',
  'file:///srv/git/my api.git',
  'http://git.lan/api.git',
])('%s is taken as it is', (url) => {
  expect(load(`url: ${JSON.stringify(url)}`).repos).toMatchObject([{ name: 'api', url }]);
});

test.each([
  ['https://ana:hunter22@example.com/api.git', /holds credentials.*credential helper/],
  ['https://ghp_hunter22@example.com/api.git', /holds credentials.*credential helper/],
  ['ssh://git:hunter22@example.com/api.git', /holds credentials/],
  ['git:hunter22@example.com:api.git', /holds credentials/],
  ['https://example.com/api.git?token=hunter22', /holds a `\?`/],
  ['ext::sh -c hunter22', /starts a program/],
  ['fd::17', /starts a program/],
  ['--upload-pack=hunter22', /begins with `-`/],
  ['ssh://-oProxyCommand=hunter22/api.git', /no address/],
  ['ssh://-l@example.com/api.git', /no address/],
  ['git@-oProxyCommand=hunter22:api.git', /no address/],
  ['git@example.com:-hunter22', /no address/],
  ['git@example.com:', /no address/],
  ['https://example.com', /no address/],
  ['https:///api.git', /no address/],
  ['git://example.com/api.git', /goes by `git`/],
  ['HTTPS://example.com/api.git', /goes by `HTTPS`/],
  ['ftp://example.com/api.git', /goes by `ftp`/],
  ['file://api.git', /no absolute path/],
  ['../hunter22/api', /is a path → name a clone with `path`/],
  ['hunter22', /no address/],
  ['', /is empty/],
])('%s is refused, and is not told again', (url, words) => {
  const found = faults(`url: ${JSON.stringify(url)}`);
  expect(found).toEqual([expect.stringMatching(words)]);
  expect(found[0]).toMatch(/^metawsm\.yml:3:5 repos\[0\]\.url: /);
  expect(found[0]).not.toContain('hunter22');
});

test('exactly one of `path` and `url`', () => {
  expect(faults('path: ../api', 'url: git@example.com:acme/api.git')).toEqual([
    'metawsm.yml:4:5 repos[0].url: stands beside `path` → keep one of the two',
  ]);
  expect(faults('base: main')).toEqual([
    'metawsm.yml:2:5 repos[0].path: is missing → name a local clone with `path`, or an address with `url`',
  ]);
});

test('http is warned of', () => {
  const words = (url: string) => warningsOf(load(`url: ${url}`)).filter(({ place }) => place === 'repos api');
  expect(words('http://git.lan/api.git')).toMatchObject([{ what: expect.stringContaining('`http`') }]);
  expect(words('https://git.lan/api.git')).toEqual([]);
});
