/**
 * `npm run test:agents -- --observe`: what an agent sends by itself, raw, without the product between. For whoever
 * moves a pin, or meets an agent that behaves differently from what the product believes.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { git, makeRepo } from '../fixtures/git-repos.js';
import { type AgentName, offline } from './environments.js';
import { marker, type Step } from './model/script.js';
import { startModel } from './model/server.js';
import { type Json, probe } from './probe.js';

/** One session: a plan, a file, a commit, and a question where the agent has a tool for it. */
export async function observe(agent: AgentName, bin: string, root: string): Promise<string[]> {
  const lines: string[] = [];
  const model = await startModel();
  const clone = makeRepo(join(root, 'clone'), { 'README.md': '# A greeter\n' });
  const tree = join(root, 'workspace', 'api');
  mkdirSync(join(root, 'workspace'));
  git(clone, 'worktree', 'add', '-q', '-b', 'work', tree);
  const { command, env } = offline(agent, bin, join(root, 'home'), model.url);
  const path = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
  const client = probe(command, { ...path, ...env, ...BARE[agent] }, tree, permit, (line) =>
    lines.push(line),
  );
  try {
    await client.ask('initialize', INITIALIZE);
    const { sessionId } = await client.ask('session/new', { cwd: tree, mcpServers: [] });
    if (agent === 'codex')
      await client.ask('session/set_config_option', {
        sessionId,
        configId: 'mode',
        value: 'workspace-write',
      });
    const text = `Please. ${marker(steps(tree))}`;
    await client.ask('session/prompt', { sessionId, prompt: [{ type: 'text', text }] });
  } catch (error) {
    lines.push(`!! ${JSON.stringify(error)} ${client.stderr().slice(-2000)}`);
  } finally {
    client.kill('SIGKILL');
    await client.ended;
    await model.close();
  }
  return lines;
}

const INITIALIZE = {
  protocolVersion: 1,
  clientInfo: { name: 'observe', version: '1' },
  clientCapabilities: { elicitation: { form: {}, url: {} } },
};

/** What the product's presets set as well. */
const BARE: Record<AgentName, Record<string, string>> = {
  claude: { IS_SANDBOX: '1', CLAUDE_CODE_ENABLE_TODO_TOOLS: '1' },
  codex: { CODEX_CONFIG: '{"tools":{"update_plan":{"enabled":true}}}' },
  gemini: { GEMINI_CLI_NO_RELAUNCH: 'true' },
  opencode: { OPENCODE_CONFIG_CONTENT: '{"permission":{"bash":"ask","edit":"ask"}}' },
};

const steps = (tree: string): Step[] => [
  { say: 'I plan.', plan: [{ step: 'Write it', status: 'in_progress' }] },
  { write: { path: join(tree, 'greeting.txt'), content: 'Hello\n' } },
  { shell: 'touch committed.txt && git status --short', escalate: true },
  { text: 'DONE {{last}}' },
];

function permit(method: string, params: Json): Json {
  if (method !== 'session/request_permission') return undefined;
  const { optionId } = params.options.find(({ kind }: Json) => kind === 'allow_once');
  return { outcome: { outcome: 'selected', optionId } };
}
