/** Files for one person: once, whatever fails on the way; what stands in the way is told to that person alone. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EffectCall, Later } from '../../src/engine/ports.js';
import type { Log } from '../../src/logging.js';
import { type SlackServer, type StartSlack, startSlack } from '../../src/playground/server/slack-server.js';
import type { RunContext } from '../../src/run/context.js';
import type { FileKind } from '../../src/run/effects.js';
import { createClients } from '../../src/slack/clients.js';
import { createVoice, type Voice } from '../../src/slack/post.js';

const lines: string[] = [];
const note = (...words: unknown[]) => void lines.push(JSON.stringify(words));
const log = { debug: note, info: note, warn: note, error: note, run: () => log } as unknown as Log;

let slack: SlackServer;
let voice: Voice;
let text: string | undefined;
/** How far our clock is ahead of Slack's. */
let aheadMs: number;

const now = () => Date.now() + aheadMs;
const ID = 'abc-12-k3f9q2/17/0';

function speak(timeoutMs = 30_000): Voice {
  const clients = createClients({ token: slack.botToken, apiUrl: slack.url, log, timeoutMs });
  return createVoice({
    ...clients,
    redact: (words) => words,
    contentOf: async () => text,
    viewOf: () => undefined,
    digestOf: () => '',
    log,
    settle: { requestTimeoutMs: 1_000, marginMs: 500 },
    now,
  });
}

const people = () => ({ ana: slack.person('ana'), ben: slack.person('ben'), dev: slack.channel('dev') });

async function begin(options?: StartSlack): Promise<void> {
  slack = await startSlack(options);
  lines.length = 0;
  aheadMs = 0;
  text = 'line one\nline two\n';
  const { ana, ben } = people();
  slack.channel('dev', { members: [ana, ben] });
  voice = speak();
}

const run = () =>
  ({
    id: 'abc-12-k3f9q2',
    ticket: 'ABC-12',
    channel: people().dev.id,
    requester: people().ana.id,
    messages: {},
  }) as unknown as RunContext;

const send = (how: Partial<EffectCall> = {}, what: FileKind = 'log') =>
  voice.handlers['slack.file']({ what, to: people().ben.id }, run(), {
    id: ID,
    inDoubt: false,
    startedAt: new Date(now()).toISOString(),
    signal: new AbortController().signal,
    outlook: () => new Map(),
    ...how,
  });

async function later(how?: Partial<EffectCall>): Promise<Later> {
  const outcome = await send(how).catch((error: unknown) => error);
  if (!(outcome instanceof Later)) throw new Error(`expected Later, got ${String(outcome)}`);
  return outcome;
}

const filesOf = (name: 'ana' | 'ben') => slack.files(people()[name].dm());
const LOG_FILE = { name: 'abc-12-k3f9q2-log-17.txt', text: 'line one\nline two\n' };

beforeEach(() => begin());
afterEach(() => slack.close());

