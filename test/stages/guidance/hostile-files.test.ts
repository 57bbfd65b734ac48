/** What agents did with files to stop, flood or deceive the reading of them; each test is named for what went wrong. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type GuidanceOptions, guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { Desk, now, until } from '../desk.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  removeTemporary();
});

function stageOf(desk: Desk, options: Partial<GuidanceOptions> = {}) {
  const stage = guidanceStage({ home: desk.home, deliver: desk.deliver, now, retryMs: 100, ...options });
  desk.onMove = (run) => stage.follow(run);
  open.push(stage);
  stage.follow(desk.run);
  return stage;
}

const REQUEST = 'guidance-request.json';
const namesOf = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const rejected = (desk: Desk) =>
  namesOf(join(desk.contract, 'rejected')).filter((name) => !name.endsWith('.reason.txt'));

function mailbox(desk: Desk): string {
  const folder = join(desk.contract, 'ask');
  mkdirSync(folder);
  return folder;
}

test('a question with a name of 255 bytes kept everything behind it from being read, for ever', async () => {
  const desk = new Desk();
  const name = `q-${'x'.repeat(248)}.json`;
  writeFileSync(join(mailbox(desk), name), '{}');
  writeFileSync(join(desk.contract, 'implementation-complete.json'), '{}');
  const stage = stageOf(desk);
  await stage.settle(desk.run.id);
  expect(desk.of('completion_claimed')).toHaveLength(1);
  expect(rejected(desk)).toHaveLength(1);
  expect(namesOf(join(desk.contract, 'ask'))).toEqual([]);
});

test('a worktree that had become a link to itself kept the end of its agent from being told, for ever', async () => {
  const desk = new Desk();
  const path = desk.run.worktrees[0]!.path;
  rmdirSync(path);
  symlinkSync(basename(path), path);
  writeFileSync(join(desk.contract, 'implementation-complete.json'), '{}');
  await stageOf(desk).settle(desk.run.id);
  expect(desk.of('completion_claimed')).toHaveLength(1);
});

test('thousands of questions became as many messages', async () => {
  const desk = new Desk();
  const folder = mailbox(desk);
  for (let n = 0; n < 260; n++)
    writeFileSync(join(folder, `q-${n.toString(16).padStart(12, '0')}.json`), `{"question": "${n}?"}`);
  await stageOf(desk).settle(desk.run.id);
  expect(desk.of('guidance_requested')).toHaveLength(200);
  expect(desk.of('file_rejected')).toHaveLength(50);
  expect(desk.of('file_rejected').at(-1)?.reason).toMatch(/200 were asked.*further ones are not told here/);
  expect(rejected(desk)).toHaveLength(60);
});

test('large questions made a run that is stored anew with each event grow without end', async () => {
  const desk = new Desk();
  const folder = mailbox(desk);
  for (let n = 0; n < 12; n++)
    writeFileSync(
      join(folder, `q-${n.toString(16).padStart(12, '0')}.json`),
      JSON.stringify({ question: `${n}${'x'.repeat(250_000)}` }),
    );
  await stageOf(desk).settle(desk.run.id);
  expect(desk.of('guidance_requested').length).toBeLessThan(9);
  expect(desk.of('file_rejected')[0]?.reason).toMatch(/together are too long/);
});

test('a file that is written anew without end held up the end of its agent', async () => {
  const desk = new Desk();
  const write = () => writeFileSync(join(desk.contract, REQUEST), `{ ${Math.random()}`);
  write();
  const writing = setInterval(write, 10);
  try {
    await stageOf(desk, { retryMs: 50 }).settle(desk.run.id);
  } finally {
    clearInterval(writing);
  }
  await until(() => rejected(desk).length > 0, 'it is put away');
});

test('a good file that replaced a bad one while that was rejected was put away unread', async () => {
  const desk = new Desk();
  writeFileSync(join(desk.contract, REQUEST), '{"question": ""}');
  const deliver: GuidanceOptions['deliver'] = (runId, event, key) => {
    if (event.type === 'file_rejected') {
      writeFileSync(join(desk.contract, 'draft'), '{"question": "Heard?"}');
      renameSync(join(desk.contract, 'draft'), join(desk.contract, REQUEST));
    }
    return desk.deliver(runId, event, key);
  };
  await stageOf(desk, { deliver }).settle(desk.run.id);
  expect(desk.of('guidance_requested').map(({ request }) => request.question)).toEqual(['Heard?']);
  expect(
    namesOf(join(desk.contract, 'taken')).map((name) =>
      readFileSync(join(desk.contract, 'taken', name), 'utf8'),
    ),
  ).toEqual(['{"question": "Heard?"}']);
});
