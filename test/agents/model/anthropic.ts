/** Anthropic Messages: what Claude Code speaks. */
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
import { LOOKING } from './tools.js';

interface Block {
  type: string;
  name?: string;
  content?: unknown;
}

interface Body {
  model?: string;
  stream?: boolean;
  messages?: { role: string; content: string | Block[] }[];
  tools?: { name: string }[];
}

export function heard(body: Body): Asked {
  return {
    model: body.model ?? '',
    stream: body.stream === true,
    tools: (body.tools ?? []).map(({ name }) => ({ name })),
    items: (body.messages ?? []).flatMap(itemsOf),
  };
}

function itemsOf({ role, content }: { role: string; content: string | Block[] }): Item[] {
  const blocks = Array.isArray(content) ? content : [];
  if (role === 'assistant') {
    const calls = blocks.filter(({ type }) => type === 'tool_use');
    const looks = calls.length > 0 && calls.every(({ name = '' }) => LOOKING.includes(name));
    return [{ role: 'model', calls: calls.length, ...(looks ? { looks } : {}) }];
  }
  if (role !== 'user') return [];
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const rest = Array.isArray(content) ? blocks.filter(({ type }) => type === 'text') : content;
  return [
    ...results.map((block): Item => ({ role: 'result', text: resultText(block.content) })),
    ...human(rest),
  ];
}

export function spoken(answer: Answer, asked: Asked): Spoken {
  const content = [
    ...(answer.text === undefined ? [] : [{ type: 'text', text: answer.text }]),
    ...answer.calls.map(({ tool, input }) => ({
      type: 'tool_use',
      id: nameOf('toolu'),
      name: tool.name,
      input,
    })),
  ];
  const reason = answer.calls.length > 0 ? 'tool_use' : 'end_turn';
  const usage = { input_tokens: TOKENS.input, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const message = {
    id: nameOf('msg'),
    type: 'message',
    role: 'assistant',
    model: asked.model,
    stop_sequence: null,
  };
  if (!asked.stream) {
    const whole = {
      ...message,
      content,
      stop_reason: reason,
      usage: { ...usage, output_tokens: TOKENS.output },
    };
    return { type: 'application/json', body: JSON.stringify(whole) };
  }
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const events = [
    { type: 'message_start', message: begun },
    ...content.flatMap(blockEvents),
    {
      type: 'message_delta',
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: TOKENS.output },
    },
    { type: 'message_stop' },
  ];
  const lines = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { type: 'text/event-stream', body: lines.join('') };
}

function blockEvents(block: { type: string; text?: string; input?: unknown }, index: number) {
  const isText = block.type === 'text';
  const delta = isText
    ? { type: 'text_delta', text: block.text }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
  const content_block = isText ? { type: 'text', text: '' } : { ...block, input: {} };
  return [
    { type: 'content_block_start', index, content_block },
    { type: 'content_block_delta', index, delta },
    { type: 'content_block_stop', index },
  ];
}
