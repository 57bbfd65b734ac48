/** What a request of an agent means, whatever it sends. */
import type { NewRequest } from '../../../run/guidance-request.js';
import { heardOf } from './asking.js';
import { readElicitation } from './elicitation.js';
import type { Heard } from './heard.js';
import { optionsIn, weakestAllow } from './permission-options.js';
import { isGroup, lines, oneLine, textAt } from './plain.js';
import { askedOf, MOST_DETAIL, ToolCall, withInput, wordsOf } from './tool-call.js';
import { cursorAsking, qwenAsking } from './vendor.js';

const MOST_CONTEXT = 4000;

/** Reads a request of the agent. Never throws, whatever `params` is. */
export function readRequest(method: string, params: unknown): Heard {
  const read = Object.hasOwn(METHODS, method) ? METHODS[method]! : undefined;
  if (read) return isGroup(params) ? read(params) : { kind: 'unfit', reason: 'its parameters are no object' };
  // opencode writes files through the client even where that was never offered, and does not mind a refusal
  return /^(?:fs|terminal)\//u.test(method) ? { kind: 'unknown', quiet: true } : { kind: 'unknown' };
}

const METHODS: Record<string, (params: Record<string, unknown>) => Heard> = {
  'session/request_permission': permission,
  'elicitation/create': elicitation,
  'cursor/ask_question': (params) => heardOf(cursorAsking(params)),
  'cursor/create_plan': cursorPlan,
  'cursor/update_todos': () => ({ kind: 'answer', result: { outcome: { outcome: 'accepted' } } }),
  'cursor/task': () => ({ kind: 'answer', result: { outcome: { outcome: 'completed' } } }),
};

function permission(params: Record<string, unknown>): Heard {
  const questions = qwenAsking(params);
  const options = optionsIn(params);
  if (!weakestAllow(options)) return { kind: 'unfit', reason: 'it offers nothing that would allow it' };
  if (questions) return heardOf(questions);
  const call = ToolCall.safeParse(params.toolCall);
  if (!call.success) return { kind: 'unfit', reason: 'it does not say what it wants to do' };
  const asked = withInput(askedOf(call.data), call.data);
  const context = lines(wordsOf(call.data), MOST_CONTEXT);
  const isNew = context !== '' && context !== asked.title && context !== asked.detail;
  return toAllow({ question: asked.title, permission: asked, ...(isNew ? { context } : {}) });
}

const toAllow = (request: Pick<NewRequest, 'question' | 'permission' | 'context'>): Heard => ({
  kind: 'ask',
  request: { kind: 'permission', options: [], ...request },
});

function elicitation(params: Record<string, unknown>): Heard {
  const read = readElicitation(params);
  if (read.kind === 'unfit') return read;
  if (read.kind === 'form') return heardOf(read.asking);
  const question = read.message || 'Open this address';
  if (read.kind === 'link')
    return { kind: 'ask', request: { kind: 'link', question, options: [], link: read.url } };
  const title = oneLine(read.message, 300);
  const { mcp } = read;
  return toAllow({ question: title, permission: { tool: 'other', title, ...(mcp ? { mcp } : {}) } });
}

function cursorPlan(params: Record<string, unknown>): Heard {
  const title = oneLine(textAt(params, 'name') ?? textAt(params, 'overview') ?? '', 300) || 'A plan';
  const detail = lines(textAt(params, 'plan') ?? textAt(params, 'content') ?? '', MOST_DETAIL);
  const permission = { tool: 'switch_mode' as const, title, ...(detail ? { detail } : {}) };
  return toAllow({ question: title, permission });
}
