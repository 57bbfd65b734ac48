/**
 * Secrets by their form. Every pattern takes time in proportion to the text: it starts only at a fixed word or
 * where a run of its own characters begins, and nothing follows its last open repetition but a fixed character
 * that the repetition excludes.
 */
import type { Span } from './spans.js';

/** A token begins where no word goes on, or behind an escape such as `\n` in JSON or `%3D` in an address. */
const BEGIN = String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\\[bfnrt])|(?<=%[0-9A-Fa-f]{2}))`;

/** Each hides its group `secret`, or the whole match when it has none. */
const PATTERNS: readonly RegExp[] = [
  // Slack
  /xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}/dg,
  /xapp-[A-Za-z0-9-]{8,}/dg,
  /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/_-]{8,})/dg,
  // GitHub, GitLab, npm, PyPI, Hugging Face
  /gh[pousr]_[A-Za-z0-9]{16,}/dg,
  /github_pat_[A-Za-z0-9_]{16,}/dg,
  /gl(?:pat|ptt|rt|dt|soat|oas|agent|cbt|imt|ft|ffct)-[A-Za-z0-9_-]{16,}/dg,
  /npm_[A-Za-z0-9]{30,}/dg,
  /pypi-[A-Za-z0-9_-]{40,}/dg,
  /hf_[A-Za-z0-9]{30,}/dg,
  // AWS, Google
  /(?:AKIA|ASIA)[A-Z0-9]{16}/dg,
  /aws_?secret_?(?:access_?)?key["']?\s{0,8}[:=]\s{0,8}["']?(?<secret>[A-Za-z0-9/+]{40})/dgi,
  /AIza[A-Za-z0-9_-]{30,}/dg,
  /ya29\.[A-Za-z0-9_-]{20,}/dg,
  /GOCSPX-[A-Za-z0-9_-]{20,}/dg,
  // models, payment
  new RegExp(`${BEGIN}sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}`, 'dg'),
  /[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/dg,
  // connection strings
  /:\/\/[^\s:@/?#]*:(?<secret>[^\s@/]+)@/dg,
  /:\/\/(?<secret>[A-Za-z0-9_-]{20,})@/dg,
  /(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?<secret>[^\s;"']{8,})/dgi,
  /;\s{0,8}(?:Password|Pwd)=(?<secret>[^\s;"']+)/dgi,
  // headers
  /authorization["']?\s{0,8}[:=]\s{0,8}["']?(?:bearer|basic|token)\s{1,8}(?<secret>[A-Za-z0-9._~+/=-]{6,})/dgi,
  /bearer\s{1,8}(?=[A-Za-z._~+/=-]*[0-9])(?<secret>[A-Za-z0-9._~+/=-]{16,})/dgi,
  /x-(?:api|auth)-(?:key|token)["']?\s{0,8}[:=]\s{0,8}["']?(?<secret>[^\s"'[]{8,})/dgi,
];

/** Where secrets of a known form stand. */
export function patternSpans(text: string): Span[] {
  return [
    ...PATTERNS.flatMap((pattern) => matchesOf(pattern, text)),
    ...webTokens(text),
    ...privateKeys(text),
  ];
}

function matchesOf(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const indices = match.indices!;
    return indices.groups?.secret ?? indices[0]!;
  });
}

const URL_SAFE = /[A-Za-z0-9_-]*/y;

/** JSON Web Tokens, found by the dot in front of their second part. */
function webTokens(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (let dot = text.indexOf('.eyJ'); dot >= 0; dot = text.indexOf('.eyJ', Math.max(dot + 1, done))) {
    let first = dot;
    while (first > done && /[A-Za-z0-9_-]/u.test(text[first - 1]!)) first -= 1;
    const start = text.slice(first, dot).indexOf('eyJ');
    const end = endOfRun(text, dot + 1);
    if (start >= 0 && dot - first - start >= 10 && end - dot >= 10) {
      const last = text[end] === '.' ? endOfRun(text, end + 1) : end;
      spans.push([first + start, last]);
      done = last;
    } else done = dot + 1;
  }
  return spans;
}

function endOfRun(text: string, from: number): number {
  URL_SAFE.lastIndex = from;
  return from + (URL_SAFE.exec(text)?.[0].length ?? 0);
}

const KEY_EDGE = /-----(?<edge>BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** A line of a key's body, also with the marks of a diff, a quotation or an escaped line break. */
const KEY_LINE =
  /^[\s>+|\d-]{0,12}(?:[A-Za-z0-9+/=\\]{16,}|[A-Za-z0-9+/]{1,16}={0,2}|(?:Proc-Type|DEK-Info|Version|Comment): .{0,100})?\s*$/u;
/** A key on one line, its line breaks escaped, with other text behind it. */
const LEADING_BODY = /^[A-Za-z0-9+/=\\]{16,}/u;
const LONGEST_KEY = 32_768;

/** Private key blocks; also those whose beginning or end was cut off. */
function privateKeys(text: string): Span[] {
  const edges = Array.from(text.matchAll(KEY_EDGE), (match) => ({
    begins: match.groups!.edge === 'BEGIN',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return edges.flatMap((edge, index): Span[] => {
    const previous = edges[index - 1];
    const next = edges[index + 1];
    if (edge.begins) {
      const isWhole = next && !next.begins && next.end - edge.start <= LONGEST_KEY;
      return [[edge.start, isWhole ? next.end : endOfKey(text, edge.end, next?.start ?? text.length)]];
    }
    const isWhole = previous?.begins && edge.end - previous.start <= LONGEST_KEY;
    return isWhole ? [] : [[startOfKey(text, edge.start, previous?.end ?? 0), edge.end]];
  });
}

/** Goes down from the first line while the lines look like a key's body. */
function endOfKey(text: string, from: number, limit: number): number {
  const body = text.slice(from, Math.min(limit, from + LONGEST_KEY));
  let end = body.indexOf('\n');
  // Words on the line of the edge itself mean that a sentence names it.
  if (end < 0 || body.slice(0, end).trim() !== '') return from + (LEADING_BODY.exec(body)?.[0].length ?? 0);
  while (end < body.length) {
    const lineEnd = body.indexOf('\n', end + 1);
    const next = lineEnd < 0 ? body.length : lineEnd;
    if (!KEY_LINE.test(body.slice(end, next))) break;
    end = next;
  }
  return from + end;
}

/** Goes up from the last line, likewise. */
function startOfKey(text: string, to: number, limit: number): number {
  const body = text.slice(Math.max(limit, to - LONGEST_KEY), to);
  let start = body.length;
  while (start > 0) {
    const previous = start < 2 ? 0 : body.lastIndexOf('\n', start - 2) + 1;
    if (!KEY_LINE.test(body.slice(previous, start))) break;
    start = previous;
  }
  return to - body.length + start;
}
