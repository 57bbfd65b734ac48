/**
 * The agent of agent.sh over the Agent Client Protocol: wants to run a command, asks with a form and a question, then
 * does the same work. Notes its lives like that one, and each prompt and each answer in `<run>.said`.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const { METAWSM_WORKSPACE: workspace, METAWSM_RUN_ID: run, METAWSM_TICKET: ticket, HOME: home } = process.env;
process.chdir(workspace);
const notes = join(home, 'agents');
mkdirSync(notes, { recursive: true });
const note = (line) => appendFileSync(join(notes, `${run}.log`), `${line}\n`);
const said = (line) =>
  appendFileSync(join(notes, `${run}.said`), `${JSON.stringify({ pid: process.pid, ...line })}\n`);
const alone = join(notes, `${run}.alone`);

/** A killed one may stay a zombie, or its number belong to somebody else: only its command line tells that it lives. */
function isAgent(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('acp-agent.mjs');
  } catch {
    return false;
  }
}
const other = existsSync(alone) ? readFileSync(alone, 'utf8').trim() : '';
if (other && isAgent(other)) note(`twice ${process.pid}`);
writeFileSync(alone, String(process.pid));
note(`begin ${process.pid}`);
process.on('exit', () => {
  rmSync(alone, { force: true });
  note(`end ${process.pid}`);
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(143));

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const waiting = new Map();
let asked = 0;

function ask(method, params) {
  const id = asked++;
  send({ id, method, params });
  said({ asks: id, method });
  return new Promise((resolve) => waiting.set(id, resolve));
}

const git = (repo, ...args) => execFileSync('git', ['-C', repo, ...args], { encoding: 'utf8' }).trim();

function save(repo, message) {
  // What a killed life of this agent may have left.
  rmSync(git(repo, 'rev-parse', '--path-format=absolute', '--git-path', 'index.lock'), { force: true });
  git(repo, 'add', '-A');
  if (git(repo, 'diff', '--cached', '--name-only') !== '') git(repo, 'commit', '-q', '-m', message);
}

function whole(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const OPTIONS = [
  { optionId: 'ever', name: 'Always', kind: 'allow_always' },
  { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
  { optionId: 'no', name: 'Reject', kind: 'reject_once' },
];

/** What it has heard it need not ask again. */
async function once(file, method, params, textOf) {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const answer = await ask(method, params);
  const text = textOf(answer.result);
  if (text === undefined) return undefined;
  whole(file, text);
  return text;
}

async function work(sessionId) {
  const command = `npm run greet-${ticket}`;
  const may = await once(
    '.may',
    'session/request_permission',
    {
      sessionId,
      options: OPTIONS,
      toolCall: { toolCallId: 'c', title: command, kind: 'execute', rawInput: { command } },
    },
    (result) => result?.outcome?.optionId,
  );
  const loud = await once(
    '.loud',
    'elicitation/create',
    {
      sessionId,
      mode: 'form',
      message: `How loud for ${ticket}?`,
      requestedSchema: {
        type: 'object',
        required: ['loudness'],
        properties: {
          loudness: { type: 'integer', title: 'Loudness', minimum: 1, maximum: 9 },
          dots: { type: 'boolean', title: 'With dots' },
        },
      },
    },
    (result) => (result?.action === 'accept' ? JSON.stringify(result.content) : undefined),
  );
  const greeting = await once(
    '.greeting',
    'elicitation/create',
    {
      sessionId,
      mode: 'form',
      message: `Which greeting for ${ticket}?`,
      requestedSchema: {
        type: 'object',
        properties: {
          greeting: { type: 'string', title: 'Greeting', enum: [`Hello ${ticket}`, `Moin ${ticket}`] },
          greeting_custom: { type: 'string', title: 'Other' },
        },
      },
    },
    (result) => result?.content?.greeting_custom ?? result?.content?.greeting,
  );
  if (may === undefined || loud === undefined || greeting === undefined) return;
  for (const repo of ['api', 'web']) {
    writeFileSync(`${repo}/greeting-${ticket}.txt`, `${greeting}, ${repo}\n`);
    save(repo, `Greet with ${greeting}`);
  }
  if (existsSync('.metawsm/operator-feedback.md')) {
    writeFileSync(`api/mended-${ticket}.txt`, 'yes\n');
    save('api', `Mend ${ticket}`);
  }
  whole('.metawsm/implementation-complete.json', JSON.stringify({ summary: `Greets with ${greeting}` }));
}

const methods = {
  initialize: () => ({
    protocolVersion: 1,
    agentCapabilities: { loadSession: true, sessionCapabilities: { resume: {}, close: {} } },
  }),
  'session/new': () => ({ sessionId: `session-${process.pid}` }),
  'session/resume': () => ({}),
  'session/prompt': async (id, { sessionId }) => {
    said({ prompt: id });
    await work(sessionId);
    return { stopReason: 'end_turn' };
  },
  'session/close': () => ({}),
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const message = JSON.parse(line);
  if (message.method === undefined) {
    said({ answer: message.id, result: message.result });
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
    return;
  }
  const method = methods[message.method];
  if (!method || message.id === undefined) return;
  const result = await method(message.id, message.params);
  send({ id: message.id, result });
});
setInterval(() => {}, 1_000);
