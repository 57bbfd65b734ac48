#!/usr/bin/env node
/**
 * The playground's second agent. It speaks the Agent Client Protocol, as Claude Code and Codex do, and plays a script
 * instead of thinking: it shows a plan, and asks before it runs a command. It may be killed at any moment.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const { METAWSM_WORKSPACE: workspace = '', METAWSM_RUN_ID: runId = '', METAWSM_TICKET = '' } = process.env;
const brief = JSON.parse(readFileSync(join(workspace, '.metawsm', 'brief.json'), 'utf8'));
const repo = brief.repositories[0].name;
const folder = join(workspace, repo);

const PLAN = [
  'Read the brief and the ticket',
  'Look at the history, after asking',
  'Write it down',
  'Commit',
];
const COMMAND = 'git log --oneline -5';
const SESSION = 'careful';

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const update = (one) => send({ method: 'session/update', params: { sessionId: SESSION, update: one } });
const say = (text) =>
  update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `${text}\n` } });

/** Shows which step is under way, and gives time to see it. */
async function step(now, ms = 1_500) {
  const status = (at) => (at < now ? 'completed' : at === now ? 'in_progress' : 'pending');
  const entries = PLAN.map((content, at) => ({ content, status: status(at), priority: 'medium' }));
  update({ sessionUpdate: 'plan', entries });
  await pause(ms);
}

const waiting = new Map();
function request(method, params) {
  const id = waiting.size + 1;
  send({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

/** True where a person, or a rule, allows the command. */
async function mayRun(toolCallId) {
  const call = { toolCallId, title: COMMAND, kind: 'execute', rawInput: { command: COMMAND, cwd: folder } };
  const { outcome } = await request('session/request_permission', {
    sessionId: SESSION,
    toolCall: { ...call, status: 'pending' },
    options: [
      { optionId: 'once', name: 'Allow', kind: 'allow_once' },
      { optionId: 'always', name: 'Always allow', kind: 'allow_always' },
      { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
    ],
  });
  const isAllowed = outcome.outcome === 'selected' && outcome.optionId !== 'reject';
  if (isAllowed) update({ sessionUpdate: 'tool_call', ...call, status: 'in_progress' });
  return isAllowed;
}

const git = (...words) => spawnSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).stdout.trim();

function write(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

async function turn() {
  await step(0);
  say('I read the brief. I would like to look at the history before I write anything down, so I ask.');
  await step(1, 300);
  const isAllowed = await mayRun(`log-${process.pid}`);
  const history = isAllowed ? git('log', '--oneline', '-5') : 'Nobody let me look at the history.';
  await step(2);
  say(isAllowed ? 'I was allowed to look.' : 'I was not allowed to look, so I go on without.');
  const notes = join(folder, 'NOTES.md');
  const before = existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd() : '# Notes';
  write(
    notes,
    `${before}\n\n## ${METAWSM_TICKET}\n\n${brief.goal.trim()}\n\n    ${history.replaceAll('\n', '\n    ')}\n`,
  );
  await step(3);
  git('add', '--all');
  git('commit', '--quiet', '--message', `docs: what ${METAWSM_TICKET} found`);
  await step(PLAN.length, 0);
  const summary = `Noted in ${repo}, ${isAllowed ? 'with' : 'without'} the history.`;
  write(
    join(workspace, '.metawsm', 'implementation-complete.json'),
    JSON.stringify({ summary, run_id: runId }),
  );
  say(summary);
}

const ANSWERS = {
  initialize: () => ({ protocolVersion: 1, agentCapabilities: { sessionCapabilities: { resume: {} } } }),
  'session/new': () => ({ sessionId: SESSION }),
  'session/resume': () => ({}),
  'session/prompt': async () => {
    await turn();
    return { stopReason: 'end_turn', usage: { inputTokens: 1_204, outputTokens: 312, totalTokens: 1_516 } };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params, result } = JSON.parse(line);
  if (method === undefined) waiting.get(id)?.(result ?? { outcome: { outcome: 'cancelled' } });
  else if (method === 'session/cancel') process.exit(0);
  else if (id !== undefined) {
    const answer = ANSWERS[method];
    if (answer) Promise.resolve(answer(params)).then((told) => send({ id, result: told }));
    else send({ id, error: { code: -32601, message: 'Method not found' } });
  }
}
