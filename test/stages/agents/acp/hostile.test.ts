/** An agent that wants to break the bot, or to drown people. */
import { afterEach, expect, test } from '@jest/globals';
import { refusedPrompt } from '../../../../src/stages/agents/refused.js';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { FAST, Rig, type Script } from './rig.js';

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

const line = (message: object) => ({ write: JSON.stringify({ jsonrpc: '2.0', ...message }) });
const deep = (before: string, after: string, depth = 50_000) => ({
  write: `${before}${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}${after}`,
});

test('messages nested deeper than anybody reads end no turn', async () => {
  const r = rig({
    turns: [
      [
        deep('{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":', '}}'),
        deep(
          '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"tool_call","toolCallId":"x","rawInput":',
          '}}}',
        ),
        deep('{"jsonrpc":"2.0","id":99,"method":"x/y","params":', '}'),
        deep('{"jsonrpc":"2.0","id":"1-1","result":', '}'),
        { write: '['.repeat(100_000) },
        { say: 'went on' },
      ],
    ],
  });
  const quirks = {
    title: 'x',
    commands: [],
    install: '',
    environment: {},
    variables: [],
    longestWaitMs: 1_000,
  };
  await r.begin({}, { facts: { ...quirks, operatorBy: 'protocol', reconnecting: ['reconnecting'] } });
  expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'went on' });
  expect(r.answers()).toMatchObject([{ id: 99, error: { code: -32601 } }]);
});

test('ids of every kind, answers to nothing and lines that are none end no turn', async () => {
  const ids = [
    null,
    {},
    [],
    1.5,
    -1,
    1e300,
    true,
    '__proto__',
    'constructor',
    '',
    'x'.repeat(5000),
    '1-1',
    '1-3',
  ];
  const r = rig({
    turns: [
      [
        ...ids.map((id) => line({ id, method: 'x/y' })),
        ...ids.map((id) => line({ id, result: { sessionId: 'evil' } })),
        line({ id: '1-2', result: { sessionId: 'evil' } }),
        { write: '[{"jsonrpc":"2.0","id":5,"method":"x/y"}]' },
        { write: '\ufeff{}\r' },
        { write: '\0\0' },
        line({ id: 7, method: 'session/update', params: {} }),
        line({ method: 'session/update', params: [] }),
        line({ method: '$/cancel_request', params: { requestId: '__proto__' } }),
        line({ method: 'elicitation/complete', params: {} }),
        { say: 'went on' },
      ],
    ],
  });
  await r.begin();
  expect(await r.exited()).toMatchObject({ exitCode: 0, said: 'went on' });
});

test('requests that nobody has to answer without end were all kept, until the bot had no memory left', async () => {
  const steps = Array.from({ length: 30 }, (_, id) => line({ id, method: 'elicitation/create' }));
  const r = rig({ turns: [[...steps, { say: 'went on' }]] });
  await r.begin({ tempo: { ...FAST, mostRequests: 20 } });
  expect(await r.exited()).toMatchObject({ fault: { code: 'agent_output' } });
  expect(r.answers()).toHaveLength(20);
});

test('of very many refusals the agent was told each, in one prompt', () => {
  const refusals = Array.from({ length: 10_000 }, (_, n) => ({ id: `${n}`, from: n, rule: `rule ${n}` }));
  const prompt = refusedPrompt(refusals, '/contract');
  expect(prompt.length).toBeLessThan(5_000);
  expect(prompt).toContain('- 9980 others before these\n- A rule of metawsm.yml (`rule 9980`) denies it.');
  expect(refusedPrompt(refusals.slice(-20), '/contract')).not.toContain('others');
});

test('asking and taking it back without end is refused after a while, and told a few times only', async () => {
  const ask = (id: number) => ({
    method: 'session/request_permission',
    id,
    params: {
      toolCall: {
        toolCallId: `t${id}`,
        title: `do ${id}`,
        kind: 'execute',
        rawInput: { command: `make ${id}` },
      },
      options: [
        { optionId: 'yes', kind: 'allow_once', name: 'Yes' },
        { optionId: 'no', kind: 'reject_once', name: 'No' },
      ],
    },
  });
  const steps = Array.from({ length: 260 }, (_, id) => [
    line(ask(id)),
    line({ method: '$/cancel_request', params: { requestId: id } }),
  ]).flat();
  const r = rig({ turns: [[...steps, { wait: 'go' }]] });
  await r.begin();
  await until(() => r.answers().length === 260, 'each has its answer', 50_000);
  expect(r.desk.run.guidance).toHaveLength(200);
  expect(r.answers().filter(({ result }) => JSON.stringify(result)?.includes('"no"'))).toHaveLength(60);
  expect(r.warnings).toHaveLength(20);
  r.make('go');
  await r.exited();
}, 60_000);

test('a command that is too long for its card stands in the log', async () => {
  const command = `echo ${'a'.repeat(9_000)}; echo the end`;
  const r = rig({ turns: [[{ permission: { title: 'x', command } }]] });
  await r.begin();
  await r.asked();
  await until(() => r.log().includes(command), 'the log has it whole');
});

test('a flood of requests that rules decide is answered, and no person hears of it', async () => {
  const steps = Array.from({ length: 1_000 }, (_, id) =>
    line({
      id,
      method: 'session/request_permission',
      params: {
        toolCall: { toolCallId: 't', title: 'x', kind: 'think' },
        options: [{ optionId: 'yes', kind: 'allow_once', name: 'Yes' }],
      },
    }),
  );
  const r = rig({ turns: [steps] });
  await r.begin();
  expect(await r.exited()).toMatchObject({ exitCode: 0 });
  expect(r.desk.of('agent_progressed').at(-1)?.progress).toMatchObject({ allowed: 1_000 });
  expect(r.desk.run.guidance).toEqual([]);
});

test('figures that are none are left out', async () => {
  const spends = (cost: unknown, used: unknown) => ({
    update: { sessionUpdate: 'usage_update', used, size: 10, cost },
  });
  const r = rig({
    turns: [
      [
        spends({ amount: 0.5, currency: 'USD' }, 5),
        spends({ amount: 1e308, currency: '<!channel>' }, 1e308),
        spends({ amount: -5, currency: 'USD' }, -5),
        spends('much', null),
      ],
    ],
  });
  await r.begin();
  await r.exited();
  const { progress } = r.desk.of('agent_progressed').at(-1)!;
  expect(progress).toMatchObject({ cost: { amount: 0.5, currency: 'USD' }, fullness: 0.5 });
});
