/** Which entries of an environment or of a file are secrets, judged by their names. */

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|KEY|CREDENTIAL|DSN|AUTH/iu;
/** Names that only look like it. */
const PUBLIC_NAMES = new Set(['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_AUTHOR_DATE']);
const SHORTEST = 8;
const LARGEST_FILE = 1_000_000;

export type Entry = readonly [name: string, value: string];

/** True for the names that hold a secret by their form, and for those in `names`. */
function isSecretName(name: string, names: ReadonlySet<string>): boolean {
  return names.has(name) || (SECRET_NAME.test(name) && !PUBLIC_NAMES.has(name));
}

/** Values of the secret entries that are long enough to be hidden without harm. */
export function secretsAmong(entries: Iterable<Entry>, names: ReadonlySet<string>): string[] {
  return Array.from(entries)
    .filter(([name, value]) => isSecretName(name, names) && value.trim().length >= SHORTEST)
    .map(([, value]) => value);
}

/** The entries of a file such as `.env`, `.npmrc`, `settings.ini`, `.netrc` or `config.json`. */
export function entriesOf(content: string): Entry[] {
  if (content.length > LARGEST_FILE) return [];
  return [...jsonEntries(content), ...quotedEntries(content), ...lineEntries(content)];
}

function jsonEntries(content: string): Entry[] {
  if (!/^\s*[[{]/u.test(content)) return [];
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // No JSON after all: the other readings are tried as well.
    return [];
  }
  return membersOf('', value);
}

function membersOf(name: string, value: unknown): Entry[] {
  const found: Entry[] = [];
  const open: [string, unknown][] = [[name, value]];
  while (open.length > 0) {
    const [key, inner] = open.pop()!;
    if (typeof inner === 'string' || typeof inner === 'number') found.push([key, String(inner)]);
    else if (Array.isArray(inner)) open.push(...inner.map((item): [string, unknown] => [key, item]));
    else if (typeof inner === 'object' && inner !== null) open.push(...Object.entries(inner));
  }
  return found;
}

/** `NAME="…"` with escapes and line breaks inside, as in a dotenv file. */
function quotedEntries(content: string): Entry[] {
  const quoted =
    /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|'([^']*)')/gmu;
  return Array.from(content.matchAll(quoted), ([, name = '', double, single = '']): Entry => {
    return [name, double === undefined ? single : double.replace(/\\(["\\nr])/gu, unescaped)];
  });
}

function unescaped(_: string, char: string): string {
  return { n: '\n', r: '\r' }[char] ?? char;
}

/** `name = value`, `name: value`, and the words of a netrc file. */
function lineEntries(content: string): Entry[] {
  return content.split(/\r?\n/u).flatMap((line): Entry[] => {
    const assigned = /^\s*(?:export\s+)?(?<name>[^=\s#;]+)\s*=(?<value>.*)$/u.exec(line);
    const pair = assigned ?? /^\s*-?\s*["']?(?<name>[\w.-]+)["']?\s*:\s(?<value>.*)$/u.exec(line);
    const { name, value } = pair?.groups ?? {};
    const netrc = /(?:^|\s)password\s+(?<word>\S+)/u.exec(line)?.groups?.word;
    return [
      ...(name !== undefined && value !== undefined ? [[name, unquoted(value.trim())] as const] : []),
      ...(netrc ? [['password', netrc] as const] : []),
    ];
  });
}

function unquoted(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value.replace(/\s+#.*$/u, '').replace(/,$/u, '');
  const end = value.indexOf(quote, 1);
  return end < 0 ? value.slice(1) : value.slice(1, end);
}
