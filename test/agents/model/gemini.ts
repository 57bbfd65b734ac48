/** The Gemini API: what Gemini CLI speaks. One event carries the whole answer. */
import { type Answer, type Asked, human, type Item, type Spoken, TOKENS } from './history.js';

interface Part {
  text?: string;
  thought?: boolean;
  functionCall?: unknown;
  functionResponse?: { response?: { output?: unknown; error?: unknown } };
}

interface Body {
  contents?: { role?: string; parts?: Part[] }[];
  tools?: { functionDeclarations?: { name: string }[] }[];
  generationConfig?: { responseJsonSchema?: Asked['schema']; responseSchema?: Asked['schema'] };
}

export function heard(body: Body, path: string): Asked {
  const schema = body.generationConfig?.responseJsonSchema ?? body.generationConfig?.responseSchema;
  const offered = (body.tools ?? []).flatMap(({ functionDeclarations = [] }) => functionDeclarations);
  return {
    model: /models\/([^:]+):/.exec(path)?.[1] ?? '',
    stream: path.includes(':streamGenerateContent'),
    // a question with a form for its answer is a side request, whatever is offered
    tools: schema ? [] : offered.map(({ name }) => ({ name })),
    items: (body.contents ?? []).flatMap(itemsOf),
    ...(schema ? { schema } : {}),
  };
}

function itemsOf({ role, parts = [] }: { role?: string; parts?: Part[] }): Item[] {
  if (role === 'model') return [{ role: 'model', calls: parts.filter((part) => part.functionCall).length }];
  const results = parts.flatMap(({ functionResponse }): Item[] => {
    const given = functionResponse?.response;
    if (!given) return [];
    const text = given.output ?? given.error ?? given;
    return [{ role: 'result', text: typeof text === 'string' ? text : JSON.stringify(text) }];
  });
  return [...results, ...human(parts.filter(({ text }) => text !== undefined))];
}

export function spoken(answer: Answer, asked: Asked): Spoken {
  const parts = [
    ...(answer.text === undefined ? [] : [{ text: answer.text }]),
    ...answer.calls.map(({ tool, input }) => ({ functionCall: { name: tool.name, args: input } })),
  ];
  const whole = {
    candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
    usageMetadata: {
      promptTokenCount: TOKENS.input,
      candidatesTokenCount: TOKENS.output,
      totalTokenCount: TOKENS.input + TOKENS.output,
    },
    modelVersion: asked.model,
  };
  const body = JSON.stringify(whole);
  return asked.stream
    ? { type: 'text/event-stream', body: `data: ${body}\n\n` }
    : { type: 'application/json', body };
}
