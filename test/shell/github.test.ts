/** Reading an issue: with a token from a strict GitHub in small, and through `gh`. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type GithubOptions, type IssueFault, readIssue } from '../../src/shell/github.js';
import { removeTemporary, temporary } from '../fixtures/git-repos.js';
import { type Github, json, startGithub, TOKEN } from '../fixtures/github.js';

const NAME = { owner: 'acme', repo: 'api', number: 12 };
const PATH = '/api/v3/repos/acme/api/issues/12';
let github: Github;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(async () => {
  await github.close();
  removeTemporary();
});
afterEach(() => {
  github.asked.length = 0;
});

const { signal: never } = new AbortController();
const read = (more: Partial<GithubOptions> = {}, signal = never) =>
  readIssue(NAME, { api: github.api, site: github.site, token: TOKEN, environment: {}, ...more }, signal);
const fault = async (more: Partial<GithubOptions> = {}): Promise<IssueFault> =>
  read(more).then(
    () => Promise.reject(new Error('it was read')),
    (error: IssueFault) => error,
  );

describe('with a token', () => {
  test('the issue, then its comments', async () => {
    const comments = Array.from({ length: 60 }, (_, at) => ({ user: `u${at}`, body: `no. ${at}` }));
    github.has('acme/api#12', { title: 'Greet', body: 'Hello', user: 'ana', comments });
    const issue = await read();
    expect(issue).toMatchObject({ title: 'Greet', body: 'Hello', author: 'ana', state: 'open', left: 10 });
    expect(issue.remarks).toHaveLength(50);
    expect(issue.remarks[1]).toEqual({ author: 'u1', at: '2026-01-02T03:04:05Z', body: 'no. 1' });
    expect(github.asked).toEqual([`GET ${PATH}`, `GET ${PATH}/comments?per_page=50`]);
  });

  test('without comments one request; a text that is missing is empty', async () => {
    github.has('acme/api#12', { title: 'Greet', body: null, state: 'closed', user: '<!channel>' });
    expect(await read()).toMatchObject({ body: '', author: 'ghost', state: 'closed', remarks: [], left: 0 });
    expect(github.asked).toHaveLength(1);
  });

  test('comments that cannot be read do not lose the issue', async () => {
    github.has('acme/api#12', (request, response) =>
      request.url?.includes('comments')
        ? json(response, 502, {})
        : json(response, 200, { title: 'Greet', body: 'Hello', comments: 3 }),
    );
    expect(await read()).toMatchObject({ title: 'Greet', remarks: [], left: 3 });
  });

  const reset = { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1893456000' };
  test.each([
    ['404', 404, { message: 'Not Found' }, {}, { why: 'not_found' }],
    ['410', 410, { message: 'This issue was deleted' }, {}, { why: 'gone' }],
    ['401', 401, { message: 'Bad credentials' }, {}, { why: 'token_refused', detail: 'Bad credentials' }],
    ['403', 403, { message: 'needs SSO' }, {}, { why: 'forbidden', detail: 'needs SSO' }],
    // whole, so that a secret at the edge is known as one before the text is cut
    ['a long one', 403, { message: 'x'.repeat(900) }, {}, { why: 'forbidden', detail: 'x'.repeat(900) }],
    ['a limit', 403, { message: 'limit' }, reset, { why: 'rate_limited', until: '2030-01-01T00:00:00.000Z' }],
    ['a pause', 429, {}, { 'Retry-After': '60' }, { why: 'rate_limited', until: expect.any(String) }],
    ['502', 502, {}, {}, { why: 'unanswered', detail: 'GitHub answered 502' }],
    ['another form', 200, ['no issue'], {}, { why: 'unanswered', detail: 'the answer is no issue' }],
    ['a pull request', 200, { title: 'x', pull_request: {} }, {}, { why: 'pull_request' }],
  ])('%s is told as what it is', async (_, status, body, headers, expected) => {
    github.has('acme/api#12', (_request, response) => json(response, status, body, headers as never));
    expect(await fault()).toMatchObject(expected);
  });

  test('no JSON, no connection, no answer in time, too much', async () => {
    github.has('acme/api#12', (_, response) => void response.end('<html>'));
    expect(await fault()).toMatchObject({ why: 'unanswered', detail: 'the answer is no JSON' });
    github.has('acme/api#12', (_, response) => void response.writeHead(200).write('{"title":"x'));
    expect(await fault({ timeoutMs: 100 })).toMatchObject({ why: 'unanswered' });
    github.has('acme/api#12', (_, response) => json(response, 200, { title: 'x'.repeat(1_100_000) }));
    expect(await fault()).toMatchObject({ why: 'oversized' });
    expect(await fault({ api: 'http://127.0.0.1:9' })).toMatchObject({ why: 'unanswered' });
    const wrong = await fault({ token: 'ghp_somethingElse' });
    expect(wrong).toMatchObject({ why: 'token_refused' });
    expect(wrong.message).not.toContain('ghp_');
  });

  test('a moved issue is followed on the same host, and nowhere else', async () => {
    github.has('acme/old#12', { title: 'Moved' });
    github.has(
      'acme/api#12',
      (_, response) => void response.writeHead(301, { Location: '/api/v3/repos/acme/old/issues/12' }).end(),
    );
    expect(await read()).toMatchObject({ title: 'Moved' });
    const seen: unknown[] = [];
    const stranger = createServer((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}${PATH}`;
    github.has('acme/api#12', (_, response) => void response.writeHead(302, { Location: to }).end());
    expect(await fault()).toMatchObject({ why: 'moved_away' });
    expect(seen).toEqual([]);
    await new Promise((resolve) => stranger.close(resolve));
    github.has('acme/api#12', (_, response) => void response.writeHead(302, { Location: PATH }).end());
    expect(await fault()).toMatchObject({ why: 'unanswered' });
  });

  test('who breaks it off gets the reason, not a fault', async () => {
    const over = new AbortController();
    github.has('acme/api#12', () => over.abort(new Error('the bot ends')));
    await expect(read({}, over.signal)).rejects.toThrow('the bot ends');
  });
});

describe('through gh', () => {
  const place = (hosts: boolean, files: Record<string, unknown> = {}) => {
    const folder = temporary();
    mkdirSync(folder, { recursive: true });
    if (hosts) writeFileSync(join(folder, 'hosts.yml'), '');
    for (const [path, body] of Object.entries(files))
      writeFileSync(join(folder, path.replace(/[/?]/gu, '_')), JSON.stringify(body));
    const PATH = `${resolve('test/fixtures/gh')}:${process.env.PATH}`;
    const environment = { PATH, GH_CONFIG_DIR: folder, SLACK_BOT_TOKEN: 'xoxb-secret', OPENAI_API_KEY: 'sk' };
    return { folder, site: 'https://github.com', environment };
  };
  const through = ({ folder: _, ...more }: ReturnType<typeof place>): Partial<GithubOptions> => more;
  const withoutToken = (more: Partial<GithubOptions>, signal = never) =>
    readIssue(NAME, { api: github.api, site: 'https://github.com', environment: {}, ...more }, signal);
  const refused = (more: Partial<GithubOptions>) =>
    withoutToken(more).then(
      () => Promise.reject(new Error('it was read')),
      (error: IssueFault) => error,
    );

  test('the issue and its comments; gh sees no secrets of the bot', async () => {
    const path = 'repos/acme/api/issues/12';
    const made = place(true, {
      [path]: { title: 'Greet', body: 'Hello\r\n\r\nall', user: { login: 'ana' }, comments: 1 },
      [`${path}/comments?per_page=50`]: [
        { user: { login: 'ben' }, body: 'yes', created_at: '2026-01-02T03:04:05Z' },
      ],
    });
    expect(await withoutToken(through(made))).toMatchObject({
      title: 'Greet',
      body: 'Hello\r\n\r\nall',
      remarks: [{ author: 'ben', body: 'yes' }],
    });
    expect(readFileSync(join(made.folder, 'asked'), 'utf8').split('\n').slice(0, 5)).toEqual([
      'api',
      '--include',
      '--method',
      'GET',
      path,
    ]);
    expect(readFileSync(join(made.folder, 'environment'), 'utf8')).not.toMatch(/SLACK|OPENAI|xoxb/);
    const other = { ...through(made), site: 'https://ghe.example' };
    await withoutToken(other);
    expect(readFileSync(join(made.folder, 'asked'), 'utf8')).toContain('--hostname\nghe.example\n');
  });

  test('not found, not logged in, not there, not startable', async () => {
    expect(await refused(through(place(true)))).toMatchObject({ why: 'not_found' });
    const out = place(false);
    expect(await refused(through(out))).toMatchObject({ why: 'not_configured' });
    expect(existsSync(join(out.folder, 'asked'))).toBe(true);
    const none = temporary();
    expect(await refused({ environment: { PATH: none } })).toMatchObject({ why: 'not_configured' });
    mkdirSync(none, { recursive: true });
    writeFileSync(join(none, 'gh'), 'no program');
    chmodSync(join(none, 'gh'), 0o755);
    expect(await refused({ environment: { PATH: none } })).toMatchObject({ why: 'unanswered' });
  });

  test('one that never ends is ended', async () => {
    const folder = temporary();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'gh'), '#!/bin/sh\nsleep 60\n');
    chmodSync(join(folder, 'gh'), 0o755);
    const environment = { PATH: `${folder}:${process.env.PATH}` };
    expect(await refused({ environment, timeoutMs: 200 })).toMatchObject({ why: 'unanswered' });
  });
});