describe('a file', () => {
  test('reaches the direct channel of the one who asked, and nobody else', async () => {
    expect(await send()).toBeUndefined();
    expect(filesOf('ben')).toEqual([LOG_FILE]);
    expect(filesOf('ana')).toEqual([]);
    expect(slack.messages('dev')).toEqual([]);
    const [message] = slack.messages(people().ben.dm());
    expect(slack.visibleText(message!)).toMatch(/end of the agent’s log of `?abc-12-k3f9q2/);
  });

  test('of a change has a name of its own', async () => {
    await send({ id: 'abc-12-k3f9q2/18/0' }, 'diff');
    expect(filesOf('ben')[0]?.name).toBe('abc-12-k3f9q2-diff-18.diff');
  });

  test('with nothing in it is a sentence', async () => {
    text = undefined;
    await send();
    await people().ben.ephemeral(/log is still empty/, { in: 'dev' });
    await send({}, 'diff');
    await people().ben.ephemeral(/The change is empty/, { in: 'dev' });
    expect(filesOf('ben')).toEqual([]);
    expect(people().ana.ephemerals()).toEqual([]);
  });

  test('that cannot be read is told to the person, and why to the log', async () => {
    voice = createVoice({
      ...createClients({ token: slack.botToken, apiUrl: slack.url, log }),
      redact: (words) => words,
      contentOf: async () => {
        throw new Error('the disk is gone');
      },
      viewOf: () => undefined,
      digestOf: () => '',
      log,
    });
    await send();
    await people().ben.ephemeral(/could not read the log/, { in: 'dev' });
    expect(lines.join()).toContain('could not be read');
  });
});

describe('what Slack refuses for good is told to the person, with the code and what to do', () => {
  test.each([
    ['files.getUploadURLExternal', 'missing_scope', /missing_scope.*install it again/],
    ['files.getUploadURLExternal', 'file_uploads_disabled', /file_uploads_disabled.*admins to allow/],
    ['files.completeUploadExternal', 'storage_limit_reached', /storage_limit_reached.*Delete files/],
    ['files.completeUploadExternal', 'posting_to_channel_denied', /posting_to_channel_denied.*Try again/],
    ['conversations.open', 'user_disabled', /did not open a direct message.*user_disabled/],
  ])('%s: %s', async (method, error, words) => {
    slack.faults.next(method, { error });
    expect(await send()).toBeUndefined();
    await people().ben.ephemeral(words, { in: 'dev' });
    expect(filesOf('ben')).toEqual([]);
  });

  test('without the scope in the manifest', async () => {
    await slack.close();
    await begin({ scopes: ['chat:write', 'im:write', 'im:history', 'channels:read'] });
    await send();
    await people().ben.ephemeral(/missing_scope.*files:write/, { in: 'dev' });
  });

  test('an upload that is not taken', async () => {
    slack.faults.next('upload', { status: 413 });
    await send();
    await people().ben.ephemeral(/upload_413/, { in: 'dev' });
  });
});

describe('what time mends is tried again', () => {
  test.each([
    ['files.getUploadURLExternal', { retryAfterS: 3 }, 3_000],
    ['files.completeUploadExternal', { retryAfterS: 2 }, 2_000],
    ['upload', { status: 503 }, 1_000],
    ['upload', { reset: true }, 1_000],
  ] as const)('%s %j: nothing is in doubt', async (method, fault, afterMs) => {
    slack.faults.next(method, fault);
    expect(await later()).toMatchObject({ afterMs, inDoubt: false });
    await send();
    expect(filesOf('ben')).toEqual([LOG_FILE]);
  });
});

describe('in doubt', () => {
  test.each([
    ['an error of the server', { status: 500, stored: true }],
    ['a broken connection', { reset: true, stored: true }],
    ['no answer', { hang: true, stored: true }],
  ] as const)('%s after it was shared: it is found, not sent again', async (_, fault) => {
    if ('hang' in fault) voice = speak(1_000);
    slack.faults.next('files.completeUploadExternal', fault);
    const startedAt = new Date(now()).toISOString();
    expect(await later({ startedAt })).toMatchObject({ inDoubt: true });
    // Too early: what was sent may still arrive.
    expect((await later({ startedAt, inDoubt: true })).afterMs).toBeGreaterThan(0);
    aheadMs += 2_000;
    await send({ startedAt, inDoubt: true });
    expect(filesOf('ben')).toEqual([LOG_FILE]);
  });

  test('before it was shared: it is sent again', async () => {
    slack.faults.next('files.completeUploadExternal', { reset: true });
    const startedAt = new Date(now()).toISOString();
    expect(await later({ startedAt })).toMatchObject({ inDoubt: true });
    aheadMs += 2_000;
    await send({ startedAt, inDoubt: true });
    expect(filesOf('ben')).toEqual([LOG_FILE]);
  });

  test('killed between the upload and its record: the next life finds it', async () => {
    const startedAt = new Date(now()).toISOString();
    await send({ startedAt });
    voice = speak();
    expect(await later({ startedAt, inDoubt: true })).toMatchObject({ inDoubt: true });
    aheadMs += 2_000;
    await send({ startedAt, inDoubt: true });
    expect(filesOf('ben')).toEqual([LOG_FILE]);
    // Another request is another file.
    await send({ id: 'abc-12-k3f9q2/19/0', startedAt, inDoubt: true });
    expect(filesOf('ben').map((file) => file.name)).toEqual([LOG_FILE.name, 'abc-12-k3f9q2-log-19.txt']);
  });

  test('by a clock that was two minutes ahead it was not found and was sent again', async () => {
    aheadMs = 120_000;
    slack.faults.next('files.completeUploadExternal', { status: 500, stored: true });
    const startedAt = new Date(now()).toISOString();
    expect(await later({ startedAt })).toMatchObject({ inDoubt: true });
    aheadMs += 2_000;
    await send({ startedAt, inDoubt: true });
    expect(filesOf('ben')).toEqual([LOG_FILE]);
  });

  test('stays in doubt while Slack cannot be asked', async () => {
    const startedAt = new Date(now()).toISOString();
    await send({ startedAt });
    voice = speak();
    aheadMs += 2_000;
    slack.faults.next('conversations.history', { retryAfterS: 1 });
    expect(await later({ startedAt, inDoubt: true })).toMatchObject({ inDoubt: true });
    slack.faults.next('conversations.open', { retryAfterS: 1 });
    expect(await later({ startedAt, inDoubt: true })).toMatchObject({ inDoubt: true });
    await send({ startedAt, inDoubt: true });
    expect(filesOf('ben')).toEqual([LOG_FILE]);
  });
});
