import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GuidanceOptions, guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { Desk, now, until } from '../desk.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  removeTemporary();
});

function stageOf(desk: Desk, options: Partial<GuidanceOptions> = {}) {
  const stage = guidanceStage({ home: desk.home, deliver: desk.deliver, now, retryMs: 200, ...options });
  desk.onMove = (run) => stage.follow(run);
  open.push(stage);
  stage.follow(desk.run);
  return stage;
}

const put = (folder: string, name: string, text: string) => {
  const draft = join(folder, `.${name}.draft`);
  writeFileSync(draft, text);
  renameSync(draft, join(folder, name));
};
const request = (question: string, more: object = {}) => JSON.stringify({ question, ...more });
const namesOf = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const taken = (desk: Desk) => namesOf(join(desk.contract, 'taken'));
const REQUEST = 'guidance-request.json';
const COMPLETION = 'implementation-complete.json';

describe('requests', () => {
  test('a renamed request is delivered whole and moved away', async () => {
    const desk = new Desk();
    stageOf(desk, { sweepMs: 60_000 });
    put(desk.contract, REQUEST, request('Which colour?', { options: ['Red', 'Blue'], context: { a: [1] } }));
    const event = await desk.delivered('guidance_requested');
    expect(event.request).toEqual({
      question: 'Which colour?',
      context: '{\n  "a": [\n    1\n  ]\n}',
      options: ['Red', 'Blue'],
      agent: 'script',
      via: { kind: 'file', path: desk.contract },
    });
    await until(() => taken(desk).length === 1, 'moved to taken');
    expect(existsSync(join(desk.contract, REQUEST))).toBe(false);
    expect(readFileSync(join(desk.contract, 'taken', taken(desk)[0] ?? ''), 'utf8')).toContain(
      'Which colour?',
    );
    expect(desk.walk.status).toBe('awaiting_guidance');
  });

  test('a file written in two parts is waited for', async () => {
    const desk = new Desk();
    stageOf(desk, { retryMs: 5_000 });
    const text = request('Half of this comes late — ünïcödé', { options: ['x'] });
    const half = Buffer.from(text).subarray(0, Buffer.from(text).indexOf(0xc3) + 1);
    writeFileSync(join(desk.contract, REQUEST), half);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(desk.events).toEqual([]);
    appendFileSync(join(desk.contract, REQUEST), Buffer.from(text).subarray(half.length));
    const { request: asked } = await desk.delivered('guidance_requested');
    expect(asked.question).toBe('Half of this comes late — ünïcödé');
    expect(desk.of('file_rejected')).toEqual([]);
  });

  test('the older contract speaks inside the repository, in a folder that comes later', async () => {
    const desk = new Desk(['api', 'web']);
    stageOf(desk, { sweepMs: 50 });
    const folder = join(desk.workspace, 'web', '.metawsm');
    mkdirSync(folder);
    put(folder, REQUEST, request('From web?', { agent: 'coder', run_id: desk.run.id }));
    const event = await desk.delivered('guidance_requested');
    expect(event.request).toMatchObject({ agent: 'coder', via: { kind: 'file', path: folder } });
    await until(() => namesOf(join(folder, 'taken')).length === 1, 'moved');
  });

  test('the same question asked again later is a new one; the same file after a crash is not', async () => {
    const desk = new Desk();
    const first = stageOf(desk);
    put(desk.contract, REQUEST, request('Again?'));
    await until(() => taken(desk).length === 1, 'first taken');
    await first.close();

    // The bot died between storing and moving: the very same file lies there still.
    renameSync(join(desk.contract, 'taken', taken(desk)[0] ?? ''), join(desk.contract, REQUEST));
    const second = stageOf(desk);
    await until(() => taken(desk).length === 1, 'moved by the second');
    expect(desk.of('guidance_requested')).toHaveLength(1);

    put(desk.contract, REQUEST, request('Again?'));
    await desk.delivered('guidance_requested', 2);
    await second.settle(desk.run.id);
    expect(taken(desk)).toHaveLength(2);
  });

  test('a request that replaces another at the last moment is not lost', async () => {
    const desk = new Desk();
    const deliver: Desk['deliver'] = async (runId, event, key) => {
      const delivery = await desk.deliver(runId, event, key);
      if (desk.of('guidance_requested').length === 1) put(desk.contract, REQUEST, request('Second?'));
      return delivery;
    };
    stageOf(desk, { deliver });
    put(desk.contract, REQUEST, request('First?'));
    await desk.delivered('guidance_requested', 2);
    expect(desk.of('guidance_requested').map((event) => event.request.question)).toEqual([
      'First?',
      'Second?',
    ]);
  });

  test('a file that was moved but never stored is found after a crash', async () => {
    const desk = new Desk();
    const folder = join(desk.contract, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, `20260101T090000000Z-${'0'.repeat(16)}-${REQUEST}`), request('Forgotten?'));
    stageOf(desk);
    const event = await desk.delivered('guidance_requested');
    expect(event.request.question).toBe('Forgotten?');
    await until(() => !taken(desk)[0]?.includes('0'.repeat(16)), 'renamed');
    expect(taken(desk)).toHaveLength(1);
  });

  test('a request is delivered before a completion that came with it', async () => {
    const desk = new Desk();
    put(desk.contract, COMPLETION, '{"summary":"done"}');
    put(desk.contract, REQUEST, request('But first?'));
    stageOf(desk);
    await desk.delivered('completion_claimed');
    expect(desk.events.map(({ type }) => type)).toEqual(['guidance_requested', 'completion_claimed']);
  });

  test('a completion waits for a request that is still being written', async () => {
    const desk = new Desk();
    writeFileSync(join(desk.contract, REQUEST), '{"question":');
    put(desk.contract, COMPLETION, '{}');
    const stage = stageOf(desk, { retryMs: 5_000 });
    const settled = stage.settle(desk.run.id);
    setTimeout(() => appendFileSync(join(desk.contract, REQUEST), '"Slowly?"}'), 100);
    await settled;
    expect(desk.events.map(({ type }) => type)).toEqual(['guidance_requested', 'completion_claimed']);
  });

  test('when delivering fails, the file stays and is delivered later', async () => {
    const desk = new Desk();
    const faults: unknown[] = [];
    let down = true;
    const deliver: Desk['deliver'] = async (...args) => {
      if (down) throw new Error('database is locked');
      return desk.deliver(...args);
    };
    const stage = stageOf(desk, { deliver, sweepMs: 30, fault: (_, error) => faults.push(error) });
    put(desk.contract, REQUEST, request('Still there?'));
    await until(() => faults.length > 0, 'a fault');
    await expect(stage.settle(desk.run.id)).rejects.toThrow('locked');
    expect(existsSync(join(desk.contract, REQUEST))).toBe(true);
    down = false;
    await desk.delivered('guidance_requested');
  });
});

