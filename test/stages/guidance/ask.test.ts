import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { guidanceStage } from '../../../src/stages/guidance/guidance.js';
import { installAsk } from '../../../src/stages/guidance/install-ask.js';
import { removeTemporary } from '../../fixtures/git-repos.js';
import { call, Desk, now, until } from '../desk.js';

const open: { close(): Promise<void> }[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map((one) => one.close()));
  removeTemporary();
});

function stageOf(desk: Desk) {
  const stage = guidanceStage({ home: desk.home, deliver: desk.deliver, now, sweepMs: 50, retryMs: 100 });
  desk.onMove = (run) => stage.follow(run);
  open.push(stage);
  stage.follow(desk.run);
  installAsk(join(desk.home, 'bin'));
  return stage;
}

interface Asking {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

function ask(desk: Desk, args: string[], env: Record<string, string> = {}): Asking {
  const child = spawn('metawsm-ask', args, {
    cwd: desk.workspace,
    env: {
      PATH: `${join(desk.home, 'bin')}:/usr/bin:/bin`,
      METAWSM_WORKSPACE: desk.workspace,
      METAWSM_RUN_ID: desk.run.id,
      METAWSM_AGENT: 'script',
      ...env,
    },
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

const mailbox = (desk: Desk) => join(desk.contract, 'ask');
const names = (desk: Desk, kind: string) =>
  readdirSync(mailbox(desk)).filter((name) => name.startsWith(`${kind}-`));

describe('metawsm-ask', () => {
  test('asks, waits, prints the answer and exits 0', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const asking = ask(desk, ['Which "colour"?', '--option', 'Red', '--option=--blue', '--context', 'a\nb']);
    const { request } = await desk.delivered('guidance_requested');
    expect(request).toMatchObject({
      question: 'Which "colour"?',
      options: ['Red', '--blue'],
      context: 'a\nb',
    });
    expect(request.via).toEqual({ kind: 'mailbox', id: expect.stringMatching(/^[0-9a-f]{12}$/) });
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('Red — or\nnone'), call());
    expect(await asking.ended).toEqual({ code: 0, out: 'Red — or\nnone\n', err: '' });
    await until(() => names(desk, 'q').length === 0, 'question put away');
    expect(readdirSync(join(desk.contract, 'taken'))[0]).toMatch(/-q-[0-9a-f]{12}\.json$/);
    expect(desk.of('guidance_withdrawn')).toEqual([]);
  });

  test('cut off and called again, it waits on for the same answer; asked again after it, it asks anew', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    const first = ask(desk, ['Sure?']);
    await desk.delivered('guidance_requested');
    first.child.kill('SIGTERM');
    await first.ended;
    await stage.settle(desk.run.id);
    expect(desk.run.guidance[0]?.state).toBe('open');

    const second = ask(desk, ['Sure?']);
    await stage['guidance.deliver']({ id: 'g1' }, desk.answer('yes'), call());
    expect((await second.ended).out).toBe('yes\n');
    expect(desk.of('guidance_requested')).toHaveLength(1);

    const third = ask(desk, ['Sure?']);
    await desk.delivered('guidance_requested', 2);
    await stage['guidance.deliver']({ id: 'g2' }, desk.answer('no longer'), call());
    expect((await third.ended).out).toBe('no longer\n');
  });

  test('an answer that came while nobody asked is there at once, also for a bot that was restarted', async () => {
    const desk = new Desk();
    const first = stageOf(desk);
    const asking = ask(desk, ['Port?']);
    await desk.delivered('guidance_requested');
    asking.child.kill('SIGKILL');
    await asking.ended;
    await first.close();
    const second = stageOf(desk);
    await second['guidance.deliver']({ id: 'g1' }, desk.answer('80'), call());
    expect(await ask(desk, ['Port?']).ended).toMatchObject({ code: 0, out: '80\n' });
    await second.settle(desk.run.id);
    expect(desk.of('guidance_requested')).toHaveLength(1);
  });

  test('exits 75 with nothing on stdout when the question is withdrawn, and asks anew afterwards', async () => {
    const desk = new Desk();
    stageOf(desk);
    const asking = ask(desk, ['Go on?']);
    await desk.delivered('guidance_requested');
    desk.walk.does('stop');
    desk.onMove(desk.run);
    expect(await asking.ended).toEqual({ code: 75, out: '', err: '' });

    const fresh = new Desk();
    stageOf(fresh);
    const taken = ask(fresh, ['Back?']);
    await fresh.delivered('guidance_requested');
    for (const name of names(fresh, 'q')) rmSync(join(mailbox(fresh), name));
    expect((await taken.ended).code).toBe(75);
    await fresh.delivered('guidance_withdrawn');
    expect(fresh.run.guidance[0]?.state).toBe('withdrawn');
    await until(() => names(fresh, 'w').length === 1, 'marked');
    ask(fresh, ['Back?']);
    const again = await fresh.delivered('guidance_requested', 2);
    expect(again.request.via).toEqual({ kind: 'mailbox', id: expect.stringMatching(/-2$/) });
  });

  test.each([
    ['nothing to ask', [], 64],
    ['a blank question', [' '], 64],
    ['words without quotes', ['Which', 'one?'], 64],
    ['an unknown flag', ['Which?', '--force'], 64],
    [
      'far too much',
      ['x'.repeat(100_000), '--context', 'y'.repeat(120_000), '--option', 'z'.repeat(60_000)],
      64,
    ],
    ['help', ['--help'], 0],
  ])('%s', async (_, args, code) => {
    const desk = new Desk();
    stageOf(desk);
    const ended = await ask(desk, args).ended;
    expect(ended.code).toBe(code);
    expect(code === 0 ? ended.out : ended.err).toContain('Usage: metawsm-ask');
    expect(code === 0 ? ended.err : ended.out).toBe('');
    expect(existsSync(mailbox(desk))).toBe(false);
  });

  test('says what is missing outside of a run', async () => {
    const desk = new Desk();
    stageOf(desk);
    const { code, err } = await ask(desk, ['Anybody?'], { METAWSM_WORKSPACE: '' }).ended;
    expect(code).toBe(64);
    expect(err).toContain('METAWSM_WORKSPACE');
  });

  test('junk in the mailbox is rejected', async () => {
    const desk = new Desk();
    const stage = stageOf(desk);
    ask(desk, ['Real?']);
    await desk.delivered('guidance_requested');
    writeFileSync(join(mailbox(desk), 'q-nonsense.json'), '{"question":"x"}');
    writeFileSync(join(mailbox(desk), 'q-0123456789ab.json'), '{"question":');
    await desk.delivered('file_rejected', 2);
    await stage.settle(desk.run.id);
    expect(
      desk
        .of('file_rejected')
        .map(({ file }) => file)
        .sort(),
    ).toEqual(['.metawsm/q-0123456789ab.json', '.metawsm/q-nonsense.json']);
    expect(desk.of('guidance_requested')).toHaveLength(1);
  });
});
