/** The scripted model by itself: each dialect is asked as its agent asks. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { marker } from './script.js';
import { type Model, startModel } from './server.js';

let model: Model;
beforeEach(async () => {
  model = await startModel();
});
afterEach(() => model.close());

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON
type Json = any;

async function post(
  path: string,
  body: Json,
): Promise<{ status: number; events: Json[]; text: string; headers: Headers }> {
  const response = await fetch(model.url + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  const data = text.match(/^data: \{.*$/gm)?.map((line) => JSON.parse(line.slice(6))) ?? [JSON.parse(text)];
  return { status: response.status, events: data, text, headers: response.headers };
}

const STEPS = [{ shell: 'ls' }, { text: 'DONE {{last}}' }];
const PROMPT = `Please. ${marker(STEPS)}`;

describe('each dialect plays the script and forgets nothing', () => {
  test('Anthropic Messages', async () => {
    const ask = (messages: Json[]) =>
      post('/v1/messages?beta=true', { model: 'm', stream: true, tools: [{ name: 'Bash' }], messages });
    const user = {
      role: 'user',
      content: [
        { type: 'text', text: '<system-reminder>Be kind</system-reminder>' },
        { type: 'text', text: PROMPT },
      ],
    };
    const { events } = await ask([user]);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events[1].content_block).toMatchObject({ type: 'tool_use', name: 'Bash', input: {} });
    expect(JSON.parse(events[2].delta.partial_json)).toMatchObject({ command: 'ls' });
    expect(events[4].delta.stop_reason).toBe('tool_use');

    const called = {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} }],
    };
    const result = {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'README.md' }],
    };
    const second = await ask([user, called, result]);
    expect(second.events[2].delta).toEqual({ type: 'text_delta', text: 'DONE README.md' });
    expect(second.events[4].delta.stop_reason).toBe('end_turn');
    expect(model.requests.map(({ why }) => why)).toEqual(['step 1 of 2', 'step 2 of 2']);
  });

  test('OpenAI Responses', async () => {
    const tools = [
      { type: 'function', name: 'exec_command' },
      { type: 'function', name: 'update_plan' },
    ];
    const user = { type: 'message', role: 'user', content: [{ type: 'input_text', text: PROMPT }] };
    const { events } = await post('/v1/responses', { model: 'm', tools, input: [user] });
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { usage: { total_tokens: 1050 } },
    });
    expect(events.at(-2)).toMatchObject({
      type: 'response.output_item.done',
      item: { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"ls"}' },
    });
    const output = { type: 'function_call_output', call_id: 'c', output: 'README.md' };
    const second = await post('/v1/responses', { tools, input: [user, { type: 'function_call' }, output] });
    expect(second.events.at(-1).response.output[0].content[0].text).toBe('DONE README.md');
  });

  test('Chat Completions', async () => {
    const tools = [{ type: 'function', function: { name: 'bash' } }];
    const user = { role: 'user', content: PROMPT };
    const { events, text } = await post('/v1/chat/completions', { stream: true, tools, messages: [user] });
    expect(events[1].choices[0].delta.tool_calls[0].function).toMatchObject({ name: 'bash' });
    expect(events.at(-1).usage.total_tokens).toBe(1050);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    const messages = [user, { role: 'assistant', tool_calls: [{}] }, { role: 'tool', content: 'README.md' }];
    const second = await post('/v1/chat/completions', { tools, messages });
    expect(second.events[0].choices[0].message).toEqual({ role: 'assistant', content: 'DONE README.md' });
  });

  test('Gemini', async () => {
    const path = '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';
    const tools = [{ functionDeclarations: [{ name: 'run_shell_command' }] }];
    const user = { role: 'user', parts: [{ text: PROMPT }] };
    const { events } = await post(path, { tools, contents: [user] });
    expect(events[0].candidates[0].content.parts).toMatchObject([
      { functionCall: { name: 'run_shell_command' } },
    ]);
    const called = { role: 'model', parts: [{ functionCall: {} }] };
    const result = { role: 'user', parts: [{ functionResponse: { response: { output: 'README.md' } } }] };
    const second = await post(path, { tools, contents: [user, called, result] });
    expect(second.events[0].candidates[0].content.parts).toEqual([{ text: 'DONE README.md' }]);
  });
});

describe('what a script may say', () => {
  const chat = async (text: string, tools: string[], before: Json[] = []) => {
    const offered = tools.map((name) => ({ type: 'function', function: { name } }));
    const messages = [...before, { role: 'user', content: text }];
    return (await post('/v1/chat/completions', { tools: offered, messages })).events[0].choices[0].message;
  };

  test('several calls at once, and a name that ends in the wanted one', async () => {
    const all = [{ shell: 'ls' }, { mcp: { tool: 'ask_operator', input: { question: 'Which?' } } }];
    const message = await chat(marker([{ say: 'Two.', all }]), ['bash', 'operator_ask_operator']);
    expect(message.content).toBe('Two.');
    expect(message.tool_calls.map((call: Json) => call.function.name)).toEqual([
      'bash',
      'operator_ask_operator',
    ]);
  });

  test('a tool that is not offered is said, not called', async () => {
    const message = await chat(marker([{ ask: { question: 'Which?', options: ['A'] } }]), ['bash']);
    expect(message).toEqual({ role: 'assistant', content: 'CANNOT ask: tools bash' });
  });

  test('a prompt without a script is echoed with what came before it', async () => {
    const before = [{ role: 'user', content: PROMPT }, { role: 'assistant' }, { role: 'tool', content: 'x' }];
    const message = await chat('Go on', ['bash'], before);
    expect(message.content).toBe('ECHO prompts=1 turns=1 results=1 "Go on"');
  });

  test('a rule gives prompts without a marker their script', async () => {
    model.rules.push({ when: /brief\.md/, steps: [{ text: 'Read it.' }] });
    expect((await chat('Read /x/brief.md', ['bash'])).content).toBe('Read it.');
  });

  test('a request without tools is a side request and wants a title', async () => {
    expect(JSON.parse((await chat(PROMPT, [])).content)).toEqual({ title: 'A greeting' });
  });

  test('tools that are out of sight are looked for, which is no step', async () => {
    const ask = async (messages: Json[], tools: string[]) => {
      const body = { messages, tools: tools.map((name) => ({ name })) };
      return (await post('/v1/messages', body)).events[0].content[0];
    };
    const user = {
      role: 'user',
      content: marker([{ plan: [{ step: 'A', status: 'pending' }] }, { text: 'B' }]),
    };
    expect(await ask([user], ['ToolSearch'])).toMatchObject({ name: 'ToolSearch' });
    const looked = [
      { role: 'assistant', content: [{ type: 'tool_use', name: 'ToolSearch' }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', content: 'x' },
          { type: 'text', text: 'Tool loaded.' },
        ],
      },
    ];
    expect(await ask([user, ...looked], ['ToolSearch', 'TodoWrite'])).toMatchObject({ name: 'TodoWrite' });
    expect(await ask([user, ...looked], ['ToolSearch'])).toMatchObject({ text: /^CANNOT/ });
  });
});

test('a used-up account is refused as each vendor refuses it', async () => {
  const until = new Date(Date.now() + 600_000);
  model.behave('limit', until);
  const anthropic = await post('/v1/messages', { messages: [] });
  expect(anthropic.status).toBe(429);
  expect(anthropic.headers.get('anthropic-ratelimit-unified-reset')).toBe(
    String(Math.floor(until.getTime() / 1000)),
  );
  const codex = await post('/v1/responses', {});
  expect(codex.events[0].error).toMatchObject({ type: 'usage_limit_reached', plan_type: 'plus' });
  const gemini = await post('/v1beta/models/m:generateContent', {});
  expect(gemini.events[0].error.status).toBe('RESOURCE_EXHAUSTED');
});
