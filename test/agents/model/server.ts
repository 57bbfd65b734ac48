/** A model that says what a script tells it to, in the dialects of Anthropic, OpenAI (both) and Google, on 127.0.0.1. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as anthropic from './anthropic.js';
import * as chat from './chat.js';
import * as gemini from './gemini.js';
import type { Answer, Asked, Spoken } from './history.js';
import { usageLimit } from './limit.js';
import * as responses from './responses.js';
import { next, type Rule } from './script.js';
import type { Dialect } from './tools.js';

/** `hangs` takes requests and never answers; `limit` has nothing left to give; `fails` answers with 500. */
export type Mood = 'well' | 'hangs' | 'limit' | 'fails';

/** One request, for tests to look at. */
export interface Noted {
  dialect: Dialect;
  path: string;
  model: string;
  tools: string[];
  roles: string[];
  /** How many times somebody wrote something. */
  prompts: number;
  /** The last thing a person wrote, and the last result of a tool. */
  prompt: string;
  result: string;
  why: string;
  answer: Answer;
}

export interface Model {
  url: string;
  port: number;
  /** Every request that wanted an answer of the model. */
  requests: Noted[];
  /** Scripts for prompts without a marker; the first that matches is played. */
  rules: Rule[];
  behave(mood: Mood, resetsAt?: Date): void;
  close(): Promise<void>;
}

const DIALECTS: [RegExp, Dialect][] = [
  [/\/v1\/messages$/, 'anthropic'],
  [/\/responses$/, 'responses'],
  [/\/chat\/completions$/, 'chat'],
  [/:(?:stream)?[gG]enerateContent$/, 'gemini'],
];

const HEARD: Record<Dialect, (body: never, path: string) => Asked> = {
  anthropic: anthropic.heard,
  responses: responses.heard,
  chat: chat.heard,
  gemini: gemini.heard,
};
const SPOKEN: Record<Dialect, (answer: Answer, asked: Asked) => Spoken> = {
  anthropic: anthropic.spoken,
  responses: responses.spoken,
  chat: chat.spoken,
  gemini: gemini.spoken,
};

/** Starts the model; `port` 0 takes a free one. */
export async function startModel(port = 0): Promise<Model> {
  const requests: Noted[] = [];
  const rules: Rule[] = [];
  let mood: Mood = 'well';
  let resetsAt = new Date();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const dialect = request.method === 'POST' && DIALECTS.find(([pattern]) => pattern.test(path))?.[1];
    const body = await read(request);
    if (!dialect) return beside(path, response);
    const asked = HEARD[dialect](body as never, path);
    const { why, ...said } = next(asked, dialect, rules);
    requests.push(noted(dialect, path, asked, said, mood === 'well' ? why : mood));
    if (mood === 'hangs') return;
    if (mood === 'fails') return send(response, 500, { error: { type: 'server_error', message: 'No' } });
    if (mood === 'limit') {
      const refusal = usageLimit(dialect, resetsAt);
      return send(response, refusal.status, refusal.body, refusal.headers);
    }
    const words = SPOKEN[dialect](said, asked);
    response.writeHead(200, { 'content-type': words.type }).end(words.body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) =>
      send(response, 400, { error: { message: error.message } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const at = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${at}`,
    port: at,
    requests,
    rules,
    behave(as, until = new Date(Date.now() + 3_600_000)) {
      mood = as;
      resetsAt = until;
    },
    close: () => closed(server),
  };
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const model = await startModel();
  await model.close();
  return model.port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text ? JSON.parse(text) : {};
}

/** Counting tokens and listing models; the rest is not there. */
function beside(path: string, response: ServerResponse): void {
  const models = { object: 'list', data: [{ id: 'fake-model', object: 'model' }], models: [] };
  if (path.endsWith('/count_tokens')) send(response, 200, { input_tokens: 1000 });
  else if (path.endsWith(':countTokens')) send(response, 200, { totalTokens: 1000 });
  else if (path.endsWith('/models')) send(response, 200, models);
  else send(response, 404, { error: { type: 'not_found_error', message: 'Not here' } });
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function noted(dialect: Dialect, path: string, asked: Asked, answer: Answer, why: string): Noted {
  const prompt = asked.items.findLast((item) => item.role === 'human');
  const result = asked.items.findLast((item) => item.role === 'result');
  return {
    dialect,
    path,
    model: asked.model,
    tools: asked.tools.map(({ name }) => name),
    roles: asked.items.map(({ role }) => role),
    prompts: asked.items.filter(({ role }) => role === 'human').length,
    prompt: prompt?.role === 'human' ? prompt.text : '',
    result: result?.role === 'result' ? result.text : '',
    why,
    answer,
  };
}
