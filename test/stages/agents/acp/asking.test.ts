import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { call, until } from '../../desk.js';
import { alive } from '../bench.js';
import { Rig, type Script } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

function rig(script: Script): Rig {
  const made = new Rig(script);
  rigs.push(made);
  return made;
}

const rules = (more: object) => ({ permissions: { allow: [], ask: [], deny: [], ...more } });

describe('permissions', () => {
  test('a person is asked, the answer reaches the agent once, and the turn goes on', async () => {
    const r = rig({ turns: [[{ permission: { title: 'npm test', id: 7 } }]] });
    const stage = await r.begin();
    const request = await r.asked();
    expect(request).toMatchObject({
      kind: 'permission',
      agent: 'script',
      permission: { tool: 'execute', title: 'npm test' },
      via: { kind: 'acp', id: `${r.step}:7` },
    });
    expect([...r.desk.journal.keys()]).toContain(`acp:${r.step}:7`);
    r.permit(request, 'once');
    expect(await stage.answer(r.desk.run, request)).toBe('delivered');
    // Done again, since the bot may have died before it was noted.
    expect(await stage.answer(r.desk.run, request)).toBe('delivered');
    expect((await r.exited()).said).toContain('"optionId":"yes"');
    expect(r.answers()).toEqual([
      { jsonrpc: '2.0', id: 7, result: { outcome: { outcome: 'selected', optionId: 'yes' } } },
    ]);
  });

  test('the log holds the whole of what a person was asked, as its card says', async () => {
    const command = `npm test ${'-- '.repeat(3_000)}\n  --last`;
    const r = rig({ turns: [[{ permission: { title: 'npm test', command } }]] });
    const stage = await r.begin();
    await stage.answer(r.desk.run, r.permit(await r.asked(), 'once'));
    await r.exited();
    expect(r.log()).toContain(`? asks a person: ${command}\n`);
  });

  test('options in another order, and none for once', async () => {
    const options = [
      { optionId: 'a', name: 'Reject', kind: 'reject_once' },
      { optionId: 'b', name: 'Always', kind: 'allow_always' },
    ];
    const r = rig({ turns: [[{ permission: { options } }, { permission: { options } }]] });
    const stage = await r.begin();
    await stage.answer(r.desk.run, r.permit(await r.asked(1), 'once'));
    await stage.answer(r.desk.run, r.permit(await r.asked(2), 'reject'));
    await r.exited();
    expect(r.answers().map(({ result }) => JSON.stringify(result))).toEqual([
      expect.stringContaining('"b"'),
      expect.stringContaining('"a"'),
    ]);
  });

  test('two at once, answered the other way round', async () => {
    const r = rig({ turns: [[{ both: [{ title: 'one' }, { title: 'two' }] }]] });
    const stage = await r.begin();
    await r.asked(2);
    const [one, two] = r.desk.run.guidance;
    await stage.answer(r.desk.run, r.permit(two!, 'reject'));
    await stage.answer(r.desk.run, r.permit(one!, 'once'));
    await r.exited();
    expect(r.answers().map(({ id, result }) => [id, JSON.stringify(result)])).toEqual([
      [1, expect.stringContaining('"no"')],
      [0, expect.stringContaining('"yes"')],
    ]);
  });

  test.each([
    ['allow', 'yes', 'allowed'],
    ['deny', 'no', 'denied'],
  ])('a rule that decides: %s', async (list, option, count) => {
    const r = rig({ turns: [[{ permission: { title: 'rm -rf /' } }, { say: 'went on' }]] });
    await r.begin({}, rules({ [list]: ['execute'] }));
    await r.exited();
    expect(r.answers()).toMatchObject([{ result: { outcome: { optionId: option } } }]);
    expect(r.desk.of('guidance_requested')).toEqual([]);
    expect(r.log()).toMatch(/(allowed|denied) by rule .*rm -rf/);
    expect(r.desk.of('agent_progressed').at(-1)?.progress).toMatchObject({ [count]: 1 });
  });

  test('fifty open ones are enough', async () => {
    const r = rig({ turns: [[{ many: 52 }, { wait: 'go' }]] });
    await r.begin();
    await r.asked(50);
    await until(() => r.answers().length === 2, 'two are refused');
    expect(r.desk.of('guidance_requested')).toHaveLength(50);
    expect(r.answers().map(({ id }) => id)).toEqual([50, 51]);
    r.make('go');
    await r.desk.delivered('agent_exited');
  });
});

describe('what is no question', () => {
  test('an unknown request is answered at once, and told', async () => {
    const r = rig({ turns: [[{ ask: { method: 'x/ask', id: 'a"b' } }, { say: ' went on' }]] });
    await r.begin();
    expect((await r.exited()).said).toContain('-32601');
    expect(r.answers()).toMatchObject([{ id: 'a"b', error: { code: -32601 } }]);
    expect(r.log()).toContain('an unknown request was refused: x/ask');
    expect(r.warnings).toEqual(['the agent made a request that metawsm does not know: x/ask']);
  });

  test.each([
    ['no parameters', { method: 'session/request_permission', params: undefined }],
    ['nothing to ask', { method: 'elicitation/create', params: { message: '' } }],
  ])('%s: the agent does not hang', async (_, ask) => {
    const r = rig({ turns: [[{ ask }, { say: ' went on' }]] });
    await r.begin({}, rules({ deny: ['other'] }));
    expect((await r.exited()).said).toContain('went on');
    expect(r.answers()).toHaveLength(1);
  });

  test('a request without a usable id is left alone', async () => {
    const request = { method: 'session/request_permission', params: {} };
    const r = rig({
      turns: [[{ tell: { ...request, id: null } }, { tell: { ...request, id: {} } }, { say: 'went on' }]],
    });
    await r.begin();
    expect((await r.exited()).said).toBe('went on');
    expect(r.answers()).toEqual([]);
  });
});

