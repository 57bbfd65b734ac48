/** Agents that write a great deal: others get their turn meanwhile, and little of it is kept. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, expect, test } from '@jest/globals';
import { parseMessage } from '../../../../src/stages/agents/acp/message.js';
import { Progress } from '../../../../src/stages/agents/acp/progress.js';
import { slimCall } from '../../../../src/stages/agents/acp/slim-call.js';
import { cpuMsOf } from '../../../cpu-time.js';
import { removeTemporary } from '../../../fixtures/git-repos.js';
import { until } from '../../desk.js';
import { Rig } from './rig.js';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  removeTemporary();
});

test('50,000 small updates are heard to the last', async () => {
  const chunk = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'a ' } };
  const r = new Rig({ turns: [[{ update: chunk, times: 50_000 }, { say: 'done' }]] });
  rigs.push(r);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await r.begin();
  await until(() => r.desk.of('agent_exited').length > 0, 'its turn is over', 50_000);
  expect(r.desk.of('agent_exited')[0]?.said).toMatch(/a done$/);
  delay.disable();
  process.stdout.write(
    `50,000 updates: the event loop stood still for at most ${Math.round(delay.max / 1e6)} ms\n`,
  );
  expect(r.log().length).toBe(100_004);
}, 60_000);

test('what a call reads or writes is not kept while it is under way', () => {
  const text = 'x'.repeat(1_000_000);
  const call = {
    toolCallId: 'c',
    title: 'Write a.ts',
    kind: 'edit',
    rawInput: { file_path: '/ws/a.ts', content: text },
    rawOutput: text,
    content: [{ type: 'diff', path: '/ws/a.ts', oldText: text, newText: text }],
    _meta: { claudeCode: { toolName: 'Write', toolResponse: text } },
  };
  expect(JSON.stringify(slimCall(call)).length).toBeLessThan(3_000);
  const progress = new Progress();
  progress.hear({ sessionUpdate: 'tool_call', ...call }, '');
  progress.hear({ sessionUpdate: 'tool_call_update', toolCallId: 'c', title: null, rawInput: null }, '');
  expect(progress.state().doing).toBe('Edits ws/a.ts');
});

test('a line that is no message costs next to nothing', () => {
  const lines = () => {
    for (let n = 0; n < 1_000_000; n++) parseMessage('Loading model, please wait');
  };
  expect(cpuMsOf(lines)).toBeLessThan(1_500);
  expect(parseMessage(' \t{"id":1}')).toEqual({ id: 1 });
});
