import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Slices } from '../../../../src/shell/slices.js';
import {
  type HandshakeOptions,
  type Shaken,
  shakeHands,
} from '../../../../src/stages/agents/acp/handshake.js';
import type { AcpPlan } from '../../../../src/stages/agents/acp/plan.js';
import type { Session } from '../../../../src/stages/agents/acp/session.js';
import { Left, Wire } from '../../../../src/stages/agents/acp/wire.js';
import { removeTemporary, temporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';

const wires: Wire[] = [];
afterEach(async () => {
  for (const wire of wires.splice(0)) {
    wire.end(new Left());
    await wire.closed();
  }
  removeTemporary();
});

interface Wish {
  plan?: Partial<AcpPlan>;
  session?: Session;
  now?: string;
  /** By method. */
  answers: Record<string, unknown>;
}

/** An agent that is two files: what it answers is written down when it is asked. */
async function shake({ plan, session, now = '2026-01-01T00:00:00.000Z', answers }: Wish) {
  const folder = temporary();
  const [sentFile, outFile] = [join(folder, 'sent.jsonl'), join(folder, 'out.jsonl')];
  writeFileSync(sentFile, '');
  const wire = new Wire({
    step: 3,
    slices: new Slices(),
    sentFile,
    outFile,
    pollMs: 20,
    longest: 1e6,
    most: 1e9,
    over: () => undefined,
    fault: (error) => {
      throw error;
    },
  });
  wires.push(wire);
  wire.listen({
    asked: async () => {},
    told: async () => {},
    noise: () => {},
    answered: () => {},
    paused: () => {},
  });
  const [notes, waits]: [string[], number[]] = [[], []];
  const options: HandshakeOptions = {
    wire,
    beginning: {
      step: 3,
      agent: 'x',
      mode: 'resume',
      plan: {
        cwd: '/w',
        mcpServers: [],
        additionalDirectories: ['/d'],
        configOptions: {},
        quirks: {},
        ...plan,
      },
      prompts: { plain: 'p', recap: 'r' },
      ...(session ? { session } : {}),
    },
    now: () => now,
    note: (line) => notes.push(line),
    wait: async (ms) => void waits.push(ms),
  };
  const done = shakeHands(options);
  let result: Shaken | Error | undefined;
  void done.then(
    (value) => {
      result = value;
    },
    (error: Error) => {
      result = error;
    },
  );
  const lines = () =>
    existsSync(sentFile) ? readFileSync(sentFile, 'utf8').split('\n').filter(Boolean) : [];
  let heard = 0;
  await until(() => {
    for (const line of lines().slice(heard)) {
      heard += 1;
      const { id, method } = JSON.parse(line) as { id: string; method: string };
      const answer = answers[method] ?? { result: {} };
      appendFileSync(outFile, `${JSON.stringify({ jsonrpc: '2.0', id, ...(answer as object) })}\n`);
    }
    return result !== undefined;
  }, 'the hands are shaken');
  const sent = lines().map((line) => JSON.parse(line) as { method: string; params: Record<string, unknown> });
  return { result, sent, notes, waits, methods: sent.map(({ method }) => method) };
}

const initialize = (can: object = {}) => ({ result: { protocolVersion: 1, agentCapabilities: can } });
const session = { sessionId: 's1', agent: 'x', createdAt: '2026-01-01T00:00:20.000Z' };
const refused = { error: { code: -32603, message: 'Internal error', data: { details: 'none' } } };

describe('what an agent offers', () => {
  const offers = {
    modes: { currentModeId: 'default', availableModes: [{ id: 'default' }, { id: 'acceptEdits' }] },
    configOptions: [
      { id: 'mode', currentValue: 'agent', options: [{ value: 'agent' }, { value: 'workspace-write' }] },
      { id: 'model', currentValue: 'a', options: [{ group: 'g', name: 'G', options: [{ value: 'b' }] }] },
    ],
  };

  test('is set, grouped or not; what it does not offer is left out with a note', async () => {
    const { sent, notes } = await shake({
      plan: { mode: 'acceptEdits', configOptions: { mode: 'workspace-write', model: 'b', effort: 'max' } },
      answers: { initialize: initialize(), 'session/new': { result: { sessionId: 's', ...offers } } },
    });
    expect(sent.slice(2).map(({ params }) => params)).toEqual([
      { sessionId: 's', modeId: 'acceptEdits' },
      { sessionId: 's', configId: 'mode', value: 'workspace-write' },
      { sessionId: 's', configId: 'model', value: 'b' },
    ]);
    expect(notes).toEqual(['the option effort=max is not offered']);
  });

  test('and then refuses is a fault', async () => {
    const { result } = await shake({
      plan: { configOptions: { mode: 'workspace-write' } },
      answers: {
        initialize: initialize(),
        'session/new': { result: { sessionId: 's', ...offers } },
        'session/set_config_option': refused,
      },
    });
    expect(result).toBeInstanceOf(Error);
  });

  test('is set anew where a session is taken up that says nothing of it', async () => {
    const { methods, result } = await shake({
      plan: { configOptions: { mode: 'workspace-write' } },
      session,
      answers: {
        initialize: initialize({ sessionCapabilities: { resume: {} } }),
        'session/resume': { result: null },
        'session/set_config_option': refused,
      },
    });
    expect(methods).toEqual(['initialize', 'session/resume', 'session/set_config_option']);
    expect(result).toMatchObject({ session });
  });

  test.each([
    [{ sessionCapabilities: { additionalDirectories: {} } }, ['/d']],
    [{}, undefined],
  ])('more folders, where it takes them: %j', async (can, folders) => {
    const answers = { initialize: initialize(can), 'session/new': { result: { sessionId: 's' } } };
    const { sent } = await shake({ answers });
    expect(sent[1]?.params.additionalDirectories).toEqual(folders);
  });

  test('a session without a name is none', async () => {
    const { result } = await shake({ answers: { initialize: initialize(), 'session/new': { result: {} } } });
    expect(result).toMatchObject({ code: 'agent_protocol' });
  });
});

describe('an earlier session', () => {
  test.each([
    ['2026-01-01T00:00:50.000Z', [10_000]],
    ['2026-01-01T00:01:00.000Z', [0]],
    ['2026-01-02T00:00:20.000Z', [0]],
    // A clock that was set back must not make it wait for a year.
    ['2025-01-01T00:00:00.000Z', [60_000]],
  ])('that is lost when loaded within its minute, at %s', async (at, expected) => {
    const { waits, methods } = await shake({
      plan: { quirks: { loadsNextMinute: true } },
      session,
      now: at,
      answers: { initialize: initialize({ loadSession: true }), 'session/load': { result: {} } },
    });
    expect(waits).toEqual(expected);
    expect(methods).toEqual(['initialize', 'session/load']);
  });

  test('is loaded where it cannot be resumed, and given up where neither works', async () => {
    const { methods, result } = await shake({
      session,
      answers: {
        initialize: initialize({ loadSession: true, sessionCapabilities: { resume: {}, close: {} } }),
        'session/resume': refused,
        'session/load': { error: { code: -32002, message: 'Resource not found' } },
        'session/new': { result: { sessionId: 's2' } },
      },
    });
    expect(methods).toEqual(['initialize', 'session/resume', 'session/load', 'session/new']);
    expect(result).toMatchObject({
      session: { sessionId: 's2' },
      forgot: 'Resource not found',
      closes: true,
    });
  });
});
