/** What each agent calls the tools that a script speaks of. */
import type { Call, Tool } from './history.js';
import type { Step } from './script.js';

export type Dialect = 'anthropic' | 'responses' | 'chat' | 'gemini';

type Input = Record<string, unknown>;
/** A tool's name and the input of each call. */
type Candidate = [string, ...Input[]];

/** The tools of Claude and Codex that bring further tools into sight. */
export const LOOKING = ['ToolSearch', 'tool_search'];

/** The calls of a step with the tools that are offered; none where no tool fits. */
export function callsOf(step: Step, tools: readonly Tool[], dialect: Dialect): Call[] {
  for (const [name, ...inputs] of candidates(step, dialect)) {
    const tool = tools.find((one) => one.name === name) ?? tools.find((one) => one.name.endsWith(`_${name}`));
    if (tool) return inputs.map((input) => ({ tool, input }));
  }
  return [];
}

/** The call that looks for the tools of a step. */
export function lookFor(step: Step, tools: readonly Tool[], dialect: Dialect): Call[] {
  const tool = tools.find(({ name }) => LOOKING.includes(name));
  const names = candidates(step, dialect).map(([name]) => name);
  const query = 'mcp' in step ? names.join(' ').replaceAll('_', ' ') : `select:${names.join()}`;
  const limit = dialect === 'anthropic' ? { max_results: 5 } : { limit: 5 };
  return tool ? [{ tool, input: { query, ...limit } }] : [];
}

/** Names and inputs in the order of preference. */
function candidates(step: Step, dialect: Dialect): Candidate[] {
  if ('shell' in step) return shell(step.shell, step.escalate === true);
  if ('write' in step) return write(step.write, dialect);
  if ('ask' in step) return ask(step.ask);
  if ('plan' in step) return plan(step.plan);
  if ('mcp' in step) return [[step.mcp.tool, step.mcp.input ?? {}]];
  return 'tool' in step ? [[step.tool, step.input]] : [];
}

function shell(command: string, escalate: boolean): Candidate[] {
  const description = 'Does what the script says';
  const beyond = { sandbox_permissions: 'require_escalated', justification: 'The script says so' };
  return [
    ['Bash', { command, description }],
    ['bash', { command, description }],
    ['run_shell_command', { command, description }],
    ['exec_command', { cmd: command, ...(escalate ? beyond : {}) }],
  ];
}

function write({ path, content }: { path: string; content: string }, dialect: Dialect): Candidate[] {
  const patch = ['*** Begin Patch', `*** Add File: ${path}`];
  patch.push(
    ...content
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `+${line}`),
    '*** End Patch',
    '',
  );
  const text = `mkdir -p "$(dirname ${quoted(path)})" && printf %s ${quoted(content)} > ${quoted(path)}`;
  return [
    ['Write', { file_path: path, content }],
    ['write', { filePath: path, content }],
    ['write_file', { file_path: path, content }],
    ['apply_patch', { input: patch.join('\n') }],
    ...(dialect === 'responses' ? shell(text, false) : []),
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function ask(asked: { question: string; options: string[]; multi?: boolean }): Candidate[] {
  const { question, multi = false } = asked;
  const header = 'Choice';
  const options = asked.options.map((label) => ({ label, description: `Takes ${label}` }));
  return [
    ['AskUserQuestion', { questions: [{ question, header, options, multiSelect: multi }] }],
    ['request_user_input', { questions: [{ id: 'choice', header, question, options }] }],
    ['question', { questions: [{ question, header, options, multiple: multi }] }],
    ['ask_user', { questions: [{ question, header, options, type: 'choice', multiSelect: multi }] }],
  ];
}

function plan(steps: { step: string; status: string }[]): Candidate[] {
  const todos = steps.map(({ step, status }, at) => ({
    id: String(at),
    content: step,
    status,
    priority: 'medium',
  }));
  return [
    ['TodoWrite', { todos: todos.map(({ content, status }) => ({ content, status, activeForm: content })) }],
    ['TaskCreate', ...steps.map(({ step }) => ({ subject: step, description: step, activeForm: step }))],
    ['update_plan', { plan: steps }],
    ['todowrite', { todos }],
    ['write_todos', { todos: steps.map(({ step, status }) => ({ description: step, status })) }],
  ];
}
