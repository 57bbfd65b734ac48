import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Later } from '../../../src/engine/ports.js';
import { guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { call, Desk, now } from '../desk.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  removeTemporary();
});

function stageOf(desk: Desk, holdMs = 5_000) {
  const stage = guidanceStage({ home: desk.home, deliver: desk.deliver, now, holdMs });
  desk.onMove = (run) => stage.follow(run);
  open.push(stage);
  stage.follow(desk.run);
  return {
    ...stage,
    async bring(id: string) {
      const event = await stage['guidance.deliver']({ id }, desk.run, call());
      await desk.deliver(desk.run.id, event!, `fx:${id}:${Math.random()}`);
      return event;
    },
  };
}

async function ask(desk: Desk, question: string, folder = desk.contract) {
  const count = desk.run.guidance.length;
  writeFileSync(join(folder, 'draft'), JSON.stringify({ question }));
  renameSync(join(folder, 'draft'), join(folder, 'guidance-request.json'));
  await desk.delivered('guidance_requested', count + 1);
}

const RESPONSE = 'guidance-response.json';
const response = (desk: Desk, folder = desk.contract) => {
  const path = join(folder, RESPONSE);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
};

describe('answers through the file pair', () => {
  test('a folder that is gone from its worktree is made again; without the worktree nobody waits', async () => {
    const desk = new Desk(['api', 'web']);
    const stage = stageOf(desk);
    const worktree = join(desk.workspace, 'web');
    const folder = join(worktree, '.metawsm');
    mkdirSync(folder);
    stage.follow(desk.run);
    await ask(desk, 'Which port?', folder);
    await ask(desk, 'Which host?', folder);
    rmSync(folder, { recursive: true });
    desk.answer('8080');
    expect(await stage.bring('g1')).toMatchObject({ type: 'guidance_delivered', id: 'g1' });
    expect(response(desk, folder)).toMatchObject({ answer: '8080' });
    rmSync(worktree, { recursive: true });
    desk.answer('localhost');
    expect(await stage.bring('g2')).toMatchObject({ type: 'guidance_delivered', id: 'g2' });
  });

  test('all fields, next to where the request came from', async () => {
    const desk = new Desk(['api', 'web']);
    const stage = stageOf(desk);
    const folder = join(desk.workspace, 'web', '.metawsm');
    mkdirSync(folder);
    stage.follow(desk.run);
    await ask(desk, 'Which port?', folder);
    const run = desk.answer('8080');
    expect(await stage.bring('g1')).toMatchObject({ type: 'guidance_delivered', id: 'g1' });
    expect(response(desk, folder)).toEqual({
      guidance_id: 'g1',
      run_id: run.id,
      agent: 'script',
      question: 'Which port?',
      answer: '8080',
      answered_by: run.requester,
      answered_at: run.guidance[0]?.answer?.decision.at,
    });
    expect(response(desk)).toBeUndefined();
    expect(desk.run.guidance[0]?.deliveredAt).toBeDefined();
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('repeating it does not bring back an answer that was read', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'Which port?');
    const run = desk.answer('8080');
    await stage['guidance.deliver']({ id: 'g1' }, run, call());
    rmSync(join(desk.contract, RESPONSE));
    expect(await stage['guidance.deliver']({ id: 'g1' }, run, call())).toMatchObject({ id: 'g1' });
    expect(response(desk)).toBeUndefined();
  });

  test('an old answer is gone before the next request is known as taken', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'Same?');
    desk.answer('one');
    await stage.bring('g1');
    await ask(desk, 'Same?');
    await stage.settle(desk.run.id);
    expect(response(desk)).toBeUndefined();
    desk.answer('two');
    await stage.bring('g2');
    expect(response(desk)).toMatchObject({ guidance_id: 'g2', answer: 'two' });
  });

  test('an answer that was quicker than the moving of its request stays', async () => {
    const desk = new Desk();
    const stage = guidanceStage({
      home: desk.home,
      now,
      deliver: async (...args) => {
        const delivery = await desk.deliver(...args);
        if (args[1].type === 'guidance_requested') {
          desk.answer('quick');
          await stage['guidance.deliver']({ id: 'g1' }, desk.run, call());
        }
        return delivery;
      },
    });
    open.push(stage);
    stage.follow(desk.run);
    await ask(desk, 'Quick?');
    await stage.settle(desk.run.id);
    expect(response(desk)).toMatchObject({ answer: 'quick' });
  });

  test('several go one by one, oldest first, and wait for a living agent', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'First?');
    await ask(desk, 'Second?');
    desk.walk.does('answer', { text: 'to second', target: 'g2' });
    desk.answer('to first');
    // The second was answered first, so its effect comes first; the file goes to the first all the same.
    const early = stage.bring('g2');
    await expect(early).rejects.toBeInstanceOf(Later);
    await expect(early).rejects.toMatchObject({ afterMs: expect.any(Number) });
    expect(response(desk)).toMatchObject({ guidance_id: 'g1', answer: 'to first' });
    await stage.bring('g1');
    await expect(stage.bring('g2')).rejects.toBeInstanceOf(Later);
    rmSync(join(desk.contract, RESPONSE));
    await stage.bring('g2');
    expect(response(desk)).toMatchObject({ guidance_id: 'g2', answer: 'to second' });
    expect(desk.run.guidance.map(({ deliveredAt }) => deliveredAt !== undefined)).toEqual([true, true]);
  });

  test('after a clock was set back an unread answer held up the next one until the old time had come', async () => {
    const desk = new Desk();
    const stage = stageOf(desk, 200);
    await ask(desk, 'First?');
    await ask(desk, 'Second?');
    desk.answer('1');
    await stage.bring('g1');
    const inAnHour = new Date(Date.now() + 3_600_000);
    utimesSync(join(desk.contract, RESPONSE), inAnHour, inAnHour);
    desk.answer('2');
    await expect(stage.bring('g2')).rejects.toMatchObject({ afterMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await stage.bring('g2');
    expect(response(desk)).toMatchObject({ answer: '2' });
  });

  test('an agent that leaves the answer there, or has ended, holds up nobody; every answer is kept', async () => {
    const desk = new Desk();
    const stage = stageOf(desk, 0);
    await ask(desk, 'First?');
    await ask(desk, 'Second?');
    desk.answer('1');
    await stage.bring('g1');
    desk.answer('2');
    await stage.bring('g2');
    expect(response(desk)).toMatchObject({ answer: '2' });
    const answers = join(desk.contract, 'answers');
    expect(readdirSync(answers).sort()).toEqual(['g1.json', 'g2.json']);

    const ended = new Desk();
    const patient = stageOf(ended);
    await ask(ended, 'First?');
    await ask(ended, 'Second?');
    ended.walk.exits(0);
    ended.answer('1');
    ended.answer('2');
    await patient.bring('g1');
    await patient.bring('g2');
    expect(response(ended)).toMatchObject({ answer: '2' });
  });

  test.each([
    ['before the answer was there', ['.draft', '.kept'], '8080'],
    ['after it, so that its agent could read it and wait for another one', ['.kept'], undefined],
  ])('a bot that was killed %s brings it once', async (_, left, answer) => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'Which port?');
    desk.answer('8080');
    await stage.bring('g1');
    const mark = join(desk.contract, 'answers', 'g1.json');
    for (const name of left) copyFileSync(mark, `${mark}${name}`);
    rmSync(mark);
    rmSync(join(desk.contract, RESPONSE));
    await stage.bring('g1');
    expect(response(desk)?.answer).toBe(answer);
    expect(readdirSync(join(desk.contract, 'answers'))).toEqual(['g1.json']);
  });

  test('folders that an agent puts where an answer is prepared hinder nobody', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'Which port?');
    for (const name of ['g1.json.draft', 'g1.json.kept'])
      mkdirSync(join(desk.contract, 'answers', name, 'in'), { recursive: true });
    desk.answer('8080');
    await stage.bring('g1');
    expect(response(desk)).toMatchObject({ answer: '8080' });
    expect(readdirSync(join(desk.contract, 'answers'))).toEqual(['g1.json']);
  });

  test('a link in place of the answer is replaced, not followed', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    await ask(desk, 'Where?');
    const victim = join(desk.home, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(desk.contract, RESPONSE));
    mkdirSync(join(desk.home, 'elsewhere'));
    symlinkSync(join(desk.home, 'elsewhere'), join(desk.contract, 'answers'));
    desk.answer('here');
    await stage.bring('g1');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(readdirSync(join(desk.home, 'elsewhere'))).toEqual([]);
    expect(response(desk)).toMatchObject({ answer: 'here' });
  });
});

test('the answer to metawsm’s own question waits for the next prompt', async () => {
  const desk = new Desk();
  const stage = stageOf(desk);
  desk.walk.exits(0).work('agent_started').exits(0);
  expect(desk.run.guidance[0]).toMatchObject({ id: 'g1', via: { kind: 'prompt' }, state: 'open' });
  desk.answer('Carry on.');
  expect(await stage.bring('g1')).toMatchObject({ type: 'guidance_delivered' });
  expect(response(desk)).toBeUndefined();
  expect(await stage['guidance.deliver']({ id: 'g9' }, desk.run, call())).toMatchObject({ id: 'g9' });
});
