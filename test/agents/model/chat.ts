/** OpenAI Chat Completions: what opencode and Qwen speak. */
import {
  type Answer,
  type Asked,
  human,
  type Item,
  nameOf,
  resultText,
  type Spoken,
  TOKENS,
} from './history.js';

interface Message {
  role: string;
  content?: unknown;
  tool_calls?: unknown[];
}

interface Body {
  model?: string;
  stream?: boolean;
  messages?: Message[];
  tools?: { function?: { name: string } }[];
}

export function heard(body: Body): Asked {
  return {
    model: body.model ?? '',
    stream: body.stream === true,
    tools: (body.tools ?? []).flatMap((tool) => (tool.function ? [{ name: tool.function.name }] : [])),
    items: (body.messages ?? []).flatMap(itemsOf),
  };
}

function itemsOf({ role, content, tool_calls }: Message): Item[] {
  if (role === 'assistant') return [{ role: 'model', calls: tool_calls?.length ?? 0 }];
  if (role === 'tool') return [{ role: 'result', text: resultText(content) }];
  return role === 'user' ? human(content) : [];
}

export function spoken(answer: Answer, { stream, model }: Asked): Spoken {
  const tool_calls = answer.calls.map(({ tool, input }, index) => ({
    index,
    id: nameOf('call'),
    type: 'function',
    function: { name: tool.name, arguments: JSON.stringify(input) },
  }));
  const finish_reason = answer.calls.length > 0 ? 'tool_calls' : 'stop';
  const usage = {
    prompt_tokens: TOKENS.input,
    completion_tokens: TOKENS.output,
    total_tokens: TOKENS.input + TOKENS.output,
  };
  const head = { id: nameOf('chatcmpl'), created: Math.floor(Date.now() / 1000), model };
  if (!stream) {
    const calls = tool_calls.length > 0 ? { tool_calls } : {};
    const message = { role: 'assistant', content: answer.text ?? null, ...calls };
    const whole = {
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason }],
      usage,
    };
    return { type: 'application/json', body: JSON.stringify(whole) };
  }
  const deltas: object[] = [{ role: 'assistant', content: '' }];
  if (answer.text !== undefined) deltas.push({ content: answer.text });
  if (tool_calls.length > 0) deltas.push({ tool_calls });
  const part = { ...head, object: 'chat.completion.chunk' };
  const chunks = [
    ...deltas.map((delta) => ({ ...part, choices: [{ index: 0, delta, finish_reason: null }] })),
    { ...part, choices: [{ index: 0, delta: {}, finish_reason }] },
    { ...part, choices: [], usage },
  ];
  const lines = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
  return { type: 'text/event-stream', body: lines.map((line) => `data: ${line}\n\n`).join('') };
}
