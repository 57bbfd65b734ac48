/** What a request of the agent means. */
import type { Heard } from './heard.js';

export function readRequest(method: string, params: unknown): Heard {
  if (method === 'session/request_permission') {
    const { toolCall = {} } = params as { toolCall?: { title?: string; kind?: string } };
    const title = toolCall.title ?? '';
    return {
      kind: 'ask',
      request: {
        kind: 'permission',
        question: title,
        options: [],
        permission: { tool: (toolCall.kind ?? 'other') as 'other', title },
      },
    };
  }
  if (method === 'elicitation/create') {
    const { message = '' } = params as { message?: string };
    if (message === '') return { kind: 'unfit', reason: 'it asks nothing' };
    return { kind: 'ask', request: { question: message, options: [] } };
  }
  return { kind: 'unknown' };
}
