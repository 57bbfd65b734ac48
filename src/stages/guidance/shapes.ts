/** What agents write, read strictly: a file that does not fit gets a reason that its writer understands. */
import * as z from 'zod';

export const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 32;
const MAX_OPTIONS = 100;

export type Parsed<T> =
  | { ok: true; value: T }
  /** `unfinished`: the text does not parse, as a file does that is still being written. */
  | { ok: false; reason: string; unfinished: boolean };

export interface Asked {
  question: string;
  context?: string;
  options: string[];
  agent?: string;
}

const text = (name: string) => z.string({ error: `\`${name}\` must be a text` });
const sender = { run_id: text('run_id').nullish(), agent: text('agent').nullish() };
const record = { error: 'it must hold a JSON object' };

const request = z.object(
  {
    ...sender,
    question: text('question').refine((value) => value.trim() !== '', '`question` must not be empty'),
    context: z.unknown().optional(),
    options: z
      .array(text('options'), { error: '`options` must be a list of texts' })
      .max(MAX_OPTIONS, `\`options\` may hold at most ${MAX_OPTIONS} texts`)
      .nullish(),
  },
  record,
);

const completion = z.object({ ...sender, summary: text('summary').nullish() }, record);

/** `guidance-request.json` and the questions of `metawsm-ask`. */
export function parseRequest(bytes: Uint8Array, runId: string): Parsed<Asked> {
  return parse(bytes, runId, request, (data) => {
    const options = (data.options ?? []).map((one) => plain(one).trim()).filter((one) => one !== '');
    const asked: Asked = { question: plain(data.question), options: [...new Set(options)] };
    if (data.context !== undefined && data.context !== null && data.context !== '')
      asked.context = plain(
        typeof data.context === 'string' ? data.context : JSON.stringify(data.context, null, 2),
      );
    if (data.agent) asked.agent = plain(data.agent);
    return asked;
  });
}

/** `implementation-complete.json`; the older contract allows an empty object. */
export function parseCompletion(bytes: Uint8Array, runId: string): Parsed<{ summary: string }> {
  return parse(bytes, runId, completion, (data) => ({ summary: plain(data.summary ?? '') }));
}

function parse<S extends z.ZodType<{ run_id?: string | null | undefined }>, T>(
  bytes: Uint8Array,
  runId: string,
  shape: S,
  build: (data: z.infer<S>) => T,
): Parsed<T> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const read = shape.safeParse(json.value);
  if (!read.success) return unfit([...new Set(read.error.issues.map((issue) => issue.message))].join('; '));
  const named = read.data.run_id;
  if (named && named.toLowerCase() !== runId.toLowerCase()) return unfit('`run_id` names another run');
  return { ok: true, value: build(read.data) };
}

function parseJson(bytes: Uint8Array): Parsed<unknown> {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, reason: 'it is not valid UTF-8', unfinished: true };
  }
  if (depthOf(source) > MAX_DEPTH) return unfit(`it is nested more than ${MAX_DEPTH} levels deep`);
  try {
    return { ok: true, value: JSON.parse(source) };
  } catch {
    return { ok: false, reason: 'it is not valid JSON', unfinished: true };
  }
}

const unfit = (reason: string) => ({ ok: false, reason, unfinished: false }) as const;

/** How deep brackets open outside of texts; one pass without recursion, so that no text makes it slow. */
function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '"') quoted = !quoted;
    else if (quoted) at += char === '\\' ? 1 : 0;
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}

// A zero byte is no text for databases and terminals.
const plain = (value: string) => value.replaceAll('\u0000', '');
