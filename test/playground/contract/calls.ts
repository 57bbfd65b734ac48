/** The Web API by plain HTTP. */
import type { Json } from '../../../src/playground/server/json.js';
import type { SlackServer } from '../../../src/playground/server/slack-server.js';

export interface Answer extends Json {
  ok: boolean;
  error?: string;
  ts?: string;
  response_metadata?: { messages?: string[] };
}

type Connection = Pick<SlackServer, 'url' | 'botToken'>;

/** A call with a JSON body, as the bot. */
export async function call(
  { url, botToken }: Connection,
  method: string,
  args: Json = {},
  token = botToken,
): Promise<Answer> {
  const response = await fetch(new URL(method, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
}

/** A call with a form body: what is no string goes as JSON. */
export async function callByForm(
  { url, botToken }: Connection,
  method: string,
  args: Json = {},
): Promise<Answer> {
  const fields = Object.entries({ token: botToken, ...args });
  const body = fields.map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(new URL(method, url), { method: 'POST', body: new URLSearchParams(body) });
  return (await response.json()) as Answer;
}

/** What Slack answers: 'ok' or its error code. */
export async function codeOf(answer: Promise<Answer>): Promise<string> {
  const { ok, error } = await answer;
  return ok ? 'ok' : String(error);
}

/** The places that Slack's messages name. */
export function placesOf(answer: Answer): string[] {
  const messages = answer.response_metadata?.messages ?? [];
  return messages.map((message) => /\[json-pointer:(.*)\]/.exec(message)?.[1] ?? '?');
}

/** Posts to a response_url; resolves with the HTTP status. */
export async function postTo(url: unknown, body: Json): Promise<number> {
  const response = await fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.status;
}