describe('completions', () => {
  test.each([
    ['a summary', '{"summary":"All of it.","agent":"a"}', 'All of it.'],
    ['an empty object, as the older contract has it', '{}', ''],
  ])('%s', async (_, text, summary) => {
    const desk = new Desk();
    stageOf(desk);
    put(desk.contract, COMPLETION, text);
    expect(await desk.delivered('completion_claimed')).toMatchObject({ summary });
    expect(desk.run.agent.completed?.summary).toBe(summary);
  });

  test('settling takes what was written last, also what is half-written until it is whole', async () => {
    const desk = new Desk();
    const stage = stageOf(desk, { sweepMs: 60_000, retryMs: 3_000 });
    writeFileSync(join(desk.contract, COMPLETION), '{"summary":');
    const settled = stage.settle(desk.run.id);
    setTimeout(() => appendFileSync(join(desk.contract, COMPLETION), '"late"}'), 150);
    await settled;
    expect(desk.of('completion_claimed')).toMatchObject([{ summary: 'late' }]);
  });
});

describe('what does not fit is rejected with its reason', () => {
  const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
  test.each<[string, (path: string) => void, RegExp]>([
    ['no JSON', (path) => writeFileSync(path, 'Which one?'), /not valid JSON/],
    ['never finished', (path) => writeFileSync(path, '{"question":"a'), /not valid JSON/],
    ['empty', (path) => writeFileSync(path, ''), /not valid JSON/],
    ['no UTF-8', (path) => writeFileSync(path, Buffer.from([0x22, 0xff, 0x22])), /not valid UTF-8/],
    ['no object', (path) => writeFileSync(path, '"a"'), /must hold a JSON object/],
    ['no question', (path) => writeFileSync(path, '{"context":"x"}'), /`question`/],
    ['a blank question', (path) => writeFileSync(path, '{"question":"  "}'), /`question` must not be empty/],
    ['options of numbers', (path) => writeFileSync(path, request('a', { options: [1] })), /`options`/],
    ['options as a text', (path) => writeFileSync(path, request('a', { options: 'A' })), /`options`/],
    ['another run', (path) => writeFileSync(path, request('a', { run_id: 'xyz-1-aaaaaa' })), /another run/],
    ['deep', (path) => writeFileSync(path, `{"question":"a","context":${deep}}`), /levels deep/],
    ['huge', (path) => writeFileSync(path, request('a'.repeat(300 * 1024))), /larger than 256 KiB/],
    ['quotes without an end', (path) => writeFileSync(path, `"${'\\"'.repeat(100_000)}`), /not valid JSON/],
    ['a link', (path) => symlinkSync('/etc/hostname', path), /a link/],
    ['a dangling link', (path) => symlinkSync('/nonexistent', path), /a link/],
    ['a folder', (path) => mkdirSync(path), /a folder/],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), /a pipe/],
  ])('%s', async (_, write, reason) => {
    const desk = new Desk();
    write(join(desk.contract, REQUEST));
    stageOf(desk);
    const event = await desk.delivered('file_rejected');
    expect(event).toMatchObject({
      file: '.metawsm/guidance-request.json',
      reason: expect.stringMatching(reason),
    });
    const rejected = join(desk.contract, 'rejected');
    await until(() => namesOf(rejected).includes(REQUEST), 'moved');
    expect(readFileSync(join(rejected, `${REQUEST}.reason.txt`), 'utf8')).toMatch(reason);
    expect(lstatSync(join(desk.contract, REQUEST), { throwIfNoEntry: false })).toBeUndefined();
    expect(desk.of('guidance_requested')).toEqual([]);
  });

  test('a second one does not replace the first', async () => {
    const desk = new Desk();
    stageOf(desk);
    writeFileSync(join(desk.contract, REQUEST), '[]');
    await until(() => namesOf(join(desk.contract, 'rejected')).length === 2, 'first');
    writeFileSync(join(desk.contract, REQUEST), '{}');
    await until(() => namesOf(join(desk.contract, 'rejected')).length === 4, 'second');
    expect(desk.of('file_rejected')).toHaveLength(2);
    const event = await desk.delivered('file_rejected', 2);
    expect(desk.run.notices.at(-1)?.trouble?.detail).toBe(event.reason);
  });

  test('a completion of another run', async () => {
    const desk = new Desk();
    stageOf(desk);
    put(desk.contract, COMPLETION, '{"run_id":"other-1-bbbbbb"}');
    expect(await desk.delivered('file_rejected')).toMatchObject({ reason: '`run_id` names another run' });
    expect(desk.run.agent.completed).toBeUndefined();
  });

  test('links in place of folders are not followed', async () => {
    const desk = new Desk();
    const outside = join(desk.home, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(desk.contract, 'taken'));
    symlinkSync(outside, join(desk.workspace, 'api', '.metawsm'));
    writeFileSync(join(outside, REQUEST), request('Not heard'));
    const stage = stageOf(desk, { sweepMs: 30 });
    put(desk.contract, REQUEST, request('Heard?'));
    await desk.delivered('guidance_requested');
    await stage.settle(desk.run.id);
    expect(desk.of('guidance_requested').map((event) => event.request.question)).toEqual(['Heard?']);
    expect(namesOf(outside)).toEqual([REQUEST]);
    expect(taken(desk)).toHaveLength(1);
  });
});

test('what is forgotten or closed is no longer heard', async () => {
  const desk = new Desk();
  const faults: unknown[] = [];
  const stage = stageOf(desk, { sweepMs: 20, fault: (_, error) => faults.push(error) });
  stage.forget(desk.run.id);
  put(desk.contract, REQUEST, request('Anybody?'));
  await stage.settle(desk.run.id);
  stage.follow({ ...desk.run, closedAt: now() });
  await stage.settle(desk.run.id);
  expect(desk.events).toEqual([]);
  stage.follow(desk.run);
  await desk.delivered('guidance_requested');
  rmSync(desk.workspace, { recursive: true, force: true });
  await stage.settle(desk.run.id);
  expect(faults).toEqual([]);
});
