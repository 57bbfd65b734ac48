/** Whatever ends a turn, what was heard of it stands in the agent's log. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Slices } from '../../../../src/shell/slices.js';
import { AccountBook } from '../../../../src/stages/agents/acp/account-book.js';
import type { Asked } from '../../../../src/stages/agents/acp/asked.js';
import { Turn } from '../../../../src/stages/agents/acp/turn.js';
import { Left, Wire } from '../../../../src/stages/agents/acp/wire.js';
import { removeTemporary, temporary } from '../../../fixtures/git-repos.js';

afterEach(removeTemporary);

const spoken = (text: string) =>
  `${JSON.stringify({
    jsonrpc: '2.0',
    method: 'session/update',
    params: {
      sessionId: 's',
      update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
    },
  })}\n`;

/** A turn whose agent has written `said`; `over`: why nothing more comes. */
function turnOf(said: string, over: () => unknown) {
  const file = (name: string) => join(temporary(), name);
  const [outFile, log, promptFile] = [file('out.jsonl'), file('agent.log'), file('prompted.json')];
  for (const path of [outFile, log]) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(outFile, said);
  writeFileSync(log, '');
  writeFileSync(promptFile, '{"from":0}');
  const fault = (error: unknown) => {
    throw error;
  };
  const wire = new Wire({
    step: 1,
    slices: new Slices(),
    sentFile: file('sent.jsonl'),
    outFile,
    pollMs: 20,
    longest: 1e6,
    most: 1e9,
    over,
    fault,
  });
  const turn = new Turn({
    outFile,
    promptFile,
    book: new AccountBook(log, file('accounted')),
    asked: {} as Asked,
    now: () => '2026-01-01T00:00:00.000Z',
    reconnecting: [],
    costBefore: 0,
    changed: () => undefined,
    fault,
  });
  wire.listen(turn);
  return { wire, turn, log: () => readFileSync(log, 'utf8') };
}

test('an agent that has died leaves its last words', async () => {
  const { wire, log } = turnOf(spoken('I am done.\n'), () => 'it died');
  await wire.closed();
  expect(log()).toBe('I am done.\n');
});

test('who listens no more has accounted for what was heard, and for nothing else', async () => {
  const { wire, turn, log } = turnOf(spoken('first\n') + spoken('second\n'), () => undefined);
  const told = turn.told.bind(turn);
  turn.told = (method, params, end) => {
    const work = told(method, params, end);
    wire.end(new Left());
    return work;
  };
  await wire.closed();
  expect(log()).toBe('first\n');
});
