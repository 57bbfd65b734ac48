/** Which paths must not be merged. Pure, so that the checks, the gate and the summary judge alike. */

/** Files that hold secrets by custom; examples of them are allowed. The later pattern wins. */
export const FORBIDDEN_BY_DEFAULT: readonly string[] = [
  '.env',
  '.env.*',
  '!.env.example',
  '!.env.sample',
  '!.env.template',
  '*.pem',
  '*.key',
  '*.p12',
  '*.pfx',
  'id_rsa',
  'id_ed25519',
];

/**
 * A test for paths inside a repository. A pattern without `/` is compared with the file's name, one with `/` with
 * the whole path; `*` and `?` stay within a name, `**` crosses folders, `!` in front allows again. Letter case is
 * ignored, since some file systems do.
 */
export function forbiddenBy(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns.map((pattern) => {
    const allows = pattern.startsWith('!');
    const body = (allows ? pattern.slice(1) : pattern).replace(/^\//u, '');
    return { allows, whole: pattern.replace('!', '').includes('/'), test: globOf(body) };
  });
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const last = rules.findLast((rule) => rule.test.test(rule.whole ? path : name));
    return last !== undefined && !last.allows;
  };
}

function globOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*+|\?|[.+^${}()|[\]\\]/gu, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'isu');
}
