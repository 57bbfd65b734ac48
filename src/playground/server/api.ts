/** The Web API's door: tokens, scopes, arguments, faults and the journal. Each method lives in a table of its family. */
import { isRecord, type Json, parsed, text } from './json.js';
import type { World } from './world.js';

/** Slack says no: HTTP 200 with `ok: false`. */
export class Refusal extends Error {
  readonly extra: Json;
  constructor(code: string, extra: Json = {}) {
    super(code);
    this.extra = extra;
  }
}

export interface Call {
  world: World;
  args: Json;
  /** The token that it came with. */
  token: string;
  /** Refuses with `missing_scope` when the app was not granted the scope. */
  need(scope: string): void;
}

export interface Method {
  token?: 'app';
  scope?: string;
  /** Names of arguments without which Slack refuses. */
  required?: string[];
  run(call: Call): Json;
}

export type Methods = Record<string, Method>;

export interface Journal {
  method: string;
  args: Json;
  status: number;
  result: Json;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Answer {
  status: number;
  body: Json;
  headers?: Record<string, string>;
}

/** Nested values that clients send as JSON in a form field. */
const NESTED = ['blocks', 'attachments', 'chunks', 'metadata', 'view', 'files', 'message', 'users', 'types'];

/** Arguments with nested JSON read; what is no JSON stays a string, so that the method can refuse it. */
export function readArgs(raw: Json): Json {
  const args: Json = {};
  for (const [key, value] of Object.entries(raw)) {
    const inner = NESTED.includes(key) && typeof value === 'string' ? parsed(value) : undefined;
    args[key] = typeof inner === 'object' && inner !== null ? inner : value;
  }
  return args;
}

/** Carries a call out as Slack would; `bearer` is the token of the header. */
export function answerCall(world: World, methods: Methods, name: string, bearer: string, raw: Json): Answer {
  const { token: inBody, ...args } = readArgs(raw);
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
    // Slack takes an app's own token from the header alone.
    const token = bearer || (method.token === 'app' ? '' : text(inBody));
    checkToken(world, method, token);
    const need = (scope: string): void => checkScope(world, scope);
    if (method.scope !== undefined) need(method.scope);
    for (const field of method.required ?? []) {
      if (args[field] === undefined || args[field] === '')
        throw invalidArguments(`missing required field: ${field}`);
    }
    return granted(world, method, { ok: true, ...method.run({ world, args, token, need }) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 200, body: { ok: false, error: error.message, ...error.extra } };
  }
}

function granted(world: World, method: Method, body: Json): Answer {
  const headers = { 'x-oauth-scopes': [...world.grants.scopes].join(',') };
  return {
    status: 200,
    body,
    headers: method.scope ? { ...headers, 'x-accepted-oauth-scopes': method.scope } : headers,
  };
}

function checkToken(world: World, method: Method, token: string): void {
  if (token === '') throw new Refusal('not_authed');
  const appTokens = [world.appToken, world.otherAppToken];
  if (token !== world.botToken && !appTokens.includes(token)) throw new Refusal('invalid_auth');
  const wanted = method.token === 'app' ? appTokens : [world.botToken];
  if (!wanted.includes(token)) throw new Refusal('not_allowed_token_type');
}

function checkScope(world: World, scope: string): void {
  if (world.grants.scopes.has(scope)) return;
  throw new Refusal('missing_scope', { needed: scope, provided: [...world.grants.scopes].join(',') });
}

export function invalidArguments(...messages: string[]): Refusal {
  return new Refusal('invalid_arguments', {
    response_metadata: {
      messages: messages.map((message) => (message.startsWith('[') ? message : `[ERROR] ${message}`)),
    },
  });
}

/** A JSON argument that has to be an object. */
export function objectArg(args: Json, name: string): Json {
  const value = args[name];
  if (!isRecord(value)) throw invalidArguments(`must provide an object [json-pointer:/${name}]`);
  return value;
}

/** A page of items by cursor; `next` is empty at the end. */
export function page<T>(
  items: T[],
  args: Json,
  defaultLimit: number,
  maxLimit: number,
): { items: T[]; next: string } {
  const limit = args.limit === undefined ? defaultLimit : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 0 || limit > maxLimit) throw new Refusal('invalid_limit');
  const start = args.cursor === undefined || args.cursor === '' ? 0 : cursorPosition(text(args.cursor));
  const size = limit === 0 ? defaultLimit : limit;
  const end = start + size;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), next };
}

function cursorPosition(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (match === null) throw new Refusal('invalid_cursor');
  return Number(match[1]);
}
