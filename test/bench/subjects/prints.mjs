/** An agent of the Agent Client Protocol that prints so many megabytes in a turn, and says that it is done. */
import { renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const megabytes = Number(process.argv[2]);
const MB = 1_000_000;
const send = (message) => writeSync(1, `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** About a megabyte of what agents say and do. */
function block(sessionId) {
  const update = (one) =>
    `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId, update: one } })}\n`;
  const said = update({
    sessionUpdate: 'agent_message_chunk',
    content: { type: 'text', text: 'I read the files, think about them, and go on. '.repeat(16) },
  });
  const called = update({
    sessionUpdate: 'tool_call_update',
    toolCallId: 'call-1',
    status: 'in_progress',
    content: [{ type: 'content', content: { type: 'text', text: 'ok 1 - it works\n'.repeat(60) } }],
  });
  return Buffer.from((said + called).repeat(Math.ceil(MB / (said.length + called.length))));
}

function prompt(id, { sessionId }) {
  const text = block(sessionId);
  send({
    method: 'session/update',
    params: {
      sessionId,
      update: { sessionUpdate: 'tool_call', toolCallId: 'call-1', title: 'npm test', kind: 'execute' },
    },
  });
  for (let left = megabytes * MB; left > 0; left -= text.length) writeSync(1, text);
  const done = join(process.env.METAWSM_WORKSPACE, '.metawsm', 'implementation-complete.json');
  writeFileSync(`${done}.new`, JSON.stringify({ summary: 'It prints.' }));
  renameSync(`${done}.new`, done);
  send({ id, result: { stopReason: 'end_turn' } });
}

const methods = {
  initialize: (id) => send({ id, result: { protocolVersion: 1, agentCapabilities: {} } }),
  'session/new': (id) => send({ id, result: { sessionId: `s-${process.pid}` } }),
  'session/prompt': prompt,
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  methods[method]?.(id, params);
});
