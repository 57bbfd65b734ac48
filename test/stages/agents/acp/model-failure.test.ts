/** Turns that end as if all were well though the model failed, and what agents say while they try to reach it. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { call, until } from '../../desk.js';
import { Rig, type Script, type Step } from './rig.js';

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

const codex = (what: object): Step => ({
  update: { sessionUpdate: 'session_info_update', _meta: { codex: what } },
});
const broken = codex({ threadStatus: { type: 'systemError' } });
const without = {
  stopReason: 'end_turn',
  usage: null,
  _meta: { quota: { token_count: null, model_usage: [] } },
};
const demand = 'We’re currently experiencing high demand, which may cause temporary errors.\n\n';

describe('a turn that ends as if all were well', () => {
  test.each<[string, Step[]]>([
    ['as Codex does at status 500', [broken, { say: demand }, { ends: without }]],
    ['with the state of an error alone', [broken, { say: demand }]],
    ['without a figure of use', [{ say: demand }, { ends: without }]],
  ])('though the model failed: %s', async (_, turn) => {
    const r = rig({ turns: [turn] });
    await r.begin();
    expect(await r.exited()).toMatchObject({
      exitCode: 1,
      fault: { code: 'agent_unreachable', detail: demand.trim() },
    });
  });

  test('though the model failed after a refusal: it is not prompted again', async () => {
    const r = rig({ turns: [[{ permission: { quiet: true } }, broken, { ends: without }]] });
    await r.begin({}, { permissions: { allow: [], ask: [], deny: ['execute'] } });
    expect(await r.exited()).toMatchObject({ exitCode: 1, fault: { code: 'agent_unreachable' } });
    expect(r.methods().filter((method) => method === 'session/prompt')).toHaveLength(1);
  });

  test('with nothing but the words of a limit: the run waits for its end', async () => {
    const r = rig({ turns: [[{ say: "You've hit your 5-hour limit · resets 7:48pm (UTC)" }]] });
    await r.begin();
    expect(await r.desk.delivered('agent_limited')).toMatchObject({
      until: expect.stringMatching(/T19:48:00/),
    });
    expect(r.desk.of('agent_exited')).toEqual([]);
  });

  test('after work on limits it is no limit', async () => {
    const said = `${'I added a test. '.repeat(40)} You've hit your 5-hour limit · resets 7:48pm (UTC)`;
    const r = rig({ turns: [[{ say: said }]] });
    await r.begin();
    expect((await r.exited()).exitCode).toBe(0);
  });
});

describe('an agent that only tries to reach its model', () => {
  const again = codex({ error: { message: 'Reconnecting... waiting for network', willRetry: true } });
  const edit = (newText: string): Step => ({
    update: {
      sessionUpdate: 'tool_call',
      toolCallId: 'e',
      title: 'Edit',
      kind: 'edit',
      content: [{ type: 'diff', path: '/a', newText }],
    },
  });

  test.each<[string, Step, boolean]>([
    ['says so', again, false],
    ['works on code that says so', edit('Reconnecting... waiting for network'), true],
  ])('%s: a sign of life only where it works', async (_, step, isLife) => {
    const r = rig({ turns: [[{ say: 'hello' }, { wait: 'go' }, step, { wait: 'never' }]] });
    const stage = await r.begin();
    await r.heardBy('session/prompt');
    await until(() => r.log().includes('hello'), 'it is heard');
    // so long ago that nothing else counts
    r.desk.run.settings.silenceMs = 0;
    const seen = async () => {
      const event = await stage['agent.look']({ step: r.step }, r.desk.run, call());
      return event?.type === 'agent_seen' ? Date.parse(event.activeAt) : 0;
    };
    const before = await seen();
    r.make('go');
    await until(() => r.log().includes(isLife ? 'Edits' : 'Reconnecting'), 'that is heard, too');
    if (isLife) expect(await seen()).toBeGreaterThan(before);
    else expect(await seen()).toBe(before);
  });
});
