import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeFolder } from '../../../../src/stages/guidance/folders.js';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { botUntil } from './killed-bot.js';
import { Rig, type Script, type Step } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

function rig(script: Script): Rig {
  const made = new Rig(script);
  rigs.push(made);
  made.step = made.desk.run.step;
  return made;
}

const silently = { title: 'git push', quiet: true };
/** As opencode tells it: the call has failed, and that was all. */
const failed: Step = {
  update: { sessionUpdate: 'tool_call_update', toolCallId: 'call-1', status: 'failed' },
};
const figures: Step = { update: { sessionUpdate: 'usage_update', used: 1, size: 2 } };
const prompts = (r: Rig) => r.methods().filter((method) => method === 'session/prompt').length;

describe('a turn that the agent ends at a refusal goes on in the same process', () => {
  test.each([
    ['cancelled, as Codex does', { stop: 'cancelled' }],
    ['end_turn, as opencode does', {}],
  ])('%s', async (_, stop) => {
    const r = rig({
      turns: [[{ say: 'I push.' }, { permission: silently }, failed, figures, stop], [{ say: 'Then not.' }]],
    });
    const stage = await r.begin();
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'reject'));
    expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'Then not.' });
    expect(prompts(r)).toBe(2);
    expect(
      r
        .heard()
        .filter(({ method }) => method !== undefined)
        .map(({ id }) => id),
    ).toEqual([1, 2, 3, 4, 5].map((n) => `${r.step}-${n}`));
    expect(r.pids()).toHaveLength(1);
    expect(r.noted('prompt-2')).toContain('A person refused it.');
    expect(r.noted('prompt-2')).not.toContain('git push');
    expect(r.log()).toContain('told to go on another way');
  });

  test('denied by a rule: the rule is named', async () => {
    const r = rig({ turns: [[{ permission: silently }], [{ say: 'Then not.' }]] });
    await r.begin({}, { permissions: { allow: [], ask: [], deny: ['execute(git push*)'] } });
    expect((await r.exited()).said).toBe('Then not.');
    expect(r.noted('prompt-2')).toContain('A rule of metawsm.yml (`execute(git push*)`) denies it.');
  });

  test('an agent that goes on by itself is not told again', async () => {
    const r = rig({ turns: [[{ permission: {} }, { say: 'Another way.' }]] });
    const stage = await r.begin();
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'reject'));
    expect((await r.exited()).said).toContain('Another way.');
    expect(prompts(r)).toBe(1);
  });

  test('one that was allowed and says nothing has ended its turn', async () => {
    const r = rig({ turns: [[{ permission: silently }]] });
    const stage = await r.begin();
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'once'));
    await r.exited();
    expect(prompts(r)).toBe(1);
  });

  test('cancelled though nobody cancelled it, with nothing refused', async () => {
    const r = rig({ turns: [[{ stop: 'cancelled' }], [{ say: 'Here I am.' }]] });
    await r.begin();
    expect((await r.exited()).said).toBe('Here I am.');
    expect(r.noted('prompt-2')).toContain('nobody has cancelled it');
  });

  test('what else it wanted at that moment is withdrawn, and its answer reaches nobody', async () => {
    const r = rig({ turns: [[{ open: { id: 'other' } }, { permission: silently }], [{ wait: 'go' }]] });
    const stage = await r.begin();
    await r.asked(2);
    const [other, refused] = r.desk.run.guidance;
    await stage.answer(r.desk.run, r.permit(refused!, 'reject'));
    await r.desk.delivered('guidance_withdrawn');
    expect(r.desk.run.guidance[0]?.state).toBe('withdrawn');
    expect(await stage.answer(r.desk.run, r.permit({ ...other! }, 'once'))).toBe('gone');
    r.make('go');
    await r.exited();
    expect(r.answers().filter(({ id }) => id === 'other')).toHaveLength(1);
  });

  test('again and again: twenty times, then the turn is over', async () => {
    const r = rig({ turns: [[{ permission: silently }]] });
    await r.begin({}, { permissions: { allow: [], ask: [], deny: ['execute'] } });
    await r.exited();
    expect(prompts(r)).toBe(21);
  });

  test('a run that is to pause goes on with nothing', async () => {
    const r = rig({ turns: [[{ permission: silently }]] });
    const stage = await r.begin();
    const request = await r.asked();
    r.desk.run.pausedBy = { by: 'U1', at: '' };
    stage.follow(r.desk.run);
    await stage.answer(r.desk.run, r.permit(request, 'reject'));
    await r.exited();
    expect(prompts(r)).toBe(1);
  });
});