describe('what is over', () => {
  test('the agent withdraws its question: the card closes, and a late answer finds nobody', async () => {
    const r = rig({
      turns: [
        [
          { open: { id: 'q' } },
          { wait: 'go' },
          { tell: { method: '$/cancel_request', params: { requestId: 'q' } } },
          { wait: 'end' },
        ],
      ],
    });
    const stage = await r.begin();
    const request = await r.asked();
    r.make('go');
    await r.desk.delivered('guidance_withdrawn');
    expect(request).not.toBe(r.desk.run.guidance[0]);
    expect(r.desk.run.guidance[0]?.state).toBe('withdrawn');
    expect(await stage.answer(r.desk.run, r.permit({ ...request }, 'once'))).toBe('gone');
    await until(() => r.answers().length > 0, 'the agent hears of it');
    expect(r.answers()).toMatchObject([{ id: 'q', error: { code: -32800 } }]);
    r.make('end');
    await r.exited();
    expect(r.answers()).toHaveLength(1);
  });

  test('an address was opened and the agent knows: its request closes, and is answered once', async () => {
    const url = { mode: 'url', elicitationId: 'e1', url: 'https://example.com/login', message: 'Log in' };
    const r = rig({
      turns: [
        [
          { tell: { id: 'q', method: 'elicitation/create', params: url } },
          { wait: 'go' },
          { tell: { method: 'elicitation/complete', params: { elicitationId: 'another' } } },
          { tell: { method: 'elicitation/complete', params: { elicitationId: 'e1' } } },
          { tell: { method: 'elicitation/complete', params: { elicitationId: 'e1' } } },
          { wait: 'end' },
        ],
      ],
    });
    await r.begin();
    expect(await r.asked()).toMatchObject({ kind: 'link', link: 'https://example.com/login' });
    r.make('go');
    await r.desk.delivered('guidance_withdrawn');
    await until(() => r.answers().length > 0, 'it is answered');
    r.make('end');
    await r.exited();
    expect(r.answers()).toEqual([{ jsonrpc: '2.0', id: 'q', result: { action: 'accept' } }]);
  });

  test('the turn ends with a question open: it is withdrawn', async () => {
    const r = rig({ turns: [[{ open: { id: 'q' } }, { wait: 'go' }]] });
    await r.begin();
    await r.asked();
    r.make('go');
    await r.exited();
    expect(r.desk.run.guidance[0]?.state).toBe('withdrawn');
    expect(r.desk.events.map(({ type }) => type).indexOf('guidance_withdrawn')).toBeLessThan(
      r.desk.events.map(({ type }) => type).indexOf('agent_exited'),
    );
  });

  test('the agent dies with a question open: it stays, and is answered by the next prompt', async () => {
    const r = rig({ turns: [[{ open: { id: 'q' } }, { wait: 'go' }, { dies: true }]] });
    const stage = await r.begin();
    const request = await r.asked();
    r.make('go');
    expect((await r.exited()).exitCode).toBeNull();
    expect(r.desk.run.guidance[0]?.state).toBe('open');
    expect(await stage.answer(r.desk.run, r.permit(request, 'once'))).toBe('gone');
  });

  test('ended by a person: the turn is cancelled, what is open is answered so, then nothing is left', async () => {
    const r = rig({ turns: [[{ permission: { id: 'q' } }, { wait: 'go' }]] });
    const stage = await r.begin();
    await r.asked();
    r.desk.walk.does('stop');
    stage.follow(r.desk.run);
    await stage['processes.end']({ step: r.desk.run.step }, r.desk.run, call());
    expect(r.methods().at(-1)).toBe('session/cancel');
    expect(r.answers()).toMatchObject([{ id: 'q', result: { outcome: { outcome: 'cancelled' } } }]);
    expect(r.pids().filter(alive)).toEqual([]);
    await stage.close();
    expect(r.desk.of('agent_exited')).toEqual([]);
  });

  test('the same permission again after the agent died unheard: answered as before, once', async () => {
    const ask = { permission: { title: 'npm ci', id: 'p' } };
    const r = rig({ turns: [[{ ...ask }], [ask, { permission: { title: 'npm ci', id: 'again' } }]] });
    const stage = await r.begin();
    await r.asked();
    process.kill(r.pids()[0]!, 'SIGKILL');
    await r.exited();
    // Answered while nobody lived to hear it.
    r.permit(r.desk.run.guidance[0]!, 'once');
    expect(await stage.answer(r.desk.run, r.desk.run.guidance[0]!)).toBe('gone');
    await r.next(stage);
    await until(() => r.answers().length === 1, 'it is answered');
    expect(r.answers()).toMatchObject([{ id: 'p', result: { outcome: { optionId: 'yes' } } }]);
    // The second time it is a new wish.
    await r.asked(2);
    expect(r.desk.run.guidance[1]?.via).toMatchObject({ id: `${r.step}:"again"` });
  });
});
