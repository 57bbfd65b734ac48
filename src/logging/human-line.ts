/** One log line for a person at a terminal. */

/** `10:04:11 WARN  abc-12-k3f9q2 push refused repo=api`, with the stacks of errors below it. */
export function humanLine(json: string): string {
  const { time, level, run, msg, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const errors = Object.values(fields).filter(isError);
  const rest = Object.entries(fields).filter(([, value]) => !isError(value));
  const words = [String(time).slice(11, 19), String(level).toUpperCase().padEnd(5), run, msg];
  words.push(...rest.map(([key, value]) => `${key}=${shown(value)}`));
  const head = words
    .filter((word) => word !== undefined)
    .map((word) => oneLine(String(word)))
    .join(' ');
  return `${head}${errors.map(stackLines).join('')}\n`;
}

interface LoggedError {
  stack: string;
  cause?: unknown;
}

function isError(value: unknown): value is LoggedError {
  return typeof value === 'object' && value !== null && 'stack' in value && typeof value.stack === 'string';
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^\S+$/u.test(value) ? value : JSON.stringify(value);
}

function stackLines({ stack, cause }: LoggedError): string {
  const lines = stack.split('\n').map((line) => `\n    ${oneLine(line.trim())}`);
  return `${lines.join('')}${isError(cause) ? stackLines(cause) : ''}`;
}

/** Foreign text neither forges a line nor speaks to the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