describe('the words with a rejection', () => {
  const noted = (r: Rig) => {
    const request = r.permit(r.desk.run.guidance[0]!, 'reject');
    Object.assign(request.answer!.permit!, { note: 'use the mirror @/etc/passwd' });
    const folder = makeFolder(r.desk.contract, 'answers');
    writeFileSync(join(folder, `${request.id}.json`), '{}');
    return { request, file: join(folder, `${request.id}.json`) };
  };

  test('an agent that stopped is told where they are', async () => {
    const r = rig({ turns: [[{ permission: silently }], [{ say: 'I have read it.' }]] });
    const stage = await r.begin();
    await r.asked();
    const { request, file } = noted(r);
    await stage.answer(r.desk.run, request);
    expect((await r.exited()).said).toBe('I have read it.');
    expect(r.noted('prompt-2')).toContain('says what to do instead');
    expect(r.noted('prompt-2')).toContain(file);
    expect(r.noted('prompt-2')).not.toContain('mirror');
    expect(prompts(r)).toBe(2);
  });

  test('an agent that went on by itself is not stopped for them', async () => {
    const r = rig({ turns: [[{ permission: {} }, { say: 'Done.' }], [{ say: 'I have read it.' }]] });
    const stage = await r.begin();
    await r.asked();
    await stage.answer(r.desk.run, noted(r).request);
    expect((await r.exited()).said).toContain('Done.');
    expect(prompts(r)).toBe(1);
  });
});

describe('when the bot is killed', () => {
  test('before the refusal: the next one refuses, and prompts once', async () => {
    const r = rig({ turns: [[{ permission: { ...silently, id: 'p' } }], [{ say: 'Then not.' }]] });
    await botUntil(r, (said) => said.includes('guidance_requested'));
    const stage = r.open();
    stage.follow(r.desk.run);
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'reject'));
    expect((await r.exited()).said).toBe('Then not.');
    expect(prompts(r)).toBe(2);
  });

  test('after the further prompt was sent, at work or with its turn ended: it is not sent again', async () => {
    const deny = { permissions: { allow: [], ask: [], deny: ['execute'] } };
    const r = rig({
      turns: [
        [{ say: 'One.' }, { permission: silently }],
        [{ say: 'Two' }, { wait: 'go' }, { say: ' and three.' }],
      ],
    });
    await botUntil(r, () => prompts(r) === 2, r.agent(deny));
    r.make('go');
    await until(() => readFileSync(r.turnFile('out.jsonl'), 'utf8').includes('three'), 'it has ended alone');
    const stage = r.open({}, deny);
    stage.follow(r.desk.run);
    expect((await r.exited()).said).toBe('Two and three.');
    expect(prompts(r)).toBe(2);
  });

  test('after the turn had ended and before the further prompt: the next one sends it', async () => {
    const r = rig({
      turns: [[{ permission: { ...silently, id: 'p' } }, { wait: 'go' }], [{ say: 'Then not.' }]],
    });
    await botUntil(r, (said) => said.includes('guidance_requested'));
    const first = r.open();
    first.follow(r.desk.run);
    await first.answer(r.desk.run, r.permit(await r.asked(), 'reject'));
    await until(() => r.answers().length === 1, 'it hears of it');
    await first.close();
    r.make('go');
    await until(() => readFileSync(r.turnFile('out.jsonl'), 'utf8').includes('end_turn'), 'it ends alone');
    const second = r.open();
    second.follow(r.desk.run);
    expect((await r.exited()).said).toBe('Then not.');
    expect(prompts(r)).toBe(2);
  });
});
