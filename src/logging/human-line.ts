/** One log line for a person at a terminal. */

/** `10:04:11 WARN  abc-12-k3f9q2 push refused repo=api`, with the stack of an error below it. */
export function humanLine(json: string): string {
  const { time, level, run, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${shown(value)}`);
  const words = [String(time).slice(11, 19), String(level).toUpperCase().padEnd(5), run, msg, ...rest];
  const head = words
    .filter((word) => word !== undefined)
    .map((word) => oneLine(String(word)))
    .join(' ');
  return `${head}${errorLines(err)}\n`;
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^\S+$/u.test(value) ? value : JSON.stringify(value);
}

function errorLines(error: unknown): string {
  if (error === undefined) return '';
  const { stack, message } = (error ?? {}) as Record<string, unknown>;
  const text = typeof stack === 'string' ? stack : String(message ?? JSON.stringify(error));
  return text
    .split('\n')
    .map((line) => `\n    ${oneLine(line.trim())}`)
    .join('');
}

/** Foreign text neither forges a line nor speaks to the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/gu, ' ');
}
