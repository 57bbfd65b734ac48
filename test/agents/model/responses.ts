/** OpenAI Responses: what Codex speaks. Always streamed. */
import {
  type Answer,
  type Asked,
  type Call,
  human,
  type Item,
  nameOf,
  resultText,
  type Spoken,
  TOKENS,
  type Tool,
} from './history.js';

interface Entry {
  type?: string;
  role?: string;
  content?: unknown;
  output?: unknown;
  tools?: Offer[];
}

interface Offer {
  type: string;
  name?: string;
  tools?: Offer[];
}

interface Body {
  model?: string;
  input?: Entry[] | string;
  tools?: Offer[];
  text?: { format?: { schema?: Asked['schema'] } };
}

const SEARCH = 'tool_search';

/** With these alone a model is asked for its opinion of a command, not for work. */
const REVIEW = new Set(['exec_command', 'write_stdin', 'view_image']);

export function heard(body: Body): Asked {
  const entries = typeof body.input === 'string' ? [] : (body.input ?? []);
  const found = entries.flatMap(({ type, tools = [] }) => (type === 'tool_search_output' ? tools : []));
  const tools = [...(body.tools ?? []), ...found].flatMap((offer) => toolsOf(offer));
  const isReview = tools.every(({ name }) => REVIEW.has(name));
  const schema = body.text?.format?.schema;
  return {
    model: body.model ?? '',
    stream: true,
    tools: isReview ? [] : tools,
    items: typeof body.input === 'string' ? human(body.input) : entries.flatMap(itemsOf),
    ...(schema ? { schema } : {}),
  };
}

function toolsOf(offer: Offer, namespace?: string): Tool[] {
  if (offer.type === 'namespace') return (offer.tools ?? []).flatMap((one) => toolsOf(one, offer.name));
  if (offer.type === SEARCH) return [{ name: SEARCH }];
  if (!offer.name) return [];
  const custom = offer.type === 'custom' ? { custom: true } : {};
  return [{ name: offer.name, ...(namespace ? { namespace } : {}), ...custom }];
}

function itemsOf(entry: Entry): Item[] {
  const type = entry.type ?? 'message';
  if (type === 'tool_search_output') return [{ role: 'result', text: 'Tools found.' }];
  if (type === `${SEARCH}_call`) return [{ role: 'model', calls: 1, looks: true }];
  if (type.endsWith('_output')) {
    const { output } = entry;
    const inner = (output as { content?: unknown } | null)?.content ?? output;
    return [{ role: 'result', text: resultText(inner) }];
  }
  if (type.endsWith('_call') || type === 'reasoning') return [{ role: 'model', calls: 1 }];
  if (entry.role === 'assistant') return [{ role: 'model', calls: 0 }];
  return entry.role === 'user' ? human(entry.content) : [];
}

export function spoken(answer: Answer): Spoken {
  const output = [
    ...(answer.text === undefined ? [] : [messageOf(answer.text)]),
    ...answer.calls.map((call) => ({
      ...callItem(call),
      id: nameOf('fc'),
      call_id: nameOf('call'),
      status: 'completed',
    })),
  ];
  const id = nameOf('resp');
  const usage = {
    input_tokens: TOKENS.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: TOKENS.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: TOKENS.input + TOKENS.output,
  };
  const response = { id, object: 'response' };
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    ...output.flatMap(itemEvents),
    { type: 'response.completed', response: { ...response, status: 'completed', output, usage } },
  ];
  const lines = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { type: 'text/event-stream', body: lines.join('') };
}

function callItem({ tool, input }: Call) {
  const { name, namespace } = tool;
  if (name === SEARCH) return { type: 'tool_search_call', execution: 'client', arguments: input };
  if (tool.custom) return { type: 'custom_tool_call', name, input: String(input.input ?? '') };
  const call = { type: 'function_call', name, arguments: JSON.stringify(input) };
  return namespace ? { ...call, namespace } : call;
}

const messageOf = (text: string) => ({
  type: 'message',
  id: nameOf('msg'),
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});

function itemEvents(item: { type: string; id: string; content?: { text: string }[] }, output_index: number) {
  const text = item.content?.[0]?.text;
  const empty = text === undefined ? item : { ...item, content: [] };
  const delta = { item_id: item.id, output_index, content_index: 0, delta: text };
  return [
    { type: 'response.output_item.added', output_index, item: empty },
    ...(text === undefined ? [] : [{ type: 'response.output_text.delta', ...delta }]),
    { type: 'response.output_item.done', output_index, item },
  ];
}
